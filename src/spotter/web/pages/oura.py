"""The page of the connection to Oura: connect, look, sync, disconnect."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from spotter.athletes.principal import Principal
from spotter.bootstrap import Container
from spotter.intake.oura import connection, login
from spotter.kit.errors import BadInput, SpotterError
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.signin import Me, MyForm, first, keep, visitor_of

router = APIRouter(prefix="/connections/oura")
PAGE = "/connections/oura"
_STATE_LASTS = timedelta(minutes=10)
# What the sign-in was begun with; gone once the browser has come back.
_NONCE = "spotter_oura"


@router.get("")
def show(request: Request, box: Box, me: Me) -> Response:
    """Show how the connection stands."""
    return _page(request, box, me)


def _page(
    request: Request, box: Container, me: Principal, *, error: str = "", status: int = 200
) -> Response:
    with box.uow.reading() as uow:
        found = connection.status(uow, me.athlete_id)
    context = {
        "oura": found,
        "registered": box.oura.app.registered,
        "redirect_url": _redirect_url(request, box),
        "every_minutes": box.settings.oura_every_minutes,
        "error": error,
        "left_at_oura": request.query_params.get("left") == "there",
    }
    return render.page(request, "oura.html", context, visitor=visitor_of(request), status=status)


@router.get("/start")
def start(request: Request, box: Box, me: Me) -> Response:
    """Send the browser to Oura's sign-in, with a state that only this browser can bring back.

    A link and not a form: the policy of the pages lets no form lead to another site.
    """
    me.need_own("its connections")
    nonce = secrets.token_urlsafe(16)
    state = _state(request, box, nonce, box.clock() + _STATE_LASTS)
    try:
        url = login.authorize_url(box.oura.app, _redirect_url(request, box), state)
    except SpotterError as problem:
        return _page(request, box, me, error=problem.message, status=problem.status)
    response = RedirectResponse(url, 303)
    keep(request, response, _NONCE, nonce, int(_STATE_LASTS.total_seconds()))
    return response


@router.get("/callback")
def callback(request: Request, box: Box, me: Me) -> Response:
    """Take what Oura sends the browser back with, once: its cookie goes with the answer."""
    me.need_own("its connections")
    response = _called_back(request, box, me)
    response.delete_cookie(_NONCE, path="/")
    return response


def _called_back(request: Request, box: Container, me: Principal) -> Response:
    said = request.query_params
    try:
        _check_state(request, box, said.get("state", ""))
        if said.get("error"):
            raise BadInput("Nothing was connected: Oura was not allowed to give your data.")
        code = said.get("code", "")
        grant = login.granted(box.oura.app, _redirect_url(request, box), code, box.clock())
        connection.connect(box.uow, box.oura, me.athlete_id, grant, box.clock)
    except SpotterError as problem:
        return _page(request, box, me, error=problem.message, status=problem.status)
    return RedirectResponse(PAGE, 303)


@router.post("/token")
def take_token(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Connect with a personal access token."""
    me.need_own("its connections")
    try:
        grant = connection.personal(first(form, "token"))
        connection.connect(box.uow, box.oura, me.athlete_id, grant, box.clock)
    except SpotterError as problem:
        return _page(request, box, me, error=problem.message, status=problem.status)
    return RedirectResponse(PAGE, 303)


@router.post("/sync")
def sync(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Ask for a sync now."""
    me.need_own("its connections")
    try:
        with box.uow() as uow:
            connection.sync_now(uow, me.athlete_id, box.clock())
            uow.commit()
    except SpotterError as problem:
        return _page(request, box, me, error=problem.message, status=problem.status)
    return RedirectResponse(PAGE, 303)


@router.post("/disconnect")
def disconnect(box: Box, me: Me, form: MyForm) -> Response:
    """Forget the tokens, and give the access back to Oura."""
    me.need_own("its connections")
    told = connection.disconnect(box.uow, box.oura, me.athlete_id)
    return RedirectResponse(PAGE if told else f"{PAGE}?left=there", 303)


def _redirect_url(request: Request, box: Container) -> str:
    return box.settings.oura_redirect_url or f"{request.base_url}connections/oura/callback"


def _state(request: Request, box: Container, nonce: str, until: datetime) -> str:
    """Return a state that proves, until then, that this signed-in browser asked for it."""
    plain = f"{until.timestamp():.0f}.{nonce}"
    text = f"oura-state:{visitor_of(request).csrf}:{plain}"
    mac = hmac.new(box.seal_key, text.encode(), hashlib.sha256).hexdigest()
    return f"{plain}.{mac}"


def _check_state(request: Request, box: Container, state: str) -> None:
    """Raise `BadInput` unless `state` was made for this browser and has not run out."""
    until, _, rest = state.partition(".")
    nonce = rest.partition(".")[0]
    ends = int(until) if until.isascii() and until.isdigit() and len(until) < 12 else 0
    at = datetime.fromtimestamp(ends, box.clock().tzinfo)
    expected = _state(request, box, nonce, at)
    ours = request.cookies.get(_NONCE, "")
    asked = hmac.compare_digest(ours.encode(), nonce.encode())
    same = hmac.compare_digest(state.encode(), expected.encode())
    if not (asked and same) or at < box.clock():
        raise BadInput("This sign-in was begun elsewhere or too long ago. Begin it again here.")
