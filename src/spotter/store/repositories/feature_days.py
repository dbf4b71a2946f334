"""Days whose features wait to be computed anew, kept until they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from spotter.kit.ids import new_id
from spotter.store.sql import upsert
from spotter.store.tables.features import FEATURE_DAYS


@dataclass(frozen=True, slots=True)
class FeatureDays:
    connection: Connection

    def mark(self, athlete_id: str, days: Iterable[date]) -> None:
        """Note that what was known of `days` changed; each time with a mark of its own."""
        mark = new_id()
        rows = [{"athlete_id": athlete_id, "day": day, "mark": mark} for day in sorted(set(days))]
        upsert(self.connection, FEATURE_DAYS, rows)

    def marked(self, athlete_id: str) -> dict[date, str]:
        """Return the days noted and not yet computed anew, each with its mark."""
        query = select(FEATURE_DAYS.c.day, FEATURE_DAYS.c.mark).where(
            FEATURE_DAYS.c.athlete_id == athlete_id
        )
        return {row.day: row.mark for row in self.connection.execute(query)}

    def clear(self, athlete_id: str, marked: Mapping[date, str]) -> bool:
        """Note that the days of `marked` were computed anew, but for those marked again since.

        Return whether there were none of those, and nobody else had cleared any.
        """
        gone = delete(FEATURE_DAYS).where(
            FEATURE_DAYS.c.athlete_id == athlete_id, FEATURE_DAYS.c.mark.in_(set(marked.values()))
        )
        return self.connection.execute(gone).rowcount == len(marked)
