"""Records that an import refused, one by one, as far as they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from spotter.store.records import RejectedRecord
from spotter.store.tables.intake import REJECTED


@dataclass(frozen=True, slots=True)
class Rejected:
    connection: Connection

    def add(self, athlete_id: str, import_id: str, records: Iterable[RejectedRecord]) -> None:
        """Enter the refused `records` of a new import, in order."""
        rows = [
            {
                "athlete_id": athlete_id,
                "import_id": import_id,
                "position": position,
                "reason": one.reason,
                "type": one.type,
                "told": dict(one.told),
            }
            for position, one in enumerate(records)
        ]
        if rows:
            self.connection.execute(insert(REJECTED), rows)

    def remove(self, athlete_id: str, import_id: str) -> None:
        """Forget what is kept of an import."""
        where = (REJECTED.c.athlete_id == athlete_id, REJECTED.c.import_id == import_id)
        self.connection.execute(delete(REJECTED).where(*where))

    def page(
        self, athlete_id: str, import_id: str, first: int, count: int, reason: str | None = None
    ) -> list[RejectedRecord]:
        """Return at most `count` kept records of an import, from the one numbered `first` on.

        With `reason` only those refused for it.
        """
        query = select(REJECTED.c.reason, REJECTED.c.type, REJECTED.c.told).where(
            REJECTED.c.athlete_id == athlete_id, REJECTED.c.import_id == import_id
        )
        if reason is not None:
            query = query.where(REJECTED.c.reason == reason)
        found = self.connection.execute(
            query.order_by(REJECTED.c.position).offset(first).limit(count)
        )
        return [RejectedRecord(row.reason, row.type, row.told) for row in found]
