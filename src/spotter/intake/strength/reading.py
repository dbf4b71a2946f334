"""From the rows of a strength log to batches, whichever app wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.errors import Damaged
from spotter.intake.strength import values
from spotter.intake.strength.sets import LogSet, Session, StrengthLog
from spotter.intake.strength.table import Row, Table
from spotter.kit.units import M_PER_IN, M_PER_MILE


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is no set, counted under `name`."""

    name: str


class Unreadable(ValueError):
    """A row of which no set can be made; `reason` is one of `intake.reasons.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Told = tuple[Session, LogSet] | LeftOut


class Teller(Protocol):
    """Returns what a row tells; local times are in `zone`. Raises `Unreadable`."""

    def __call__(self, row: Row, zone: tzinfo) -> Iterable[Told]: ...


def batches(
    rows: Iterable[Row], table: Table, tell: Teller, app: str, *, now: datetime, about: About
) -> Iterator[Batch]:
    """Yield the sets and workouts of `rows`, which come from `table`.

    Raises `Damaged` where the table breaks off, after yielding what came before.
    """
    drafts = Drafts(now=now, about=about)
    log = StrengthLog(drafts, app)
    damage: Damaged | None = None
    try:
        for row in rows:
            _read(row, tell, about.zone, drafts, log)
            if drafts.full:
                yield drafts.take(table.offset)
    except Damaged as error:
        damage = error
    log.close()
    yield drafts.take(table.offset)
    if damage is not None:
        raise damage


def _read(row: Row, tell: Teller, zone: tzinfo, drafts: Drafts, log: StrengthLog) -> None:
    try:
        told = tuple(tell(row, zone))
    except Unreadable as error:
        drafts.refuse(error.reason, "Set", row)
        return
    for one in told:
        if isinstance(one, LeftOut):
            drafts.skip(one.name)
        else:
            log.add(*one)


def name(text: str) -> str:
    """Return the name of an exercise, which must be there."""
    if not text:
        raise Unreadable("no_type")
    return text


def number(text: str) -> float | None:
    """Return `values.number`; what is no number makes the row unreadable."""
    try:
        return values.number(text)
    except ValueError as error:
        raise Unreadable("no_number") from error


def reps(text: str) -> int | None:
    """Return repetitions, None when empty."""
    count = number(text)
    if count is not None and not 0 <= count <= 100_000:
        raise Unreadable("impossible_value")
    return None if count is None else round(count)


def seconds(text: str) -> float | None:
    """Return `values.seconds`, None for zero: no set and no session takes no time."""
    try:
        return values.seconds(text) or None
    except ValueError as error:
        raise Unreadable("no_number") from error


def local(text: str, zone: tzinfo) -> datetime:
    """Return `values.local`; what is no time makes the row unreadable."""
    try:
        return values.local(text, zone)
    except ValueError as error:
        raise Unreadable("unreadable_time") from error


def mass_unit(text: str) -> str:
    """Return `kg` or `lb` for what apps call them; anything else as it is, to be refused."""
    plain = text.strip().casefold()
    return {"kgs": "kg", "lbs": "lb"}.get(plain, plain)


_METRES = {"m": 1.0, "meters": 1.0, "metres": 1.0, "km": 1000.0, "kilometers": 1000.0}
_METRES |= dict.fromkeys(("mi", "mile", "miles"), M_PER_MILE)
_METRES |= {"ft": M_PER_IN * 12, "yd": M_PER_IN * 36, "cm": 0.01, "in": M_PER_IN}


def metres(text: str, unit: str) -> float | None:
    """Return a distance in metres, None when it is empty, zero or in a unit we do not know."""
    distance, factor = number(text), _METRES.get(unit.strip().casefold())
    return distance * factor if distance and factor else None
