"""StrongLifts' CSV: one row per exercise, the sets in pairs of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from math import ceil, floor

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.strength import reading
from spotter.intake.strength.reading import LeftOut, Told
from spotter.intake.strength.sets import LogSet, Session
from spotter.intake.strength.table import Row, Table, header
from spotter.kit.units import KG_PER_LB

APP = "StrongLifts"

# Half of the last digit that the app writes of a load.
_HALF = 0.05
_REPS = re.compile(r"set (\d{1,3}) \(reps\)")
_DATE = "date (yyyy/mm/dd)"
_START = "start time (h:mm)"


def detect(head: bytes) -> bool:
    """Return whether `head` begins a log of StrongLifts."""
    return {_DATE, "exercise", "set 1 (reps)"} <= set(header(head))


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the sets and workouts of a log; see `reading.batches`."""
    table = Table(opened.stream)
    yield from reading.batches(table, table, _tell, APP, now=now, about=about)


def _tell(row: Row, zone: tzinfo) -> list[Told]:
    session, exercise = _session(row, zone), reading.name(row["exercise"])
    told: list[Told] = []
    as_written = row.get("sets×reps", "").split("/")
    for place, column in enumerate(name for name in row if _REPS.fullmatch(name)):
        if not row[column]:
            continue
        reps = reading.reps("0" if row[column] == "-" else row[column])
        # A set that was not done has 0 repetitions like one that failed; only the summary,
        # `5/0/-`, tells them apart.
        if not reps and as_written[place : place + 1] != ["0"]:
            told.append(LeftOut("set not done"))
            continue
        load, unit = _load(row, column)
        also = in_the_other(load, unit) if load else ()
        kind = "work" if reps else "failure"
        told.append((session, LogSet(exercise, load, unit, reps=reps, kind=kind, also=also)))
    return told


def _load(row: Row, reps_column: str) -> tuple[float | None, str]:
    for unit in ("kg", "lb"):
        if (column := reps_column.replace("(reps)", f"({unit})")) in row:
            return reading.number(row[column]), unit
    return None, "kg"


def in_the_other(load: float, unit: str) -> tuple[float, ...]:
    """Return what the export in the other unit may write for `load`.

    Each export rounds to a tenth what the app keeps exactly, in whatever unit it was entered: what
    one kept load can be written as in both is the same.
    """
    factor = KG_PER_LB if unit == "lb" else 1 / KG_PER_LB
    most = (load + _HALF) * factor + _HALF
    least = (load - _HALF) * factor - _HALF
    return tuple(tenths / 10 for tenths in range(ceil(least * 10), floor(most * 10) + 1))


def _session(row: Row, zone: tzinfo) -> Session:
    hours = reading.number(row.get("duration (hours)", ""))
    return Session(
        reading.local(f"{row[_DATE]} {row.get(_START, '')}".strip(), zone),
        title=row.get("workout name", ""),
        duration_s=None if hours is None else round(hours * 3600),
        id=row.get("workout", ""),
        note=row.get("notes", ""),
    )
