"""Plans: sealed documents, each good for one revision of its athlete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, bindparam, select

from spotter.store.records import StoredPlan
from spotter.store.sql import upsert
from spotter.store.tables.athletes import ATHLETES
from spotter.store.tables.training import PLANS

_COLUMNS = (PLANS.c.revision, PLANS.c.body, PLANS.c.mac)
# Built once: a warm plan is asked for so often that building its query would be half the time.
_FRESH = (
    select(*_COLUMNS)
    .join(
        ATHLETES,
        and_(ATHLETES.c.id == PLANS.c.athlete_id, ATHLETES.c.revision == PLANS.c.revision),
    )
    .where(PLANS.c.athlete_id == bindparam("athlete_id"), PLANS.c.day == bindparam("day"))
)


@dataclass(frozen=True, slots=True)
class Plans:
    connection: Connection

    def get(self, athlete_id: str, day: date) -> StoredPlan | None:
        """Return the plan stored for `day`, fresh or stale, or None."""
        query = select(*_COLUMNS).where(PLANS.c.athlete_id == athlete_id, PLANS.c.day == day)
        row = self.connection.execute(query).first()
        return None if row is None else StoredPlan(*row)

    def fresh(self, athlete_id: str, day: date) -> StoredPlan | None:
        """Return the plan of `day` if nothing it rests on has changed since, in one query."""
        row = self.connection.execute(_FRESH, {"athlete_id": athlete_id, "day": day}).first()
        return None if row is None else StoredPlan(*row)

    def days(self, athlete_id: str, first: date, last: date) -> list[date]:
        """Return the days from `first` to `last`, both included, that a plan is stored for."""
        query = select(PLANS.c.day).where(
            PLANS.c.athlete_id == athlete_id, PLANS.c.day.between(first, last)
        )
        return list(self.connection.execute(query).scalars())

    def put(self, athlete_id: str, day: date, revision: int, body: bytes, mac: str) -> None:
        """Store the plan of `day`, made for `revision`, replacing an earlier one."""
        row = {
            "athlete_id": athlete_id,
            "day": day,
            "revision": revision,
            "body": body,
            "mac": mac,
        }
        upsert(self.connection, PLANS, [row])
