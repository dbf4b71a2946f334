"""Repetitions shared to be judged and their ratings.

A shared repetition is the one thing here that others than its athlete may see: they agreed to
that when they shared it, and it goes with them. Whose it is never leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, case, delete, func, insert, select

from spotter.form.annotation.ratings import Rating, Said, Verdict
from spotter.kit.errors import NotFound
from spotter.store.records import SharedRep
from spotter.store.sql import upsert
from spotter.store.tables.annotation import RATINGS, SHARED_REPS

_REP = (SHARED_REPS.c.id, SHARED_REPS.c.exercise, SHARED_REPS.c.motion)
# Ids in one query: databases bound how many a query may name.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Annotations:
    connection: Connection

    def share(
        self, athlete_id: str, recording: str, reps: Sequence[SharedRep], now: datetime
    ) -> int:
        """Enter the repetitions of one recording; return how many were not there before."""
        if not reps:
            return 0
        mine = and_(
            SHARED_REPS.c.athlete_id == athlete_id,
            SHARED_REPS.c.recording == recording,
            SHARED_REPS.c.exercise == reps[0].exercise,
        )
        there = set(self.connection.scalars(select(SHARED_REPS.c.position).where(mine)))
        rows = [
            {
                "id": one.id,
                "athlete_id": athlete_id,
                "recording": recording,
                "position": position,
                "exercise": one.exercise,
                "motion": one.motion,
                "consented_at": now,
            }
            for position, one in enumerate(reps)
            if position not in there
        ]
        if rows:
            self.connection.execute(insert(SHARED_REPS), rows)
        return len(rows)

    def shared(self, athlete_id: str) -> list[tuple[str, str, int]]:
        """Return what the athlete shares: recording, exercise and how many repetitions."""
        query = (
            select(SHARED_REPS.c.recording, SHARED_REPS.c.exercise, func.count())
            .where(SHARED_REPS.c.athlete_id == athlete_id)
            .group_by(SHARED_REPS.c.recording, SHARED_REPS.c.exercise)
            .order_by(func.min(SHARED_REPS.c.consented_at))
        )
        return [(row[0], row[1], row[2]) for row in self.connection.execute(query)]

    def take_back(self, athlete_id: str, recording: str) -> int:
        """Remove a recording's repetitions and every rating of them; return how many."""
        where = (SHARED_REPS.c.athlete_id == athlete_id, SHARED_REPS.c.recording == recording)
        return self.connection.execute(delete(SHARED_REPS).where(*where)).rowcount

    def get(self, rep_id: str) -> SharedRep:
        """Return a shared repetition; raises `NotFound`."""
        row = self.connection.execute(select(*_REP).where(SHARED_REPS.c.id == rep_id)).first()
        if row is None:
            raise NotFound("There is no such repetition; its owner may have taken it back.")
        return SharedRep(row.id, row.exercise, row.motion)

    def next_for(self, account_id: str, exercise: str | None = None) -> SharedRep | None:
        """Return a repetition that the rater has not judged.

        Those that one other has judged come first, so that pairs of ratings come about; then those
        that nobody has, the oldest first.
        """
        mine = select(RATINGS.c.rep_id).where(RATINGS.c.account_id == account_id)
        others = (
            select(RATINGS.c.rep_id, func.count().label("count"))
            .group_by(RATINGS.c.rep_id)
            .subquery()
        )
        given = func.coalesce(others.c.count, 0)
        query = (
            select(*_REP)
            .outerjoin(others, others.c.rep_id == SHARED_REPS.c.id)
            .where(SHARED_REPS.c.id.not_in(mine))
            .order_by(case((given == 1, -1), else_=given), SHARED_REPS.c.consented_at)
            .order_by(SHARED_REPS.c.recording, SHARED_REPS.c.position)
            .limit(1)
        )
        if exercise is not None:
            query = query.where(SHARED_REPS.c.exercise == exercise)
        row = self.connection.execute(query).first()
        return None if row is None else SharedRep(row.id, row.exercise, row.motion)

    def rate(self, said: Said, now: datetime) -> None:
        """Enter a rating, or put it in the place of the rater's earlier one."""
        row = {
            "rep_id": said.rep,
            "account_id": said.rater,
            "verdict": said.rating.verdict.value,
            "scores": dict(said.rating.scores),
            "faults": sorted(said.rating.faults),
            "note": said.rating.note,
            "rated_at": now,
        }
        upsert(self.connection, RATINGS, [row])

    def left_for(self, account_id: str) -> int:
        """Return how many repetitions the rater has not judged."""
        mine = select(RATINGS.c.rep_id).where(RATINGS.c.account_id == account_id)
        query = select(func.count()).where(SHARED_REPS.c.id.not_in(mine))
        return self.connection.execute(query.select_from(SHARED_REPS)).scalar_one()

    def beside(self, account_id: str) -> list[Said]:
        """Return every rating of the repetitions that this rater has judged, whoever gave it."""
        mine = select(RATINGS.c.rep_id).where(RATINGS.c.account_id == account_id)
        query = select(RATINGS).where(RATINGS.c.rep_id.in_(mine)).order_by(RATINGS.c.rated_at)
        return [_said(row) for row in self.connection.execute(query)]

    def exercises(self, rep_ids: Sequence[str]) -> Mapping[str, str]:
        """Return repetition → exercise."""
        found: dict[str, str] = {}
        for first in range(0, len(rep_ids), _AT_ONCE):
            some = rep_ids[first : first + _AT_ONCE]
            query = select(SHARED_REPS.c.id, SHARED_REPS.c.exercise)
            rows = self.connection.execute(query.where(SHARED_REPS.c.id.in_(some)))
            found.update((row.id, row.exercise) for row in rows)
        return found

    def judged(self) -> Iterator[tuple[str, SharedRep, list[Rating]]]:
        """Yield whose (the athlete's id), the repetition and its ratings, of all that have one."""
        query = select(RATINGS).order_by(RATINGS.c.rep_id, RATINGS.c.rated_at)
        by_rep: dict[str, list[Rating]] = {}
        for row in self.connection.execute(query):
            by_rep.setdefault(row.rep_id, []).append(_said(row).rating)
        ids = list(by_rep)
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            reps = select(*_REP, SHARED_REPS.c.athlete_id).where(SHARED_REPS.c.id.in_(some))
            for row in self.connection.execute(reps.order_by(SHARED_REPS.c.id)):
                rep = SharedRep(row.id, row.exercise, row.motion)
                yield row.athlete_id, rep, by_rep[row.id]


def _said(row: Row[Any]) -> Said:
    rating = Rating(Verdict(row.verdict), row.scores, frozenset(row.faults), row.note)
    return Said(row.rep_id, row.account_id, rating)
