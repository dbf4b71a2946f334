"""OAuth 2 with Oura: authorization code and single-use refresh tokens.

Oura documents no PKCE (cloud.ouraring.com/docs/authentication, read November 2026): the secret of
the application and a state bound to the browser do its work.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from spotter.intake.oura.app import (
    AUTHORIZE,
    REVOKE,
    REVOKED,
    TOKEN,
    App,
    Refused,
    Revoked,
    UnknownApp,
    Unreachable,
)

TIMEOUT_S = 10.0
# With one more read after it still within the claim of a renewal, a minute.
_WHOLE_S = 30.0
_MOST_BYTES = 1 << 20
# Renewed a little before it ends, so that no page of a sync is asked for with a dead one.
_EARLY = timedelta(minutes=5)
_LONGEST = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Grant:
    """What Oura gave: `refresh` is good for one renewal, None for a personal token."""

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    scopes: str = ""


def authorize_url(app: App, redirect_url: str, state: str) -> str:
    """Return where the athlete signs in at Oura and says what may be read.

    No scope is named: Oura then asks the athlete about each one it has. Raises `NotRegistered`.
    """
    app.need()
    asked = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_url,
        "state": state,
    }
    return f"{app.login_url}{AUTHORIZE}?{urlencode(asked)}"


def granted(app: App, redirect_url: str, code: str, now: datetime) -> Grant:
    """Return the grant for the `code` Oura sent back.

    Raises `NotRegistered`, `Refused`, `Unreachable`.
    """
    return _asked(
        app, {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_url}, now
    )


def renewed(app: App, refresh: str, now: datetime) -> Grant:
    """Return the next grant; `refresh` is spent. Raises what `granted` does, and `Revoked`."""
    try:
        return _asked(app, {"grant_type": "refresh_token", "refresh_token": refresh}, now)
    except Refused as error:
        raise Revoked(REVOKED) from error


def revoke(app: App, access: str) -> bool:
    """Tell Oura that the access is given back; return whether it heard."""
    try:
        answer = httpx.post(
            f"{app.api_url}{REVOKE}", params={"access_token": access}, timeout=TIMEOUT_S
        )
    except httpx.HTTPError:
        return False
    return answer.is_success


def _asked(app: App, form: dict[str, str], now: datetime) -> Grant:
    """Return what the token endpoint gives (RFC 6749, 5.1) for the application and `form`."""
    app.need()
    secrets = {"client_id": app.client_id, "client_secret": app.client_secret}
    try:
        answer = _answered(f"{app.api_url}{TOKEN}", {**form, **secrets})
        said = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unreachable("Oura's sign-in cannot be reached.") from error
    if not isinstance(said, dict) or answer.status_code >= 500 or answer.status_code == 429:
        raise Unreachable("Oura's sign-in is out of order.")
    if not answer.is_success and said.get("error") in {"invalid_client", "unauthorized_client"}:
        raise UnknownApp(
            "Oura does not know this Spotter's application. Its owner checks "
            "SPOTTER_OURA_CLIENT_ID and SPOTTER_OURA_CLIENT_SECRET."
        )
    if not answer.is_success and said.get("error") != "invalid_grant":
        # A proxy's answer, or one nobody foresaw, says nothing about the athlete's access.
        raise Unreachable("Oura's sign-in is out of order.")
    if not answer.is_success:
        raise Refused("Oura did not accept the sign-in. Start again from the page Oura in Spotter.")
    return _grant(said, now)


def _answered(url: str, form: dict[str, str]) -> httpx.Response:
    """Return the whole answer to `form`; raises `ReadTimeout` when it comes too slowly or long.

    A timeout of httpx is one of each read: an answer that drips would outlast the claim under which
    a refresh token is spent (`connection`), and another process would spend it again.
    """
    until = time.monotonic() + _WHOLE_S
    with httpx.stream("POST", url, data=form, timeout=TIMEOUT_S) as answer:
        said = b""
        for part in answer.iter_bytes():
            said += part
            if time.monotonic() > until or len(said) > _MOST_BYTES:
                raise httpx.ReadTimeout("The answer does not end.", request=answer.request)
        return httpx.Response(answer.status_code, content=said, request=answer.request)


def _grant(token: dict[str, Any], now: datetime) -> Grant:
    access, refresh, seconds = (
        token.get(name) for name in ("access_token", "refresh_token", "expires_in")
    )
    if not isinstance(access, str) or not access:
        raise Unreachable("Oura's sign-in answered without a token.")
    lasts = _lasts(seconds)
    return Grant(
        access,
        refresh if isinstance(refresh, str) and refresh else None,
        None if lasts is None else now + lasts - _EARLY,
        str(token.get("scope") or ""),
    )


def _lasts(seconds: object) -> timedelta | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
        return None
    return timedelta(seconds=min(float(seconds), _LONGEST.total_seconds()))
