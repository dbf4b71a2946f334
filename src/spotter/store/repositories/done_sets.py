"""Sets that imported training logs tell, and what their exercises' names mean to the athlete."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, case, delete, func, insert, select

from spotter.body.sets import ImportedSet, told_once
from spotter.store.records import ToldName
from spotter.store.repositories.source_orders import SourceOrders
from spotter.store.sql import upsert
from spotter.store.tables.training import DONE_SETS, EXERCISE_NAMES
from spotter.training.names import plain
from spotter.training.session import DoneSet, SetKind

# Databases limit how many values one statement may carry.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DoneSets:
    connection: Connection

    def put(
        self, athlete_id: str, sets: Iterable[ImportedSet], days: Collection[date] | None
    ) -> None:
        """Write `sets`, in the order done, instead of all that was known of `days` (None: ever)."""
        self._remove(athlete_id, days)
        rows, on, position = [], None, 0
        for one in sets:
            position = position + 1 if one.day == on else 0
            on = one.day
            rows.append(
                {
                    "athlete_id": athlete_id,
                    "day": one.day,
                    "position": position,
                    "import_id": one.import_id,
                    "source": one.source,
                    "name": one.name,
                    "reps": one.reps,
                    "load_kg": one.load_kg,
                    "rpe": one.rpe,
                    "duration_s": one.duration_s,
                    "kind": one.kind.value,
                    "unit_guessed": one.unit_guessed,
                }
            )
        if rows:
            self.connection.execute(insert(DONE_SETS), rows)

    def imported(self, athlete_id: str, first: date, last: date) -> list[ImportedSet]:
        """Return the sets from `first` to `last`, both included, in the order done."""
        query = (
            select(DONE_SETS)
            .where(DONE_SETS.c.athlete_id == athlete_id, DONE_SETS.c.day.between(first, last))
            .order_by(DONE_SETS.c.day, DONE_SETS.c.position)
        )
        return [
            ImportedSet(
                import_id=row.import_id,
                name=row.name,
                day=row.day,
                source=row.source,
                reps=row.reps,
                load_kg=row.load_kg,
                rpe=row.rpe,
                duration_s=row.duration_s,
                kind=SetKind(row.kind),
                unit_guessed=row.unit_guessed,
            )
            for row in self.connection.execute(query)
        ]

    def between(self, athlete_id: str, first: date, last: date) -> list[DoneSet]:
        """Return the sets of known exercises from `first` to `last`, in the order done.

        An exercise that several logs tell of one day is there as one of them told it.
        """
        found = self.imported(athlete_id, first, last)
        if not found:
            return []
        own = self.names(athlete_id)
        order = SourceOrders(self.connection).of(athlete_id).get("set", ())
        return told_once([done for one in found if (done := one.done(own)) is not None], order)

    def told(self, athlete_id: str) -> list[ToldName]:
        """Return the names that sets have, as exported; equal but for punctuation is one name."""
        unsure = case((DONE_SETS.c.unit_guessed, DONE_SETS.c.load_kg))
        query = select(
            DONE_SETS.c.name,
            func.count().label("sets"),
            func.max(DONE_SETS.c.day).label("last"),
            func.sum(case((DONE_SETS.c.unit_guessed, 1), else_=0)).label("guessed"),
            func.max(unsure).label("unsure_kg"),
        ).where(DONE_SETS.c.athlete_id == athlete_id)
        grouped = query.group_by(DONE_SETS.c.name).order_by(func.count().desc(), DONE_SETS.c.name)
        found: dict[str, ToldName] = {}
        for row in self.connection.execute(grouped):
            one = ToldName(row.name, row.sets, row.last, row.guessed, row.unsure_kg)
            there = found.get(plain(one.name))
            found[plain(one.name)] = one if there is None else there.and_(one)
        return list(found.values())

    def names(self, athlete_id: str) -> dict[str, str]:
        """Return the athlete's own names, `training.names.plain` name → exercise."""
        query = select(EXERCISE_NAMES.c.name, EXERCISE_NAMES.c.exercise)
        rows = self.connection.execute(query.where(EXERCISE_NAMES.c.athlete_id == athlete_id))
        return {row.name: row.exercise for row in rows}

    def put_names(self, athlete_id: str, names: Mapping[str, str | None]) -> None:
        """Say what plain `names` mean; None takes back what was said."""
        rows = [
            {"athlete_id": athlete_id, "name": name, "exercise": exercise}
            for name, exercise in names.items()
            if exercise is not None
        ]
        upsert(self.connection, EXERCISE_NAMES, rows)
        for gone in (name for name, exercise in names.items() if exercise is None):
            where = (EXERCISE_NAMES.c.athlete_id == athlete_id, EXERCISE_NAMES.c.name == gone)
            self.connection.execute(delete(EXERCISE_NAMES).where(*where))

    def _remove(self, athlete_id: str, days: Collection[date] | None) -> None:
        owned = delete(DONE_SETS).where(DONE_SETS.c.athlete_id == athlete_id)
        if days is None:
            self.connection.execute(owned)
            return
        wanted = sorted(days)
        for start in range(0, len(wanted), _AT_ONCE):
            chunk = wanted[start : start + _AT_ONCE]
            self.connection.execute(owned.where(DONE_SETS.c.day.in_(chunk)))
