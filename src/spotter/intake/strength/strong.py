"""Strong's CSV in every variant: with comma or semicolon, with a unit in the header, in a column
of its own, or nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from itertools import chain, islice

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.errors import Damaged
from spotter.intake.strength import reading
from spotter.intake.strength.reading import LeftOut, Told
from spotter.intake.strength.sets import LogSet, Session
from spotter.intake.strength.table import Row, Table, header
from spotter.intake.strength.unit_guess import unit_of

APP = "Strong"

_KINDS = {"W": "warm_up", "D": "drop", "F": "failure"}
_NO_SETS = {"rest timer": "Rest Timer", "note": "Note"}
# Enough to know the unit by, and few enough to hold.
_FIRST_ROWS = 5_000


def detect(head: bytes) -> bool:
    """Return whether `head` begins a log of Strong."""
    return {"date", "exercise name", "set order"} <= set(header(head))


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the sets and workouts of a log; see `reading.batches`."""
    table = Table(opened.stream)
    first, rest = _first(table)
    unit = unit_of(_loads(first))

    def tell(row: Row, zone: tzinfo) -> Iterable[Told]:
        return _tell(row, zone, unit)

    yield from reading.batches(chain(first, rest), table, tell, APP, now=now, about=about)


def _first(table: Table) -> tuple[list[Row], Iterator[Row]]:
    """Return the first rows, and the others or the damage that comes after them."""
    rows, first = iter(table), []
    try:
        for row in islice(rows, _FIRST_ROWS):
            first.append(row)
    except Damaged as error:
        return first, _raising(error)
    return first, rows


def _raising(error: Damaged) -> Iterator[Row]:
    yield from ()
    raise error


def _loads(rows: Iterable[Row]) -> Iterator[tuple[str, float]]:
    for row in rows:
        try:
            load = reading.number(row.get("weight", ""))
        except reading.Unreadable:
            continue
        if load:
            yield row["exercise name"], load


def _tell(row: Row, zone: tzinfo, guess: str) -> tuple[Told]:
    order = row["set order"]
    if order.casefold() in _NO_SETS:
        return (LeftOut(_NO_SETS[order.casefold()]),)
    load, unit, guessed = _load(row, guess)
    one = LogSet(
        reading.name(row["exercise name"]),
        load=load,
        unit=unit,
        unit_guessed=guessed,
        reps=reading.reps(row.get("reps", "")),
        duration_s=reading.seconds(row.get("seconds", "")),
        distance_m=_distance(row, unit),
        rpe=reading.number(row.get("rpe", "")),
        kind=_KINDS.get(order[:1].upper(), "work"),
        note=row.get("notes", ""),
    )
    return ((_session(row, zone), one),)


def _session(row: Row, zone: tzinfo) -> Session:
    names = ("duration", "duration (sec)", "workout duration")
    return Session(
        reading.local(row["date"], zone),
        title=row.get("workout name", ""),
        duration_s=reading.seconds(next((row[name] for name in names if name in row), "")),
        note=row.get("workout notes", ""),
    )


def _load(row: Row, guess: str) -> tuple[float | None, str, bool]:
    """Return load, unit, and whether the unit had to be guessed."""
    for unit in ("kg", "kgs", "lb", "lbs"):
        if (column := f"weight ({unit})") in row:
            return reading.number(row[column]), reading.mass_unit(unit), False
    load, unit = reading.number(row.get("weight", "")), row.get("weight unit", "")
    if unit:
        return load, reading.mass_unit(unit), False
    return load, guess, load is not None and load > 0


def _distance(row: Row, mass: str) -> float | None:
    """Return metres; without a unit, kilometres go with kilograms and miles with pounds."""
    for unit in ("meters", "km", "mi", "miles"):
        if (column := f"distance ({unit})") in row:
            return reading.metres(row[column], unit)
    unit = row.get("distance unit") or ("mi" if mass == "lb" else "km")
    return reading.metres(row.get("distance", ""), unit)
