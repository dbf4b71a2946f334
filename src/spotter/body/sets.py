"""Sets of training logs: raw records → what was done on which day, each set once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from spotter.body import raw
from spotter.body.calendar import zone_or
from spotter.kit.time import local_day
from spotter.kit.units import kg_from_lb
from spotter.safety.plausible import MOST_LOAD_KG, MOST_REPS, MOST_SECONDS
from spotter.training.names import meaning
from spotter.training.session import DoneSet, SetKind

# Instants lie at most this far from the date on which they are somewhere.
_MARGIN = timedelta(days=2)
# No repetition was left: what the apps mean by a set to failure.
_FAILURE_RPE = 10.0


@dataclass(frozen=True, slots=True)
class ImportedSet:
    """One set of an import; `name` is the exercise as exported, `day` the athlete's local date.

    `load_kg` is None where none was entered or the load was no external one. `unit_guessed` says
    that the log did not tell pounds from kilograms.
    """

    import_id: str
    name: str
    day: date
    source: str
    reps: int | None = None
    load_kg: float | None = None
    rpe: float | None = None
    duration_s: int | None = None
    kind: SetKind = SetKind.WORK
    unit_guessed: bool = False

    def done(self, own: Mapping[str, str] | None = None) -> DoneSet | None:
        """Return the set of an exercise of the catalogue, None while nobody said which.

        `own` are the athlete's own names, `names.plain` name → exercise.
        """
        exercise = meaning(self.name, own)
        if exercise is None:
            return None
        return DoneSet(
            exercise,
            self.day,
            self.reps,
            self.load_kg,
            self.rpe,
            self.duration_s,
            self.kind,
            self.source,
        )


def imported_sets(
    files: Mapping[Path, str],
    home: ZoneInfo,
    days: Set[date] | None = None,
    *,
    unit: str | None = None,
) -> list[ImportedSet]:
    """Return the sets in raw `files` (file → import, oldest first) by day, in the order done.

    `home` is where the athlete lives; `days` limits what is returned (None: all). A set that was
    edited in its app and imported again is there once, as it was imported last: it is known by
    source, session, exercise and which set of that exercise it was. What nobody can have done is
    left out. `unit` (kg or lb) is what loads are in whose unit was guessed, None: as guessed.
    """
    found: dict[tuple[object, ...], dict[str, _Read]] = {}
    for path, import_id in files.items():
        for one in _read(path, import_id, _Asked(home, days, unit)):
            there = found.setdefault(one.key, {})
            # Two sessions that began at once are told apart by their titles, within one import.
            if any(other.done.import_id != import_id for other in there.values()):
                there.clear()
            there[one.title] = one
    every = [one for group in found.values() for one in group.values()]
    return [one.done for one in sorted(every, key=lambda one: one.place)]


def told_once(sets: Sequence[DoneSet], order: Sequence[str] = ()) -> list[DoneSet]:
    """Return `sets` with each exercise of a day as one log told it, in the same order.

    Of several logs that is the first in `order`, else the one with most loads, then most sets.
    """
    told: dict[tuple[date, str], dict[str, tuple[int, int]]] = {}
    for one in sets:
        logs = told.setdefault((one.day, one.exercise), {})
        loads, count = logs.get(one.source, (0, 0))
        logs[one.source] = loads + (one.load_kg is not None), count + 1
    place = {source: -position for position, source in enumerate(order)}
    chosen = {
        key: max(logs, key=lambda log: (place.get(log, -len(order)), logs[log], log))
        for key, logs in told.items()
    }
    return [one for one in sets if chosen[one.day, one.exercise] == one.source]


@dataclass(frozen=True, slots=True)
class _Read:
    """A set as read: `key` says which set it is, `place` where it stands among all."""

    done: ImportedSet
    key: tuple[object, ...]
    place: tuple[Any, ...]
    title: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where the athlete lives, the days wanted, and the unit of loads that do not tell theirs."""

    home: ZoneInfo
    days: Set[date] | None
    unit: str | None


def _read(path: Path, import_id: str, asked: _Asked) -> Iterator[_Read]:
    days = asked.days
    rows = raw.scan([path]).filter(pl.col("signal") == "set")
    if days is not None:
        if not days:
            return
        first, last = min(days) - _MARGIN, max(days) + _MARGIN
        rows = rows.filter(pl.col("start").dt.date().is_between(first, last))
    columns = ("start", "source", "text", "value", "si", "zone", "metadata")
    for row in rows.select(columns).collect().iter_rows(named=True):
        day = local_day(row["start"], zone_or(row["zone"], asked.home))
        if days is not None and day not in days:
            continue
        told: dict[str, Any] = json.loads(row["metadata"] or "{}")
        si = _load_kg(row["value"], asked.unit) if told.get("unit_guessed") else None
        told_of = ImportedSet(import_id, _shown(row["text"]), day, _shown(row["source"]))
        if (done := _filled(told_of, row["si"] if si is None else si, told)) is not None:
            nth, index = told.get("nth"), told.get("index")
            session = (done.source, row["start"], told.get("session", ""))
            # A watch counts its sets in the session; an app those of the exercise.
            key = (*session, done.name, index if nth is None else nth)
            place = (day, row["start"], done.source, str(told.get("session", "")), index or 0)
            yield _Read(done, key, place, str(told.get("workout", "")))


def _shown(text: str | None) -> str:
    """Return text from outside without what a database may refuse."""
    return "".join(sign for sign in text or "" if sign.isprintable())


def _load_kg(value: float | None, unit: str | None) -> float | None:
    """Return a load in kg as the athlete says it is meant, None when nothing was said."""
    if value is None or unit is None:
        return None
    return kg_from_lb(value) if unit == "lb" else value


def _filled(one: ImportedSet, si: float | None, told: Mapping[str, Any]) -> ImportedSet | None:
    """Return `one` with what was done, None for what nobody can have done."""
    reps, seconds, rpe = told.get("reps"), told.get("duration_s"), told.get("rpe")
    load_kg = si if told.get("load", "external") == "external" else None
    if reps is None and not seconds:
        return None
    if (reps or 0) > MOST_REPS or (seconds or 0) > MOST_SECONDS or (load_kg or 0) > MOST_LOAD_KG:
        return None
    failed = told.get("kind") == "failure"
    return replace(
        one,
        reps=reps,
        load_kg=load_kg,
        rpe=rpe if rpe is not None and 1 <= rpe <= 10 else _FAILURE_RPE if failed else None,
        duration_s=round(seconds) if seconds else None,
        kind=SetKind.WARM_UP if told.get("kind") == "warm_up" else SetKind.WORK,
        unit_guessed=bool(told.get("unit_guessed")),
    )
