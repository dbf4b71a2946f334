"""Which sources the athlete believes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from spotter.store.sql import upsert
from spotter.store.tables.intake import SOURCE_ORDERS


@dataclass(frozen=True, slots=True)
class SourceOrders:
    connection: Connection

    def of(self, athlete_id: str) -> dict[str, tuple[str, ...]]:
        """Return what was chosen: signal → names of sources, the first believed first."""
        query = select(SOURCE_ORDERS.c.signal, SOURCE_ORDERS.c.sources)
        rows = self.connection.execute(query.where(SOURCE_ORDERS.c.athlete_id == athlete_id))
        return {row.signal: tuple(row.sources) for row in rows}

    def put(self, athlete_id: str, orders: Mapping[str, Sequence[str]]) -> None:
        """Write the order of each signal in `orders`; an empty one goes back to the rule."""
        rows = [
            {"athlete_id": athlete_id, "signal": signal, "sources": list(sources)}
            for signal, sources in orders.items()
            if sources
        ]
        upsert(self.connection, SOURCE_ORDERS, rows)
        for signal in (signal for signal, sources in orders.items() if not sources):
            where = (SOURCE_ORDERS.c.athlete_id == athlete_id, SOURCE_ORDERS.c.signal == signal)
            self.connection.execute(delete(SOURCE_ORDERS).where(*where))
