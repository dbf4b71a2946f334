"""The people on this server, as its owner looks after them: listed, let in, helped, removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from spotter.athletes import accounts, service
from spotter.athletes.principal import ACCOUNT_SCOPE, Principal
from spotter.kit.errors import BadInput, NotAllowed
from spotter.store.records import AccountRecord
from spotter.store.uow import UnitOfWork


def need_owner(by: Principal) -> None:
    """Raise `NotAllowed` unless `by` is the owner, signed in on the pages (no token will do)."""
    by.need(ACCOUNT_SCOPE)
    if not by.is_owner:
        raise NotAllowed("Only the owner looks after the accounts here; ask them.")


def everyone(uow: UnitOfWork, by: Principal) -> list[AccountRecord]:
    """Return every account, oldest first; raises `NotAllowed`."""
    need_owner(by)
    return uow.accounts.all()


def reset_password(
    units: Callable[[], UnitOfWork], by: Principal, account_id: str, new: str, now: datetime
) -> AccountRecord:
    """Give somebody who forgot theirs a new password; their browsers are signed out.

    The owner's own is changed with the present one, and the sample athlete has none. Raises
    `NotAllowed`, `NotFound`, `BadInput` (new_password).
    """
    need_owner(by)
    with units() as uow:
        account = uow.accounts.get(account_id)
    if account.id == by.account_id:
        raise NotAllowed("Change your own password under Data, with the present one.")
    accounts.set_password(units, account.name, new, now)
    return account


def remove(
    uow: UnitOfWork, by: Principal, account_id: str, typed_name: str, now: datetime
) -> AccountRecord:
    """Remove an account with its athlete, every row and every file of theirs.

    `typed_name` confirms whom the owner means. Raises `NotAllowed`, `NotFound`, `BadInput`
    (typed_name); then nothing was removed.
    """
    need_owner(by)
    account = uow.accounts.get(account_id)
    if account.id == by.account_id:
        raise NotAllowed("Delete your own account under Data, with your password.")
    if not accounts.same_name(typed_name, account.name):
        raise BadInput(
            f"Nothing was removed: type the name {account.name} to confirm.", field="typed_name"
        )
    service.delete(uow, account.athlete_id, now)
    return account
