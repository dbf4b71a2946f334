"""An athlete's own record of a lift, and the load that a set of it is likely to have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from spotter.prescribe.lifts.case import Today, case, past
from spotter.prescribe.lifts.days import LiftDay, Lifted
from spotter.prescribe.lifts.mixture import expected
from spotter.prescribe.lifts.shipped import shipped
from spotter.training.session import LoggedSet, SetKind


@dataclass(frozen=True, slots=True)
class Likely:
    """The load in kg a best set is likely to have, and between which 8 of 10 such sets lie."""

    load_kg: float
    low_kg: float
    high_kg: float


def lifted(exercise: str, sets: Iterable[LoggedSet]) -> Iterator[Lifted]:
    """Yield the work sets of `exercise` that have a load and repetitions."""
    for one in sets:
        if one.kind is SetKind.WORK and one.load_kg and one.reps:
            yield Lifted(exercise, one.load_kg, one.reps, one.rpe)


def likely_load(days: tuple[LiftDay, ...], today: date, reps: int) -> Likely | None:
    """Return the load that a best set of `reps` is likely to have on `today`.

    From the days of the lift before and from what was done of it on the day already; None without
    a day before.
    """
    before = tuple(one for one in days if one.day < today)
    if not before:
        return None
    so_far = next((one for one in days if one.day == today), None)
    now = (
        Today(today, reps)
        if so_far is None
        else Today(today, reps, so_far, so_far.place, so_far.effect, so_far.known)
    )
    said = expected(shipped(), case(past(before), now))
    return Likely(float(said.load_kg[0]), float(said.low_kg[0]), float(said.high_kg[0]))
