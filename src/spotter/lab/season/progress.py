"""Whether weeks of training led anywhere: each exercise that was kept, then against now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spotter.lab.season.play import Played, Season
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Pattern
from spotter.training.session import LoggedSet, SetKind

# An exercise says something when it was done on this many days, from first to last this far apart.
LEAST_OUTINGS, LEAST_DAYS = 4, 21
# The share of such exercises that must have moved; a few are meant to stay.
MOVED_SHARE = 0.6
# From so many weeks on progress can be asked for.
LEAST_WEEKS = 6
FILLS = "fill_minutes"
# Stretching and standing on one leg are not meant to grow.
_STEADY = frozenset({Pattern.MOBILITY, Pattern.BALANCE, Pattern.PLYOMETRIC})


@dataclass(frozen=True, slots=True)
class Moved:
    """One exercise: what a good day came to first and last, by load × repetitions or seconds."""

    exercise: str
    first: float
    last: float
    unit: str

    @property
    def grew(self) -> bool:
        return self.last > self.first * 1.01


def fillers(day: Played) -> frozenset[str]:
    """Return what was planned only to use the time left over: it shrinks as the work grows."""
    blocks = day.session.blocks if day.session else ()
    told = ((one.exercise, {reason.partition("|")[0] for reason in one.reasons}) for one in blocks)
    return frozenset(name for name, codes in told if FILLS in codes)


def moved(season: Season) -> tuple[Moved, ...]:
    """Return every exercise done often and long enough to judge, in the order first done."""
    outings: dict[str, list[tuple[int, list[LoggedSet]]]] = {}
    for day in season.days:
        if day.log is None:
            continue
        by_name: dict[str, list[LoggedSet]] = {}
        rest_of_time = fillers(day)
        for one in day.log.sets:
            if one.kind is SetKind.WORK and one.exercise not in rest_of_time:
                by_name.setdefault(one.exercise, []).append(one)
        for name, sets in by_name.items():
            outings.setdefault(name, []).append((day.number, sets))
    return tuple(
        _moved(name, done)
        for name, done in outings.items()
        if catalogue().get(name).pattern not in _STEADY
        and len(done) >= LEAST_OUTINGS
        and done[-1][0] - done[0][0] >= LEAST_DAYS
    )


def _moved(name: str, done: list[tuple[int, list[LoggedSet]]]) -> Moved:
    half = max(1, len(done) // 3)
    unit = "kg" if any(one.load_kg for _, sets in done for one in sets) else "reps or s"
    first = max(_amount(sets) for _, sets in done[:1])
    last = max(_amount(sets) for _, sets in done[-half:])
    return Moved(name, first, last, unit)


def _amount(sets: list[LoggedSet]) -> float:
    """Return the best set as one number: Epley's maximum where there is load, else the count."""
    return max(
        (one.load_kg * (1 + (one.reps or 1) / 30))
        if one.load_kg
        else one.reps or one.duration_s or 0
        for one in sets
    )


def faults(season: Season) -> Iterator[str]:
    """Yield what speaks against progress: too few of the exercises that were kept have grown."""
    found = moved(season)
    if season.weeks < LEAST_WEEKS or not found:
        return
    grew = [one for one in found if one.grew]
    if len(grew) < MOVED_SHARE * len(found):
        stuck = next(one for one in found if not one.grew)
        told = f"{len(grew)} of {len(found)} exercises grew"
        yield f"{told}; {stuck.exercise} stays at {stuck.last:.3g}"
