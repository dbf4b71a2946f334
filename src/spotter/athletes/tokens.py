"""API tokens: scoped, listed, revoked; the secret is shown once and kept only as a hash."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from spotter.athletes.principal import SCOPES, Principal
from spotter.athletes.secrets import hashed, new_secret
from spotter.events.types import Event
from spotter.kit.errors import BadInput
from spotter.kit.ids import new_id
from spotter.store.records import AccountRecord, TokenRecord
from spotter.store.uow import UnitOfWork

LONGEST_LIFE_DAYS = 3650


@dataclass(frozen=True, slots=True)
class NewToken:
    """A new API token: `secret` is shown once and is kept nowhere else."""

    secret: str
    record: TokenRecord


def create_token(
    uow: UnitOfWork,
    account: AccountRecord,
    name: str,
    scopes: Iterable[str],
    now: datetime,
    *,
    days: int | None = None,
) -> NewToken:
    """Make an API token with `scopes` that ends after `days` (never, when None).

    For an account that has just proved itself by password or session. Raises `BadInput` (name,
    scopes or days).
    """
    wanted = frozenset(scopes)
    unknown = sorted(wanted - SCOPES.keys())
    if unknown or not wanted:
        what = f"There is no scope '{unknown[0]}'" if unknown else "A token needs a scope"
        raise BadInput(f"{what}; choose among {', '.join(SCOPES)}.", field="scopes")
    if days is not None and not 1 <= days <= LONGEST_LIFE_DAYS:
        raise BadInput(f"Choose 1 to {LONGEST_LIFE_DAYS} days.", field="days")
    label = name.strip()
    if not 1 <= len(label) <= 64 or not label.isprintable():
        raise BadInput("Name the token in 1 to 64 characters, to know it again.", field="name")
    secret = new_secret("spotter")
    expires_at = None if days is None else now + timedelta(days=days)
    record = TokenRecord(new_id(), account.id, label, wanted, now, expires_at)
    uow.accounts.add_token(record, hashed(secret))
    data = {"token_id": record.id, "scopes": sorted(wanted)}
    uow.outbox.add(Event("token.created", account.athlete_id, now, data))
    return NewToken(secret, record)


def list_tokens(uow: UnitOfWork, principal: Principal) -> list[TokenRecord]:
    """Return the account's tokens, without their secrets, newest first; raises `NotAllowed`."""
    principal.need("read")
    return uow.accounts.tokens(principal.account_id)


def revoke_token(uow: UnitOfWork, principal: Principal, token_id: str, now: datetime) -> None:
    """Make a token useless at once; a token may revoke itself. Raises `NotFound`, `NotAllowed`."""
    itself = principal.via == "token" and hmac.compare_digest(principal.credential_id, token_id)
    if not itself:
        principal.need("account")
    uow.accounts.remove_token(principal.account_id, token_id)
    uow.outbox.add(Event("token.revoked", principal.athlete_id, now, {"token_id": token_id}))
