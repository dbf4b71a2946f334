"""Who calls the API: a bearer token with scopes; cookies are never looked at here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from spotter.athletes import accounts
from spotter.athletes.principal import NotSignedIn, Principal
from spotter.bootstrap import Container

_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token from `POST /api/v1/tokens`, with the scopes read, write and import.",
)


def container_of(request: Request) -> Container:
    """Return the app's composition root."""
    found: Container = request.app.state.container
    return found


Box = Annotated[Container, Depends(container_of)]


def bearer(request: Request) -> str:
    """Return the secret of the `Authorization` header; raises `NotSignedIn` without one."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise NotSignedIn(
            "Send a token as `Authorization: Bearer …`; POST /api/v1/tokens makes one."
        )
    return secret


def _caller(scope: str) -> Callable[..., Principal]:
    def find(
        request: Request,
        box: Box,
        _: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    ) -> Principal:
        secret = bearer(request)
        with box.uow.reading() as uow:
            principal = accounts.authenticate_token(uow, secret, box.clock())
        principal.need(scope)
        return principal

    return find


Reader = Annotated[Principal, Depends(_caller("read"))]
Writer = Annotated[Principal, Depends(_caller("write"))]
Importer = Annotated[Principal, Depends(_caller("import"))]


def _anyone(
    request: Request,
    box: Box,
    _: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Principal:
    with box.uow.reading() as uow:
        return accounts.authenticate_token(uow, bearer(request), box.clock())


Known = Annotated[Principal, Depends(_anyone)]


def _perhaps(
    request: Request,
    box: Box,
    _: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Principal | None:
    if "authorization" not in request.headers:
        return None
    with box.uow.reading() as uow:
        return accounts.authenticate_token(uow, bearer(request), box.clock())


Perhaps = Annotated[Principal | None, Depends(_perhaps)]
