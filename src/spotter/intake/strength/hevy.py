"""Hevy's CSV: months in the language of the app, kilograms or pounds by the header.

Scripts that ask Hevy's API write the same with other names, ISO times and metres.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.strength import reading
from spotter.intake.strength.reading import Told
from spotter.intake.strength.sets import LogSet, Session
from spotter.intake.strength.table import Row, Table, header

APP = "Hevy"

_DISTANCES = ("distance_miles", "distance_meters")
_KINDS = {"warmup": "warm_up", "dropset": "drop", "failure": "failure"}
# Column of the app → of the scripts.
_OF_API = {
    "start_time": "workout_start_time",
    "end_time": "workout_end_time",
    "title": "workout_title",
    "description": "workout_notes",
}


def detect(head: bytes) -> bool:
    """Return whether `head` begins a log of Hevy."""
    columns = set(header(head))
    starts = columns & {"start_time", "workout_start_time"}
    return {"exercise_title", "set_index"} <= columns and bool(starts)


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the sets and workouts of a log; see `reading.batches`."""
    table = Table(opened.stream)
    yield from reading.batches(table, table, _tell, APP, now=now, about=about)


def _tell(row: Row, zone: tzinfo) -> tuple[Told]:
    unit = "lb" if "weight_lbs" in row else "kg"
    distance = next((name for name in _DISTANCES if name in row), "distance_km")
    one = LogSet(
        reading.name(row["exercise_title"]),
        load=reading.number(row.get(f"weight_{'lbs' if unit == 'lb' else 'kg'}", "")),
        unit=unit,
        reps=reading.reps(row.get("reps", "")),
        duration_s=reading.seconds(row.get("duration_seconds", "")),
        distance_m=reading.metres(row.get(distance, ""), distance.removeprefix("distance_")),
        rpe=reading.number(row.get("rpe", "")),
        kind=_KINDS.get(row.get("set_type", "").casefold(), "work"),
        superset=row.get("superset_id", ""),
        note=row.get("exercise_notes", ""),
    )
    return ((_session(row, zone), one),)


def _session(row: Row, zone: tzinfo) -> Session:
    told = {name: row.get(name) or row.get(other, "") for name, other in _OF_API.items()}
    start = reading.local(told["start_time"], zone)
    end = reading.local(told["end_time"], zone) if told["end_time"] else None
    return Session(
        start,
        title=told["title"],
        duration_s=(end - start).total_seconds() if end else None,
        note=told["description"],
    )
