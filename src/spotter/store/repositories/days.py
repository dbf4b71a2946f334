"""Days: what a body did on each calendar date of its athlete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, func, select

from spotter.body.state import Day
from spotter.store.sql import upsert
from spotter.store.tables.athletes import DAYS


@dataclass(frozen=True, slots=True)
class Days:
    connection: Connection

    def put(self, athlete_id: str, days: Iterable[Day]) -> None:
        """Write `days`, each replacing what was stored for its date."""
        rows = [
            {
                "athlete_id": athlete_id,
                "day": day.day,
                "readings": dict(day.values),
                "sources": dict(day.sources),
            }
            for day in days
        ]
        upsert(self.connection, DAYS, rows)

    def between(self, athlete_id: str, first: date, last: date) -> dict[date, Day]:
        """Return the stored days from `first` to `last`, both included, in order."""
        query = (
            select(DAYS.c.day, DAYS.c.readings, DAYS.c.sources)
            .where(DAYS.c.athlete_id == athlete_id, DAYS.c.day.between(first, last))
            .order_by(DAYS.c.day)
        )
        return {
            row.day: Day(day=row.day, values=row.readings, sources=row.sources)
            for row in self.connection.execute(query)
        }

    def span(self, athlete_id: str) -> tuple[date, date] | None:
        """Return the first and the last stored day, or None when there is none."""
        query = select(func.min(DAYS.c.day), func.max(DAYS.c.day))
        row = self.connection.execute(query.where(DAYS.c.athlete_id == athlete_id)).one()
        return None if row[0] is None else (row[0], row[1])

    def remove(self, athlete_id: str, days: Iterable[date]) -> None:
        """Forget what was stored for `days`."""
        wanted = list(days)
        # Databases limit how many values one statement may carry.
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            where = (DAYS.c.athlete_id == athlete_id, DAYS.c.day.in_(chunk))
            self.connection.execute(delete(DAYS).where(*where))
