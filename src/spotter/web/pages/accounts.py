"""The owner's page of accounts: who is here, letting somebody in, a new password, removal."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from spotter.athletes import accounts, people
from spotter.athletes.principal import Principal
from spotter.bootstrap import Container
from spotter.kit.errors import SpotterError
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.signin import Me, MyForm, first, visitor_of

router = APIRouter(prefix="/accounts")
_SAID = {
    "added": "The account was made. Tell them the name and the password.",
    "password": "The password was changed, and their browsers are signed out.",
    "removed": "The account and everything of theirs was removed.",
}


@router.get("")
def show(request: Request, box: Box, me: Me, done: str = "") -> Response:
    """Show every account; only the owner may."""
    return _page(request, box, me, said=_SAID.get(done, ""))


@router.post("")
def add(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Make an account for somebody else."""
    people.need_owner(me)
    name = first(form, "name")
    try:
        with box.uow() as uow:
            accounts.create_account(uow, name, _password(form), box.clock(), by=me)
            uow.commit()
    except SpotterError as error:
        return _page(request, box, me, error=error, typed=name)
    return RedirectResponse("/accounts?done=added", 303)


@router.post("/{account_id}/password")
def reset_password(request: Request, account_id: str, box: Box, me: Me, form: MyForm) -> Response:
    """Give somebody a new password."""
    try:
        people.reset_password(box.uow, me, account_id, _password(form), box.clock())
    except SpotterError as error:
        return _page(request, box, me, error=error, about=account_id)
    return RedirectResponse("/accounts?done=password", 303)


@router.post("/{account_id}/remove")
def remove(request: Request, account_id: str, box: Box, me: Me, form: MyForm) -> Response:
    """Remove somebody with all their data, once their name was typed."""
    try:
        with box.uow() as uow:
            people.remove(uow, me, account_id, first(form, "typed_name"), box.clock())
            uow.commit()
    except SpotterError as error:
        return _page(request, box, me, error=error, about=account_id)
    return RedirectResponse("/accounts?done=removed", 303)


def _password(form: dict[str, list[str]]) -> str:
    # Not stripped: a space may belong to it.
    return form.get("password", [""])[0]


def _page(
    request: Request,
    box: Container,
    me: Principal,
    *,
    said: str = "",
    error: SpotterError | None = None,
    about: str = "",
    typed: str = "",
) -> Response:
    with box.uow.reading() as uow:
        everyone = people.everyone(uow, me)
    context = {
        "people": [
            {
                "id": one.id,
                "name": one.name,
                "role": one.role,
                "since": one.created_at.date().isoformat(),
                "me": one.id == me.account_id,
                "open": one.id == about,
            }
            for one in everyone
        ],
        "said": said,
        "error": error.message if error else "",
        "about": about,
        "typed": typed,
    }
    status = error.status if error else 200
    return render.page(
        request, "accounts.html", context, visitor=visitor_of(request), status=status
    )
