"""Sets whose form was judged: asked for, under way, over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from spotter.kit.errors import NotFound
from spotter.store.records import FormSet
from spotter.store.tables.form import FORM_SETS
from spotter.store.tables.jobs import JOBS


@dataclass(frozen=True, slots=True)
class FormSets:
    connection: Connection

    def add(self, athlete_id: str, row: Mapping[str, Any]) -> None:
        """Enter a set; what `row` leaves out is empty."""
        empty = {"reps": 0, "report": {}, "measured": [], "keep": False, "asked": "auto"}
        values = {**empty, **row, "athlete_id": athlete_id}
        self.connection.execute(insert(FORM_SETS).values(values))

    def get(self, athlete_id: str, set_id: str) -> FormSet:
        """Return one set; raises `NotFound`."""
        found = self.find(athlete_id, set_id)
        if found is None:
            raise NotFound("There is no such set.")
        return found

    def find(self, athlete_id: str, set_id: str) -> FormSet | None:
        """Return one set, None where there is none."""
        row = self.connection.execute(_query(athlete_id).where(FORM_SETS.c.id == set_id)).first()
        return None if row is None else _record(row)

    def list(self, athlete_id: str, most: int) -> list[FormSet]:
        """Return the latest sets, newest first."""
        query = _query(athlete_id).order_by(FORM_SETS.c.created_at.desc(), FORM_SETS.c.id.desc())
        return [_record(row) for row in self.connection.execute(query.limit(most))]

    def update(self, athlete_id: str, set_id: str, changes: Mapping[str, Any]) -> None:
        """Change columns of a set; raises `NotFound`."""
        mine = (FORM_SETS.c.athlete_id == athlete_id, FORM_SETS.c.id == set_id)
        statement = update(FORM_SETS).where(*mine).values(dict(changes))
        if self.connection.execute(statement).rowcount != 1:
            raise NotFound("There is no such set.")

    def remove(self, athlete_id: str, set_id: str) -> None:
        """Forget a set."""
        mine = (FORM_SETS.c.athlete_id == athlete_id, FORM_SETS.c.id == set_id)
        self.connection.execute(delete(FORM_SETS).where(*mine))

    def measured(self, athlete_id: str, most: int) -> dict[str, Sequence[Any]]:
        """Return exercise → what was measured in each of its latest sets, the latest last."""
        query = (
            select(FORM_SETS.c.exercise, FORM_SETS.c.measured)
            .where(
                FORM_SETS.c.athlete_id == athlete_id,
                FORM_SETS.c.state == "finished",
                FORM_SETS.c.exercise.is_not(None),
            )
            .order_by(FORM_SETS.c.created_at.desc(), FORM_SETS.c.id.desc())
            .limit(most)
        )
        found: dict[str, list[Any]] = {}
        for row in reversed(self.connection.execute(query).all()):
            found.setdefault(row.exercise, []).append(row.measured)
        return dict(found)

    def reports(
        self, athlete_id: str, since: datetime | None = None, most: int | None = None
    ) -> Iterator[tuple[str, datetime, Mapping[str, Any]]]:
        """Yield exercise, moment and report of the latest sets that were judged, newest first.

        They are made sense of one by one: the reports of years are tens of megabytes.
        """
        query = select(FORM_SETS.c.exercise, FORM_SETS.c.created_at, FORM_SETS.c.report).where(
            FORM_SETS.c.athlete_id == athlete_id,
            FORM_SETS.c.state == "finished",
            FORM_SETS.c.exercise.is_not(None),
        )
        if since is not None:
            query = query.where(FORM_SETS.c.created_at >= since)
        latest = query.order_by(FORM_SETS.c.created_at.desc(), FORM_SETS.c.id.desc())
        for row in self.connection.execute(latest.limit(most)):
            yield row.exercise, row.created_at, row.report

    def recordings(self, athlete_id: str) -> set[str]:
        """Return where the recordings that are still needed lie, under the data folder."""
        query = select(FORM_SETS.c.recording).where(
            FORM_SETS.c.athlete_id == athlete_id, FORM_SETS.c.recording.is_not(None)
        )
        return set(self.connection.scalars(query))


def _query(athlete_id: str) -> Select[Any]:
    job = (JOBS.c.done, JOBS.c.total, JOBS.c.note)
    ended = (JOBS.c.state.label("job_state"), JOBS.c.error.label("job_error"))
    return (
        select(FORM_SETS, *job, *ended)
        .join(JOBS, JOBS.c.id == FORM_SETS.c.job_id, isouter=True)
        .where(FORM_SETS.c.athlete_id == athlete_id)
    )


def _record(row: Row[Any]) -> FormSet:
    found = dict(row._mapping)
    state, error = found.pop("job_state"), found.pop("job_error")
    if found["state"] not in ("finished", "failed") and state is not None:
        # A job that died took its handler with it; what the queue knows is then the truth.
        found["state"], found["error"] = state, found["error"] or error
    done, total, note = found.pop("done"), found.pop("total"), found.pop("note")
    return FormSet(done_s=done or 0, total_s=total, note=note or "", **found)
