"""What was chosen for an athlete's days, what came of it, and what their rewards sum up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from spotter.store.sql import insert_new, upsert
from spotter.store.tables.learning import CHOICES, EVIDENCE

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredChoice:
    """A choice of one day: `taken` is open, main (then `session_id` is its session) or other.

    `body` is the record that it can be made again from; `reward` and `seen` are None until
    something came of it.
    """

    day: date
    taken: str
    session_id: str | None
    body: Body
    reward: float | None
    seen: Body | None


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """What an athlete's rewards sum up to, and whether it is in the population's sum."""

    count: int
    taught: bool
    body: Body


@dataclass(frozen=True, slots=True)
class Learned:
    connection: Connection

    def put_choice(self, athlete_id: str, day: date, body: Body) -> None:
        """Write the choice of `day`, replacing one from which no session was begun yet."""
        row = {"athlete_id": athlete_id, "day": day, "taken": "open", "body": dict(body)}
        if not insert_new(self.connection, CHOICES, row):
            self._change(athlete_id, day, {"body": dict(body)}, only_open=True)

    def take_choice(self, athlete_id: str, day: date, taken: str, session_id: str | None) -> None:
        """Note that a session was begun on `day`: the one chosen (main), or another."""
        self._change(athlete_id, day, {"taken": taken, "session_id": session_id}, only_open=True)

    def judge_choice(
        self, athlete_id: str, day: date, reward: float | None, seen: Body | None
    ) -> None:
        """Write what came of the choice of `day`."""
        found = None if seen is None else dict(seen)
        self._change(athlete_id, day, {"reward": reward, "seen": found}, only_open=False)

    def _change(
        self, athlete_id: str, day: date, values: dict[str, Any], *, only_open: bool
    ) -> None:
        mine = update(CHOICES).where(CHOICES.c.athlete_id == athlete_id, CHOICES.c.day == day)
        if only_open:
            mine = mine.where(CHOICES.c.taken == "open")
        self.connection.execute(mine.values(**values))

    def choices(self, athlete_id: str, first: date, last: date) -> list[StoredChoice]:
        """Return the choices from `first` to `last`, both included, by day."""
        query = select(CHOICES).where(
            CHOICES.c.athlete_id == athlete_id, CHOICES.c.day.between(first, last)
        )
        return [
            StoredChoice(row.day, row.taken, row.session_id, row.body, row.reward, row.seen)
            for row in self.connection.execute(query.order_by(CHOICES.c.day))
        ]

    def evidence(self, athlete_id: str, contexts: str) -> StoredEvidence | None:
        """Return what the athlete's rewards sum up to in contexts of this name."""
        query = select(EVIDENCE.c.count, EVIDENCE.c.taught, EVIDENCE.c.body).where(
            EVIDENCE.c.athlete_id == athlete_id, EVIDENCE.c.contexts == contexts
        )
        row = self.connection.execute(query).first()
        return None if row is None else StoredEvidence(row[0], row[1], row[2])

    def put_evidence(self, athlete_id: str, contexts: str, evidence: StoredEvidence) -> None:
        """Write what the athlete's rewards sum up to."""
        row = {
            "athlete_id": athlete_id,
            "contexts": contexts,
            "count": evidence.count,
            "taught": evidence.taught,
            "body": dict(evidence.body),
        }
        upsert(self.connection, EVIDENCE, [row])
