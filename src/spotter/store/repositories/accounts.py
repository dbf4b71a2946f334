"""Accounts, logins, tokens and the doors that count knocks: rows only, no policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    insert,
    null,
    select,
    update,
)

from spotter.kit.errors import Conflict, NotFound
from spotter.store.records import AccountRecord, Credential, Knock, TokenRecord
from spotter.store.sql import insert_new, upsert
from spotter.store.tables.accounts import ACCOUNTS, KNOCKS, LOGINS, SETUP_TOKENS, TOKENS
from spotter.store.tables.athletes import ATHLETES


@dataclass(frozen=True, slots=True)
class Accounts:
    connection: Connection

    def add(self, account: AccountRecord, name_key: str) -> None:
        """Add an account; raises `Conflict` when its name is taken."""
        row = {
            "id": account.id,
            "athlete_id": account.athlete_id,
            "name": account.name,
            "name_key": name_key,
            "password_hash": account.password_hash,
            "role": account.role,
            "created_at": account.created_at,
        }
        if not insert_new(self.connection, ACCOUNTS, row):
            raise Conflict("This name is taken; choose another.", field="name")

    def get(self, account_id: str) -> AccountRecord:
        """Return the account; raises `NotFound`."""
        row = self.connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == account_id)).first()
        if row is None:
            raise NotFound("There is no such account.")
        return _account(row)

    def all(self) -> list[AccountRecord]:
        """Return every account, oldest first."""
        query = select(ACCOUNTS).order_by(ACCOUNTS.c.created_at, ACCOUNTS.c.id)
        return [_account(row) for row in self.connection.execute(query)]

    def by_name(self, name_key: str) -> AccountRecord | None:
        """Return the account with this folded name, or None."""
        query = select(ACCOUNTS).where(ACCOUNTS.c.name_key == name_key)
        row = self.connection.execute(query).first()
        return None if row is None else _account(row)

    def put_password(self, account_id: str, password_hash: str) -> None:
        """Replace the hash of the account's password; raises `NotFound`."""
        statement = update(ACCOUNTS).where(ACCOUNTS.c.id == account_id)
        if self.connection.execute(statement.values(password_hash=password_hash)).rowcount != 1:
            raise NotFound("There is no such account.")

    def by_role(self, role: str) -> AccountRecord | None:
        """Return the oldest account with `role`, or None."""
        query = select(ACCOUNTS).where(ACCOUNTS.c.role == role).order_by(ACCOUNTS.c.created_at)
        row = self.connection.execute(query.limit(1)).first()
        return None if row is None else _account(row)

    def of_athlete(self, athlete_id: str) -> AccountRecord:
        """Return the account that owns the athlete; raises `NotFound`."""
        query = select(ACCOUNTS).where(ACCOUNTS.c.athlete_id == athlete_id)
        row = self.connection.execute(query).first()
        if row is None:
            raise NotFound("There is no such account.")
        return _account(row)

    def add_login(
        self, login_id: str, account_id: str, secret_hash: str, now: datetime, expires_at: datetime
    ) -> None:
        """Open a server-side session."""
        row = {
            "id": login_id,
            "account_id": account_id,
            "secret_hash": secret_hash,
            "created_at": now,
            "expires_at": expires_at,
        }
        self.connection.execute(insert(LOGINS).values(row))

    def login(self, secret_hash: str) -> Credential | None:
        """Return whose session this secret opens, expired or not, in one query."""
        return self._credential(_LOGIN, secret_hash)

    def remove_login(self, account_id: str, login_id: str) -> None:
        """End one session."""
        where = (LOGINS.c.account_id == account_id, LOGINS.c.id == login_id)
        self.connection.execute(delete(LOGINS).where(*where))

    def remove_logins(self, account_id: str, *, but: str | None = None) -> None:
        """End every session of the account, except the one with the id `but`."""
        gone = delete(LOGINS).where(LOGINS.c.account_id == account_id)
        self.connection.execute(gone if but is None else gone.where(LOGINS.c.id != but))

    def remove_expired_logins(self, now: datetime) -> int:
        """Forget sessions that ran out; return how many."""
        return self.connection.execute(delete(LOGINS).where(LOGINS.c.expires_at <= now)).rowcount

    def add_token(self, token: TokenRecord, secret_hash: str) -> None:
        """Add an API token."""
        row = {
            "id": token.id,
            "account_id": token.account_id,
            "name": token.name,
            "secret_hash": secret_hash,
            "scopes": sorted(token.scopes),
            "created_at": token.created_at,
            "expires_at": token.expires_at,
        }
        self.connection.execute(insert(TOKENS).values(row))

    def token(self, secret_hash: str) -> Credential | None:
        """Return whose token this secret is, expired or not, in one query."""
        return self._credential(_TOKEN, secret_hash)

    def tokens(self, account_id: str) -> list[TokenRecord]:
        """Return the account's tokens, newest first."""
        query = select(TOKENS).where(TOKENS.c.account_id == account_id)
        rows = self.connection.execute(query.order_by(TOKENS.c.id.desc()))
        return [
            TokenRecord(
                row.id,
                row.account_id,
                row.name,
                frozenset(row.scopes),
                row.created_at,
                row.expires_at,
            )
            for row in rows
        ]

    def remove_token(self, account_id: str, token_id: str) -> None:
        """Revoke a token; raises `NotFound`."""
        where = (TOKENS.c.account_id == account_id, TOKENS.c.id == token_id)
        if self.connection.execute(delete(TOKENS).where(*where)).rowcount != 1:
            raise NotFound("There is no such token.")

    def put_setup_token(self, secret_hash: str, now: datetime) -> None:
        """Make this the one valid setup token."""
        self.connection.execute(delete(SETUP_TOKENS))
        row = {"secret_hash": secret_hash, "created_at": now}
        self.connection.execute(insert(SETUP_TOKENS).values(row))

    def take_setup_token(self, secret_hash: str) -> bool:
        """Use the setup token up; False when it is not this one."""
        gone = delete(SETUP_TOKENS).where(SETUP_TOKENS.c.secret_hash == secret_hash)
        return self.connection.execute(gone).rowcount == 1

    def knock(self, door: str, now: datetime) -> Knock:
        """Return the failures counted at `door`, none at first; nobody else counts there meanwhile.

        The row is made before it is locked: what does not exist cannot be locked.
        """
        insert_new(self.connection, KNOCKS, {"door": door, "failures": 0, "first_at": now})
        query = select(KNOCKS.c.failures, KNOCKS.c.first_at, KNOCKS.c.closed_until)
        row = self.connection.execute(query.where(KNOCKS.c.door == door).with_for_update()).one()
        return Knock(row.failures, row.first_at, row.closed_until)

    def put_knock(self, door: str, knock: Knock) -> None:
        """Write the failures counted at `door`."""
        row = {
            "door": door,
            "failures": knock.failures,
            "first_at": knock.first_at,
            "closed_until": knock.closed_until,
        }
        upsert(self.connection, KNOCKS, [row])

    def clear_knocks(self, door: str) -> None:
        """Forget the failures at `door`."""
        self.connection.execute(delete(KNOCKS).where(KNOCKS.c.door == door))

    def remove_old_knocks(self, before: datetime) -> int:
        """Forget doors that have been quiet and open since `before`; return how many."""
        quiet = (KNOCKS.c.closed_until.is_(None)) | (KNOCKS.c.closed_until < before)
        old = delete(KNOCKS).where(KNOCKS.c.first_at < before, quiet)
        return self.connection.execute(old).rowcount

    def _credential(self, query: Select[Any], secret_hash: str) -> Credential | None:
        row = self.connection.execute(query, {"secret_hash": secret_hash}).first()
        if row is None:
            return None
        scopes = None if row[7] is None else frozenset(row[7])
        found: tuple[Any, ...] = (*row[:7], scopes)
        return Credential(*found)


def _whose(table: Table, scopes: ColumnElement[Any]) -> Select[Any]:
    """Return the query that recognises a secret of `table`."""
    columns = (ACCOUNTS.c.athlete_id, ACCOUNTS.c.name, ACCOUNTS.c.role, ATHLETES.c.revision)
    return (
        select(table.c.id, table.c.account_id, *columns, table.c.expires_at, scopes)
        .join_from(table, ACCOUNTS, ACCOUNTS.c.id == table.c.account_id)
        .join(ATHLETES, ATHLETES.c.id == ACCOUNTS.c.athlete_id)
        .where(table.c.secret_hash == bindparam("secret_hash"))
    )


# Built once: every request begins with one of them.
_LOGIN = _whose(LOGINS, null())
_TOKEN = _whose(TOKENS, TOKENS.c.scopes)


def _account(row: Row[Any]) -> AccountRecord:
    found = row._mapping
    return AccountRecord(
        id=found["id"],
        athlete_id=found["athlete_id"],
        name=found["name"],
        role=found["role"],
        created_at=found["created_at"],
        password_hash=found["password_hash"],
    )
