"""Which workers live: each says so again and again, and no longer when it was killed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from spotter.store.sql import upsert
from spotter.store.tables.workers import WORKERS


@dataclass(frozen=True, slots=True)
class Workers:
    connection: Connection

    def seen(self, name: str, started_at: datetime, now: datetime) -> None:
        """Note that the worker `name` lives."""
        row = {"name": name, "started_at": started_at, "seen_at": now}
        upsert(self.connection, WORKERS, [row])

    def gone(self, names: str) -> int:
        """Forget the workers whose names begin with `names`; return how many there were."""
        ended = WORKERS.c.name.startswith(names, autoescape=True)
        return self.connection.execute(delete(WORKERS).where(ended)).rowcount

    def forget_silent(self, before: datetime) -> int:
        """Forget the workers not seen since `before`; return how many there were."""
        silent = WORKERS.c.seen_at < before
        return self.connection.execute(delete(WORKERS).where(silent)).rowcount

    def count_seen(self, since: datetime) -> int:
        """Return how many workers have shown themselves since then."""
        query = select(func.count()).where(WORKERS.c.seen_at >= since)
        return self.connection.execute(query).scalar_one()

    def last_seen(self) -> datetime | None:
        """Return when any worker last showed itself, None when none ever did."""
        newest = select(WORKERS.c.seen_at).order_by(WORKERS.c.seen_at.desc()).limit(1)
        return self.connection.execute(newest).scalar()
