"""Every row of one athlete, table by table, for who wants to take their data elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, select

from spotter.store.tables import METADATA
from spotter.store.tables.accounts import ACCOUNTS, TOKENS
from spotter.store.tables.annotation import RATINGS, SHARED_REPS
from spotter.store.tables.athletes import ATHLETES

# What is not handed out, and why.
LEFT_OUT: Final[Mapping[str, str]] = {
    "logins": "browsers that are signed in: secrets, and nothing else",
    "plans": "a plan is read where its seal is checked; what was done of it is in sessions",
    "jobs": "work that this server has to do or has done",
    "feature_days": "days that wait to be computed",
    "outbox": "notes from one part of the server to another about rows that are here",
    "consumer_offsets": "nobody's rows",
    "knocks": "nobody's rows",
    "population": "nobody's rows",
    "setup_tokens": "nobody's rows",
    "statistics_releases": "nobody's rows",
    "workers": "nobody's rows",
}
# Secrets, and sealed documents, which are read where their seal is checked.
_HELD_BACK: Final[Mapping[str, frozenset[str]]] = {
    "accounts": frozenset({"password_hash", "name_key"}),
    "tokens": frozenset({"secret_hash"}),
    "connections": frozenset({"secret"}),
    "sessions": frozenset({"body", "mac"}),
    # Who else rates here is theirs to tell.
    "ratings": frozenset({"account_id"}),
}
RECEIVED: Final = "ratings_received"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Portable:
    """Reads all there is of an athlete; writes nothing."""

    connection: Connection

    def tables(self, athlete_id: str) -> Iterator[tuple[str, Iterator[Row]]]:
        """Yield the name of each table and the athlete's rows in it, in the order of their keys.

        `ratings` are those the athlete gave, `ratings_received` those of what they shared. A table
        is asked for when its rows are taken.
        """
        for table in METADATA.sorted_tables:
            if table.name not in LEFT_OUT:
                yield table.name, self._rows(table, _of(table, athlete_id))
        shared = select(SHARED_REPS.c.id).where(SHARED_REPS.c.athlete_id == athlete_id)
        yield RECEIVED, self._rows(RATINGS, RATINGS.c.rep_id.in_(shared))

    def _rows(self, table: Table, mine: ColumnElement[bool]) -> Iterator[Row]:
        held_back = _HELD_BACK.get(table.name, frozenset())
        columns = [one for one in table.columns if one.name not in held_back]
        query = select(*columns).where(mine).order_by(*table.primary_key.columns)
        for row in self.connection.execute(query):
            yield dict(row._mapping)


def _of(table: Table, athlete_id: str) -> ColumnElement[bool]:
    """Return what is true of the athlete's rows; raises `LookupError` where nothing tells it."""
    if "athlete_id" in table.columns:
        return table.c.athlete_id == athlete_id
    account = select(ACCOUNTS.c.id).where(ACCOUNTS.c.athlete_id == athlete_id)
    told: dict[str, ColumnElement[bool]] = {
        ATHLETES.name: ATHLETES.c.id == athlete_id,
        TOKENS.name: TOKENS.c.account_id.in_(account),
        RATINGS.name: RATINGS.c.account_id.in_(account),
    }
    if table.name not in told:
        raise LookupError(f"say whose the rows of {table.name} are, or why they are left out")
    return told[table.name]
