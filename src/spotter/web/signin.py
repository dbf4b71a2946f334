"""Signed-in visitors of the pages: an opaque cookie, and a CSRF token bound to it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from spotter.athletes import accounts
from spotter.athletes.accounts import SignedIn
from spotter.athletes.principal import NotSignedIn, Principal
from spotter.bootstrap import Container
from spotter.kit.errors import BadInput, NotAllowed
from spotter.web.api.auth import Box
from spotter.web.visitor import Visitor

COOKIE = "spotter_login"
# A visitor who is not signed in gets a random cookie, so that log-in forms have a CSRF token too.
GUEST = "spotter_guest"
_MAX_FORM_BYTES = 256 * 1024

Form = dict[str, list[str]]


def _mac(box: Container, purpose: str, secret: str) -> str:
    text = f"{purpose}:{secret}".encode()
    return hmac.new(box.seal_key, text, hashlib.sha256).hexdigest()


def guest_csrf(request: Request, box: Container) -> tuple[str, str]:
    """Return the guest's cookie value (a new one when there is none) and its CSRF token."""
    value = request.cookies.get(GUEST) or secrets.token_urlsafe(24)
    return value, _mac(box, "guest", value)


def keep_guest(request: Request, response: Response, value: str) -> None:
    """Set the guest cookie, unless the browser has it already."""
    if request.cookies.get(GUEST) != value:
        keep(request, response, GUEST, value, None)


def keep(request: Request, response: Response, name: str, value: str, age: int | None) -> None:
    """Put a cookie into the browser that no script reads, for `age` seconds (None: its session)."""
    response.set_cookie(
        name, value, max_age=age, httponly=True, samesite="lax", path="/",
        secure=request.url.scheme == "https",
    )  # fmt: skip


def open_for(request: Request, response: Response, signed_in: SignedIn, box: Container) -> None:
    """Put the session's secret into the browser."""
    age = int((signed_in.expires_at - box.clock()).total_seconds())
    keep(request, response, COOKIE, signed_in.secret, age)


def close_for(response: Response) -> None:
    """Take the session's secret out of the browser."""
    response.delete_cookie(COOKIE, path="/")


class GoAndSignIn(NotSignedIn):
    """A page needs somebody who is signed in."""


def go_and_sign_in(request: Request) -> Response:
    """Send the browser to the sign-in page, also from within an htmx request."""
    response: Response = RedirectResponse("/login", 303)
    if "hx-request" in request.headers:
        response = Response(status_code=200, headers={"HX-Redirect": "/login"})
    if request.cookies.get(COOKIE):
        # It opens nothing; kept, it would hide the first page for good.
        close_for(response)
    return response


def signed_in(request: Request, box: Box) -> Principal:
    """Return who the cookie belongs to; raises `GoAndSignIn`."""
    secret = request.cookies.get(COOKIE, "")
    if not secret:
        raise GoAndSignIn("Sign in first.")
    try:
        with box.uow.reading() as uow:
            principal = accounts.authenticate_login(uow, secret, box.clock())
            profile = uow.athletes.get(principal.athlete_id).profile
    except NotSignedIn as error:
        raise GoAndSignIn("Sign in again.") from error
    request.state.visitor = Visitor(
        account_id=principal.account_id,
        athlete_id=principal.athlete_id,
        name=principal.name,
        role=principal.role,
        csrf=_mac(box, "login", secret),
        owner=_mac(box, "owner", principal.account_id)[:16],
        imperial=profile.imperial,
        time_zone=profile.time_zone,
    )
    return principal


Me = Annotated[Principal, Depends(signed_in)]


def visitor_of(request: Request) -> Visitor:
    """Return the visitor that `signed_in` found."""
    found: Visitor = request.state.visitor
    return found


async def form_of(request: Request) -> Form:
    """Return a posted form; raises `BadInput` when it is too long or not UTF-8."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_FORM_BYTES:
            raise BadInput("This form is too long.")
    try:
        text = body.decode("utf-8")
        return parse_qs(text, keep_blank_values=True, max_num_fields=2000, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise BadInput("This form cannot be read.") from error


def require_csrf(request: Request, expected: str, given: str) -> None:
    """Raise `NotAllowed` unless the form carries the visitor's CSRF token, or its header does."""
    token = given or request.headers.get("x-csrf", "")
    if not hmac.compare_digest(token.encode(), expected.encode()):
        raise NotAllowed("This form has expired. Go back, load the page again and send it again.")


async def my_form(request: Request, me: Me) -> Form:
    """Return the form of a signed-in visitor, its CSRF token checked."""
    form = await form_of(request)
    require_csrf(request, visitor_of(request).csrf, first(form, "csrf"))
    return form


async def guest_form(request: Request, box: Box) -> Form:
    """Return the form of a visitor who is not signed in, its CSRF token checked."""
    form = await form_of(request)
    _, expected = guest_csrf(request, box)
    require_csrf(request, expected, first(form, "csrf"))
    return form


MyForm = Annotated[Form, Depends(my_form)]
GuestForm = Annotated[Form, Depends(guest_form)]


def first(form: Form, name: str, default: str = "") -> str:
    """Return the first value of a form field, stripped."""
    return form.get(name, [default])[0].strip()


def address_of(request: Request) -> str:
    """Return the peer's address, as the server sees it (trusted proxies already resolved)."""
    return request.client.host if request.client else "unknown"
