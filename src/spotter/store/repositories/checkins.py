"""Check-ins: one a day, the latest answers replace the earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from spotter.body.checkin import Checkin
from spotter.store.codec import decode, encode
from spotter.store.sql import upsert
from spotter.store.tables.athletes import CHECKINS


@dataclass(frozen=True, slots=True)
class Checkins:
    connection: Connection

    def put(self, athlete_id: str, checkin: Checkin) -> None:
        """Write the check-in of its day, replacing an earlier one."""
        row = {"athlete_id": athlete_id, "day": checkin.day, "answers": encode(checkin)}
        upsert(self.connection, CHECKINS, [row])

    def get(self, athlete_id: str, day: date) -> Checkin | None:
        """Return the check-in of `day`, or None."""
        found = self.between(athlete_id, day, day)
        return found[0] if found else None

    def between(self, athlete_id: str, first: date, last: date) -> list[Checkin]:
        """Return the check-ins from `first` to `last`, both included, in order."""
        query = (
            select(CHECKINS.c.answers)
            .where(CHECKINS.c.athlete_id == athlete_id, CHECKINS.c.day.between(first, last))
            .order_by(CHECKINS.c.day)
        )
        return [decode(Checkin, answers) for answers in self.connection.execute(query).scalars()]
