"""FitNotes' CSV: days without a time, and no sessions but the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.strength import reading
from spotter.intake.strength.reading import Told
from spotter.intake.strength.sets import LogSet, Session
from spotter.intake.strength.table import Row, Table, header

APP = "FitNotes"


def detect(head: bytes) -> bool:
    """Return whether `head` begins a log of FitNotes."""
    names = set(header(head))
    loads = {"weight", "weight (kgs)", "weight (lbs)"}
    return {"date", "exercise", "category", "reps"} <= names and bool(names & loads)


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the sets and workouts of a log; see `reading.batches`."""
    table = Table(opened.stream)
    yield from reading.batches(table, table, _tell, APP, now=now, about=about)


def _tell(row: Row, zone: tzinfo) -> tuple[Told]:
    load, unit = _load(row)
    one = LogSet(
        reading.name(row["exercise"]),
        load=load,
        unit=unit,
        reps=reading.reps(row["reps"]),
        duration_s=reading.seconds(row.get("time", "")),
        distance_m=reading.metres(row.get("distance", ""), row.get("distance unit", "")),
        note=row.get("comment", ""),
        cardio=row["category"].casefold() == "cardio",
    )
    return ((Session(reading.local(row["date"], zone)), one),)


def _load(row: Row) -> tuple[float | None, str]:
    for unit in ("kgs", "lbs"):
        if (column := f"weight ({unit})") in row:
            return reading.number(row[column]), reading.mass_unit(unit)
    load = reading.number(row.get("weight", ""))
    return load, reading.mass_unit(row.get("weight unit", "")) if load is not None else "kg"
