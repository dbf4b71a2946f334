"""Accounts and tokens."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from spotter.athletes import accounts, tokens
from spotter.kit.errors import BadInput, NotAllowed
from spotter.store.records import TokenRecord
from spotter.web.api.auth import Box, Known, Perhaps, Reader, Writer
from spotter.web.api.schemas.accounts import (
    AccountIn,
    AccountOut,
    NewTokenOut,
    PasswordIn,
    ScopeName,
    TokenIn,
    TokenList,
    TokenOut,
)
from spotter.web.problems import documented
from spotter.web.signin import address_of

router = APIRouter(prefix="/api/v1", tags=["accounts"])
TokenId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Id of the token")]


@router.post("/accounts", status_code=201, responses=documented(400, 401, 403, 409, 413, 422, 429))
def create_account(body: AccountIn, box: Box, who: Perhaps) -> AccountOut:
    """Make an account. The first needs the setup token; open registration allows more."""
    try:
        with box.uow() as uow:
            made = accounts.create_account(
                uow,
                body.name,
                body.password,
                box.clock(),
                setup_token=body.setup_token,
                by=who,
                open_registration=box.settings.registration == "open",
            )
            uow.commit()
    except BadInput as error:
        if error.field != "setup_token":
            raise
        raise NotAllowed(error.message, field="setup_token") from error
    return AccountOut(id=made.id, athlete_id=made.athlete_id, name=made.name)


@router.put(
    "/accounts/me/password", status_code=204, responses=documented(400, 401, 403, 413, 422, 429)
)
def change_password(body: PasswordIn, request: Request, box: Box, who: Writer) -> Response:
    """Change your password. It needs the present one; every browser session ends, tokens stay."""
    accounts.change_password(
        box.uow,
        who,
        body.current_password,
        body.new_password,
        address=address_of(request),
        now=box.clock(),
    )
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/tokens", status_code=201, responses=documented(400, 401, 422, 429))
def create_token(body: TokenIn, request: Request, box: Box) -> NewTokenOut:
    """Sign in by name and password; the answer carries the bearer token, this once."""
    account = accounts.prove(box.uow, body.name, body.password, address_of(request), box.clock())
    with box.uow() as uow:
        made = tokens.create_token(
            uow, account, body.label, body.scopes, box.clock(), days=body.expires_in_days
        )
        uow.commit()
    return NewTokenOut(token=made.secret, **_token(made.record).model_dump())


@router.get("/tokens", responses=documented(401, 403))
def list_tokens(box: Box, who: Reader) -> TokenList:
    """List the account's tokens, newest first, without their secrets."""
    with box.uow.reading() as uow:
        return TokenList(tokens=[_token(each) for each in tokens.list_tokens(uow, who)])


@router.delete("/tokens/{token_id}", status_code=204, responses=documented(401, 403, 404, 422))
def revoke_token(token_id: TokenId, box: Box, who: Known) -> Response:
    """Revoke a token at once. A token may revoke itself; others need a signed-in person."""
    with box.uow() as uow:
        tokens.revoke_token(uow, who, token_id, box.clock())
        uow.commit()
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _token(record: TokenRecord) -> TokenOut:
    return TokenOut(
        id=record.id,
        label=record.name,
        scopes=[ScopeName(each) for each in sorted(record.scopes)],
        created_at=record.created_at,
        expires_at=record.expires_at,
    )
