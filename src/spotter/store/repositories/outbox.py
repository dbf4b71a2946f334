"""The outbox: events written with the change they tell of, kept until they are handed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from spotter.events.types import Event
from spotter.store.codec import encode
from spotter.store.sql import insert_new
from spotter.store.tables.events import CONSUMER_OFFSETS, OUTBOX


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event with its place in the outbox, which identifies it to consumers."""

    id: int
    event: Event
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Outbox:
    connection: Connection

    def add(self, event: Event) -> None:
        """Write `event`; it exists exactly when this transaction commits."""
        row = {
            "name": event.name,
            "athlete_id": event.athlete_id,
            "at": event.at,
            "data": encode(event.data),
            "attempts": 0,
        }
        self.connection.execute(insert(OUTBOX).values(row))

    def waiting(self, now: datetime, limit: int = 100) -> list[Envelope]:
        """Return events not yet handed over, oldest first, each athlete's in order.

        An event that must wait before its next try holds back the later ones of its athlete.
        """
        open_ = OUTBOX.c.delivered_at.is_(None) & OUTBOX.c.dead_at.is_(None)
        held = select(OUTBOX.c.athlete_id).where(open_, OUTBOX.c.retry_at > now)
        query = select(OUTBOX).where(open_, OUTBOX.c.athlete_id.not_in(held))
        rows = self.connection.execute(query.order_by(OUTBOX.c.id).limit(limit))
        return [
            Envelope(row.id, Event(row.name, row.athlete_id, row.at, row.data), row.attempts)
            for row in rows
        ]

    def count_waiting(self) -> int:
        """Return how many events have not been handed over."""
        open_ = OUTBOX.c.delivered_at.is_(None) & OUTBOX.c.dead_at.is_(None)
        return self.connection.execute(select(func.count()).where(open_)).scalar_one()

    def count_held_up(self, error: str) -> int:
        """Return how many athletes' events wait because the last try ended with `error`."""
        open_ = OUTBOX.c.delivered_at.is_(None) & OUTBOX.c.dead_at.is_(None)
        athletes = func.count(OUTBOX.c.athlete_id.distinct())
        query = select(athletes).where(open_, OUTBOX.c.error == error)
        return self.connection.execute(query).scalar_one()

    def delivered(self, ids: Iterable[int], now: datetime) -> None:
        """Mark events as handed over."""
        statement = update(OUTBOX).where(OUTBOX.c.id.in_(list(ids)))
        self.connection.execute(statement.values(delivered_at=now, error=None))

    def failed(self, outbox_id: int, error: str, retry_at: datetime) -> None:
        """Note that handing an event over failed; it is tried again from `retry_at` on."""
        values = {"attempts": OUTBOX.c.attempts + 1, "error": error, "retry_at": retry_at}
        self.connection.execute(update(OUTBOX).where(OUTBOX.c.id == outbox_id).values(values))

    def bury(self, outbox_id: int, error: str, now: datetime) -> None:
        """Stop trying to hand an event over; it stays, marked dead, for a person to look at."""
        values = {"attempts": OUTBOX.c.attempts + 1, "error": error, "dead_at": now}
        self.connection.execute(update(OUTBOX).where(OUTBOX.c.id == outbox_id).values(values))

    def claim(self, consumer: str, outbox_id: int, now: datetime) -> bool:
        """Note that `consumer` takes an event in; False when it has already done so.

        Commits together with the consumer's effect, which is what makes the effect happen once.
        """
        row = {"consumer": consumer, "outbox_id": outbox_id, "at": now}
        return insert_new(self.connection, CONSUMER_OFFSETS, row)

    def of_athlete(self, athlete_id: str) -> list[Event]:
        """Return every kept event of the athlete, oldest first."""
        query = select(OUTBOX).where(OUTBOX.c.athlete_id == athlete_id).order_by(OUTBOX.c.id)
        rows = self.connection.execute(query)
        return [Event(row.name, row.athlete_id, row.at, row.data) for row in rows]

    def forget(self, athlete_id: str) -> None:
        """Delete every event of the athlete."""
        self.connection.execute(delete(OUTBOX).where(OUTBOX.c.athlete_id == athlete_id))

    def prune(self, before: datetime) -> int:
        """Delete events handed over before `before`; return how many."""
        old = delete(OUTBOX).where(OUTBOX.c.delivered_at < before)
        return self.connection.execute(old).rowcount
