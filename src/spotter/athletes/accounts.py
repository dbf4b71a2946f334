"""Accounts: made with a setup token or by the owner, opened by password, cookie or token."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from spotter.athletes import doors
from spotter.athletes.principal import ALL_SCOPES, NotSignedIn, Principal
from spotter.athletes.profile import Profile
from spotter.athletes.secrets import (
    check_password,
    hash_password,
    hashed,
    new_secret,
    password_matches,
)
from spotter.events.types import Event
from spotter.kit.errors import BadInput, NotAllowed
from spotter.kit.ids import new_id
from spotter.store.records import AccountRecord, Credential, Role
from spotter.store.uow import UnitOfWork

_NAME = re.compile(r"[\w](?:[\w .@+-]{0,62}[\w])?")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new browser session: `secret` goes into the cookie and is kept nowhere else."""

    secret: str
    principal: Principal
    expires_at: datetime


def ensure_setup_token(uow: UnitOfWork, now: datetime, chosen: str | None = None) -> str | None:
    """Return a fresh one-time setup token (or `chosen`), or None once an owner exists.

    Only its hash is stored, so each start replaces the one before.
    """
    if uow.accounts.by_role("owner") is not None:
        return None
    token = chosen or new_secret("setup")
    uow.accounts.put_setup_token(hashed(token), now)
    return token


def needs_setup(uow: UnitOfWork) -> bool:
    """Return whether the first account has yet to be made."""
    return uow.accounts.by_role("owner") is None


def create_account(
    uow: UnitOfWork,
    name: str,
    password: str,
    now: datetime,
    *,
    setup_token: str | None = None,
    by: Principal | None = None,
    open_registration: bool = False,
) -> AccountRecord:
    """Make an account with an athlete of its own.

    The first, the owner's, needs the setup token; later ones are made `by` the owner, or by anyone
    when registration is open. Raises `BadInput` (name, password or setup_token), `Conflict` when
    the name is taken, `NotAllowed`.
    """
    shown = _checked_name(name)
    check_password(password, shown)
    # Before the first query, so that no lock is held while argon2 works.
    password_hash = hash_password(password)
    role = _role_of_new(uow, setup_token, by, open_registration)
    return _add(uow, shown, password_hash, role, now)


def _role_of_new(
    uow: UnitOfWork, setup_token: str | None, by: Principal | None, open_registration: bool
) -> Role:
    if needs_setup(uow):
        if setup_token is None:
            raise BadInput(
                "The first account needs the setup token that was printed at the start.",
                field="setup_token",
            )
        if not uow.accounts.take_setup_token(hashed(setup_token.strip())):
            raise BadInput(
                "This is not the setup token; it is printed in the terminal at each start.",
                field="setup_token",
            )
        return "owner"
    if by is not None:
        by.need("account")
    if not open_registration and not (by is not None and by.is_owner):
        raise NotAllowed("Only the owner can make accounts here; ask them for one.")
    return "member"


def _add(
    uow: UnitOfWork, name: str, password_hash: str | None, role: Role, now: datetime
) -> AccountRecord:
    athlete_id = uow.athletes.add(Profile(), now)
    account = AccountRecord(new_id(), athlete_id, name, role, now, password_hash)
    uow.accounts.add(account, _folded(name))
    uow.outbox.add(Event("account.created", athlete_id, now, {"role": role}))
    return account


def add_sample_account(uow: UnitOfWork, name: str, now: datetime) -> AccountRecord:
    """Make an account that no password opens, for the athlete that the project simulated."""
    return _add(uow, name, None, "sample", now)


def sign_in(
    units: Callable[[], UnitOfWork],
    name: str,
    password: str,
    address: str,
    now: datetime,
    *,
    days: int = 30,
) -> SignedIn:
    """Open a browser session for `days`.

    Takes a maker of units, not a unit: the try must be counted even though it fails, and no lock
    may be held while argon2 works. Raises `NotSignedIn` (alike for an unknown name and a wrong
    password) and `TooManyAttempts`.
    """
    account = prove(units, name, password, address, now)
    with units() as uow:
        opened = open_login(uow, account, now, days=days)
        uow.commit()
    return opened


def prove(
    units: Callable[[], UnitOfWork], name: str, password: str, address: str, now: datetime
) -> AccountRecord:
    """Return the account that `name` and `password` open; counts failures like `sign_in`."""
    key = _folded(name)
    of_account, of_address = doors.account_door(key), doors.address_door(address)
    with units() as uow:
        allowed = {of_account: doors.PER_ACCOUNT, of_address: doors.PER_ADDRESS}
        doors.knock(uow, allowed, now)
        # No account has a name that could not have been chosen; the database need not be asked.
        account = uow.accounts.by_name(key) if _NAME.fullmatch(key) else None
        uow.commit()
    stored = None if account is None else account.password_hash
    if not password_matches(password, stored) or account is None:
        raise NotSignedIn("Name or password is wrong.")
    with units() as uow:
        doors.open_again(uow, of_account)
        # Only this try is taken back: one known account must not open the way to guess at others.
        doors.take_back(uow, of_address, doors.PER_ADDRESS, now)
        uow.commit()
    return account


def change_password(
    units: Callable[[], UnitOfWork],
    principal: Principal,
    current: str,
    new: str,
    *,
    address: str,
    now: datetime,
) -> None:
    """Replace the password of `principal`, who proves with the `current` one to be its person.

    Every other browser session ends; API tokens, which were made on purpose, stay. Takes a maker of
    units for the same reasons as `sign_in`. Raises `BadInput` (new_password), `NotAllowed`
    (current_password) and `TooManyAttempts`.
    """
    _check_new(new, principal.name)
    try:
        account = prove(units, principal.name, current, address, now)
    except NotSignedIn as error:
        raise NotAllowed("This is not your present password.", field="current_password") from error
    kept = principal.credential_id if principal.via == "login" else None
    _replace_password(units, account, new, now, kept)


def set_password(units: Callable[[], UnitOfWork], name: str, new: str, now: datetime) -> None:
    """Replace the password of the account called `name` for whoever holds the machine.

    Every browser session of the account ends, and tries counted against it are forgotten. Raises
    `BadInput` (name or new_password).
    """
    with units() as uow:
        account = uow.accounts.by_name(_folded(name))
    if account is None or account.role == "sample":
        raise BadInput(
            f"There is no account called '{name}' with a password; `spotter accounts list` shows "
            "all.",
            field="name",
        )
    _check_new(new, account.name)
    _replace_password(units, account, new, now, None)


def _check_new(password: str, name: str) -> None:
    try:
        check_password(password, name)
    except BadInput as error:
        raise BadInput(error.message, field="new_password") from error


def _replace_password(
    units: Callable[[], UnitOfWork],
    account: AccountRecord,
    new: str,
    now: datetime,
    kept: str | None,
) -> None:
    # Before the unit, so that no lock is held while argon2 works.
    password_hash = hash_password(new)
    with units() as uow:
        uow.accounts.put_password(account.id, password_hash)
        uow.accounts.remove_logins(account.id, but=kept)
        doors.open_again(uow, doors.account_door(_folded(account.name)))
        uow.outbox.add(Event("account.password_changed", account.athlete_id, now))
        uow.commit()


def open_login(
    uow: UnitOfWork, account: AccountRecord, now: datetime, *, days: int = 30
) -> SignedIn:
    """Open a browser session for an account that has proved itself (or needs no proof)."""
    secret, login_id = new_secret("login"), new_id()
    expires_at = now + timedelta(days=days)
    uow.accounts.add_login(login_id, account.id, hashed(secret), now, expires_at)
    revision = uow.athletes.revision(account.athlete_id)
    principal = Principal(
        account_id=account.id,
        athlete_id=account.athlete_id,
        name=account.name,
        role=account.role,
        scopes=ALL_SCOPES,
        revision=revision,
        via="login",
        credential_id=login_id,
    )
    return SignedIn(secret, principal, expires_at)


def authenticate_login(uow: UnitOfWork, secret: str, now: datetime) -> Principal:
    """Return who the cookie's `secret` belongs to, in one query; raises `NotSignedIn`."""
    found = _valid(uow.accounts.login(hashed(secret)), now)
    return _principal(found, ALL_SCOPES, via_token=False)


def authenticate_token(uow: UnitOfWork, secret: str, now: datetime) -> Principal:
    """Return who the bearer token belongs to, in one query; raises `NotSignedIn`."""
    found = _valid(uow.accounts.token(hashed(secret)), now)
    return _principal(found, found.scopes or frozenset(), via_token=True)


def sign_out(uow: UnitOfWork, principal: Principal) -> None:
    """End the session that `principal` came by."""
    if principal.via == "login":
        uow.accounts.remove_login(principal.account_id, principal.credential_id)


def sign_out_everywhere(uow: UnitOfWork, principal: Principal) -> None:
    """End every browser session of the account."""
    principal.need("account")
    uow.accounts.remove_logins(principal.account_id)


def _valid(found: Credential | None, now: datetime) -> Credential:
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        raise NotSignedIn("Sign in first; this session or token is unknown or has ended.")
    return found


def _principal(found: Credential, scopes: frozenset[str], *, via_token: bool) -> Principal:
    return Principal(
        account_id=found.account_id,
        athlete_id=found.athlete_id,
        name=found.name,
        role=found.role,
        scopes=scopes,
        revision=found.revision,
        via="token" if via_token else "login",
        credential_id=found.id,
    )


def same_name(one: str, other: str) -> bool:
    """Return whether two names are one account's, however they are spelt."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _checked_name(name: str) -> str:
    shown = unicodedata.normalize("NFKC", name).strip()
    if not _NAME.fullmatch(shown) or len(_folded(shown)) > 64:
        raise BadInput(
            "Choose a name of 1 to 64 letters, digits, spaces or . @ + - _, "
            "beginning and ending with a letter or digit.",
            field="name",
        )
    return shown
