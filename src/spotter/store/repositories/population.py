"""What all athletes who teach sum up to: nobody's rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from spotter.store.sql import insert_new, upsert
from spotter.store.tables.learning import POPULATION

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Population:
    """What all who teach sum up to, one row for each kind of context."""

    connection: Connection

    def get(self, contexts: str, *, lock: bool = False) -> Body | None:
        """Return the sum, None before anybody taught; `lock` keeps others from changing it."""
        if lock:
            insert_new(self.connection, POPULATION, {"contexts": contexts, "body": None})
        query = select(POPULATION.c.body).where(POPULATION.c.contexts == contexts)
        found: Body | None = self.connection.scalar(query.with_for_update() if lock else query)
        return found

    def put(self, contexts: str, body: Body) -> None:
        """Write the sum."""
        upsert(self.connection, POPULATION, [{"contexts": contexts, "body": dict(body)}])
