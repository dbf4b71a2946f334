"""Connections: at most one to each vendor for each athlete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from spotter.store.records import ConnectionRecord
from spotter.store.sql import upsert
from spotter.store.tables.connections import CONNECTIONS


@dataclass(frozen=True, slots=True)
class Connections:
    connection: Connection

    def put(self, athlete_id: str, record: ConnectionRecord) -> None:
        """Write a connection, replacing the athlete's earlier one to that vendor."""
        upsert(self.connection, CONNECTIONS, [{**asdict(record), "athlete_id": athlete_id}])

    def get(self, athlete_id: str, vendor: str) -> ConnectionRecord | None:
        """Return the athlete's connection to `vendor`, None when there is none."""
        query = select(CONNECTIONS).where(
            CONNECTIONS.c.athlete_id == athlete_id, CONNECTIONS.c.vendor == vendor
        )
        row = self.connection.execute(query).first()
        return None if row is None else ConnectionRecord(**row._mapping)

    def change(self, athlete_id: str, vendor: str, changes: Mapping[str, Any]) -> bool:
        """Change what is given; return whether there is such a connection."""
        statement = update(CONNECTIONS).where(
            CONNECTIONS.c.athlete_id == athlete_id, CONNECTIONS.c.vendor == vendor
        )
        return self.connection.execute(statement.values(dict(changes))).rowcount == 1

    def remove(self, athlete_id: str, vendor: str) -> None:
        """Forget the connection and its secret."""
        self.connection.execute(
            delete(CONNECTIONS).where(
                CONNECTIONS.c.athlete_id == athlete_id, CONNECTIONS.c.vendor == vendor
            )
        )

    def begin_renewal(self, athlete_id: str, vendor: str, now: datetime, limit: timedelta) -> bool:
        """Claim the renewal of the access for `limit`; return whether nobody else has it."""
        free = or_(CONNECTIONS.c.renewing_until.is_(None), CONNECTIONS.c.renewing_until < now)
        statement = update(CONNECTIONS).where(
            CONNECTIONS.c.athlete_id == athlete_id, CONNECTIONS.c.vendor == vendor, free
        )
        return self.connection.execute(statement.values(renewing_until=now + limit)).rowcount == 1
