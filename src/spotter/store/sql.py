"""The few statements that the two databases spell differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, replacing those with the same primary key."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    others = [name for name in rows[0] if name not in keys]
    statement: Any = _insert(connection, table)
    statement = statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in others}
    )
    connection.execute(statement, list(rows))


def insert_new(connection: Connection, table: Table, row: Row) -> bool:
    """Insert `row` unless a unique constraint forbids it; return whether it went in."""
    statement: Any = _insert(connection, table).on_conflict_do_nothing().values(**row)
    # Drivers disagree about the row count of an insert; a returned key is the same on both.
    key = next(iter(table.primary_key))
    return connection.execute(statement.returning(key)).first() is not None


def _insert(connection: Connection, table: Table) -> Any:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
