"""The first page, signing in and out."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from spotter.athletes import accounts, sample
from spotter.intake import service as intake
from spotter.kit.errors import NotFound, SpotterError
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.assets import STATIC
from spotter.web.signin import (
    COOKIE,
    GuestForm,
    Me,
    MyForm,
    address_of,
    close_for,
    first,
    guest_csrf,
    keep_guest,
    open_for,
)

router = APIRouter()


@router.get("/")
def welcome(request: Request, box: Box) -> Response:
    """Offer to set up one's own, or to look around."""
    if request.cookies.get(COOKIE):
        return RedirectResponse("/today", 303)
    return _welcome(request, box)


def _welcome(
    request: Request,
    box: Box,
    given: dict[str, str] | None = None,
    error: SpotterError | None = None,
) -> Response:
    with box.uow.reading() as uow:
        setup_open = accounts.needs_setup(uow)
        there = uow.accounts.by_role("sample") is not None
    sample_ready = setup_open and (there or sample.is_ready(box.data_dir))
    guest, csrf = guest_csrf(request, box)
    response = render.page(
        request,
        "welcome.html",
        {
            "setup_open": setup_open,
            "sample_ready": sample_ready,
            "csrf": csrf,
            "given": {"setup_token": "", "name": "", **(given or {})},
            "error": error.message if error else "",
        },
        status=error.status if error else 200,
    )
    keep_guest(request, response, guest)
    return response


@router.post("/setup")
def set_up(request: Request, box: Box, form: GuestForm) -> Response:
    """Make the owner's account and sign them in."""
    given = {name: first(form, name) for name in ("setup_token", "name")}
    try:
        with box.uow() as uow:
            account = accounts.create_account(
                uow, given["name"], form.get("password", [""])[0], box.clock(),
                setup_token=given["setup_token"],
            )  # fmt: skip
            opened = accounts.open_login(uow, account, box.clock(), days=box.settings.login_days)
            uow.commit()
    except SpotterError as error:
        return _welcome(request, box, given, error)
    response = RedirectResponse("/profile?welcome=1", 303)
    open_for(request, response, opened, box)
    return response


@router.post("/sample")
def look_around(request: Request, box: Box, form: GuestForm) -> Response:
    """Sign in as the simulated sample athlete; the first visitor waits for the data to be read."""
    now = box.clock()
    with box.uow() as uow:
        new = uow.accounts.by_role("sample") is None
        account = sample.create(uow, intake.request_import, now) if new else sample.visit(uow)
        opened = accounts.open_login(uow, account, now, days=1)
        uow.commit()
    response = RedirectResponse("/data#imports" if new else "/today", 303)
    open_for(request, response, opened, box)
    return response


@router.get("/login")
def login_page(request: Request, box: Box) -> Response:
    """Ask for name and password; before there is anybody to sign in, lead to the set-up."""
    with box.uow.reading() as uow:
        if accounts.needs_setup(uow):
            return RedirectResponse("/", 303)
    return _login(request, box)


def _login(
    request: Request, box: Box, name: str = "", error: SpotterError | None = None
) -> Response:
    guest, csrf = guest_csrf(request, box)
    after = getattr(error, "retry_after_s", None)
    response = render.page(
        request,
        "login.html",
        {
            "csrf": csrf,
            "given_name": name,
            "error": error.message if error else "",
            "left_at_oura": request.query_params.get("left") == "oura",
        },
        status=error.status if error else 200,
        headers={"Retry-After": str(after)} if after is not None else None,
    )
    keep_guest(request, response, guest)
    return response


@router.post("/login")
def log_in(request: Request, box: Box, form: GuestForm) -> Response:
    """Open a session."""
    name, password = first(form, "name"), form.get("password", [""])[0]
    try:
        opened = accounts.sign_in(
            box.uow, name, password, address_of(request), box.clock(), days=box.settings.login_days
        )
    except SpotterError as error:
        return _login(request, box, name, error)
    response = RedirectResponse("/today", 303)
    open_for(request, response, opened, box)
    return response


@router.post("/logout")
def log_out(box: Box, me: Me, form: MyForm) -> Response:
    """End the session."""
    with box.uow() as uow:
        accounts.sign_out(uow, me)
        uow.commit()
    response = RedirectResponse("/", 303)
    close_for(response)
    return response


@router.get("/sw.js")
def service_worker() -> Response:
    """Serve the service worker from the root, so that its scope is the whole site."""
    path = STATIC / "dist" / "sw.js"
    if not path.is_file():
        raise NotFound("The front end was not built.")
    return FileResponse(path, media_type="text/javascript", headers={"Cache-Control": "no-cache"})
