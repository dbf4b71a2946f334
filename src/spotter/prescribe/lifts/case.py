"""What a prediction of one load rests on: the lift's past days, today so far, as arrays.

The question is always the same: the best set of today has so many reps, which load has it?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.prescribe.lifts.days import Floats, LiftDay, span
from spotter.prescribe.lifts.strength import Strength, first

# So many past days count; what lies further back says nothing more.
DAYS = 40
# What makes a past day like today, one weight each (see `_likeness`).
LIKENESS = (
    "days of this lift since",
    "the last one",
    "reps apart",
    "same reps",
    "weeks since",
    "same weekday",
    "place in the session apart",
    "form of the day apart",
    "sets before the best apart",
    "as many sets before the best",
    "day before it unlike the last",
    "reps of the day before unlike the last",
    "first set unlike today's",
)
# Where smoothed estimates of the maximum put the load, by name.
EXPERTS = (
    "smoothed fast",
    "smoothed slowly",
    "middle of alike",
    "mean of alike",
    "middle",
    "strength",
    "smoothed fast on the own curve",
)
_FAST, _SLOW = 0.5, 0.75
# Half-life of volatility's prior: so many changes of so much (ln).
_PRIOR_CHANGES, USUAL_CHANGE = 3, 0.08
_FEW = 12
NO_FLOOR = -99.0


@dataclass(frozen=True)
class Cases:
    """Predictions to make, one a row; what is a length ln kg is so throughout.

    `likeness` (n, DAYS, len(LIKENESS)), `loads` (n, DAYS) of past best sets and `there` 1 where
    there is a day; `experts` (n, len(EXPERTS)); `change` ln of the usual change from day to day
    over `USUAL_CHANGE`, `again` ln odds of the same load again; `last` the load the last day's
    maximum gives; `floor` the load that would only equal what was done today already.
    """

    likeness: Floats
    loads: Floats
    there: Floats
    experts: Floats
    change: Floats
    again: Floats
    last: Floats
    floor: Floats

    def __len__(self) -> int:
        return len(self.last)

    def part(self, which: slice | Sequence[int]) -> Cases:
        """Return some of the rows."""
        return Cases(**{one.name: getattr(self, one.name)[which] for one in fields(self)})


def together(cases: Sequence[Cases]) -> Cases:
    """Return all rows of `cases`."""
    return Cases(
        **{
            one.name: np.concatenate([getattr(each, one.name) for each in cases])
            for one in fields(Cases)
        }
    )


@dataclass(frozen=True, slots=True)
class Past:
    """The days of a lift before today, at least one, and the strength they leave."""

    days: tuple[LiftDay, ...]
    strength: Strength


def past(days: Sequence[LiftDay]) -> Past:
    """Return what `days`, ascending and at least one, leave known."""
    strength = first(days[0].shown)
    for one in days[1:]:
        strength = strength.after(one.shown)
    return Past(tuple(days[-DAYS - 1 :]), strength)


def grown(before: Past, done: LiftDay) -> Past:
    """Return `before` and one day more."""
    return Past((*before.days, done)[-DAYS - 1 :], before.strength.after(done.shown))


@dataclass(frozen=True, slots=True)
class Today:
    """Where the set stands: its reps, the day, and what was done of the lift today already."""

    day: date
    reps: int
    so_far: LiftDay | None = None
    place: int = 0
    effect: float = 0.0
    known: int = 0


def case(before: Past, now: Today) -> Cases:
    """Return the one row for the set `now` after the days `before`."""
    days = before.days[-DAYS:]
    count = len(days)
    best = [one.best for one in days]
    loads = np.array([one.loads[i] for one, i in zip(days, best, strict=True)])
    reps = np.array([one.reps[i] for one, i in zip(days, best, strict=True)])
    maxima = loads + span(reps)
    place = float(span(now.reps))
    changes = np.minimum(np.abs(np.diff(maxima[-_FEW - 1 :])), 0.6)
    change = (changes.sum() + USUAL_CHANGE * _PRIOR_CHANGES) / (len(changes) + _PRIOR_CHANGES)
    same = np.abs(np.diff(loads))[-_FEW:] < 1e-3
    likeness = np.zeros((1, DAYS, len(LIKENESS)))
    likeness[0, :count] = _likeness(before.days, now, np.array(best), reps, maxima)
    floor = NO_FLOOR if now.so_far is None else float(now.so_far.maxima.max()) - place
    return Cases(
        likeness=likeness,
        loads=_padded(loads),
        there=_padded(np.ones(count)),
        experts=_experts(before, now, loads, reps)[None],
        change=np.array([np.log(change / USUAL_CHANGE)]),
        again=np.array([np.log((same.sum() + 1) / (len(same) + 3) * 3)]),
        last=np.array([maxima[-1] - place]),
        floor=np.array([floor]),
    )


def _padded(values: Floats) -> Floats:
    padded = np.zeros((1, DAYS))
    padded[0, : len(values)] = values
    return padded


def _likeness(
    every: tuple[LiftDay, ...], now: Today, best: Floats, reps: Floats, maxima: Floats
) -> Floats:
    """Return how past days differ from today, (days, len(LIKENESS))."""
    days = every[-DAYS:]
    count = len(days)
    age = np.arange(count)[::-1].astype(np.float64)
    gaps = np.array([(now.day - one.day).days for one in days], dtype=np.float64)
    sets = 0 if now.so_far is None else len(now.so_far.loads)
    sure = min(now.known, 2) / 2
    forms = [abs(one.effect - now.effect) * sure * min(one.known, 2) / 2 for one in days]
    tops = np.concatenate([_before(every, len(days)), maxima])[:-1]
    counts = np.concatenate([_reps_before(every, len(days)), reps])[:-1]
    unlike = np.minimum(np.abs(tops - maxima[-1]), 0.5)
    unlike_reps = np.minimum(np.abs(np.log(counts / reps[-1])), 1.0)
    opening = np.zeros(count)
    if now.so_far is not None:
        opening = np.minimum(
            np.abs(np.array([one.maxima[0] for one in days]) - now.so_far.maxima[0]), 0.6
        )
    return np.column_stack(
        [
            np.log1p(age),
            age == 0,
            np.abs(np.log(now.reps / reps)),
            reps == now.reps,
            np.log1p(gaps / 7),
            gaps % 7 == 0,
            np.abs(np.array([one.place for one in days]) - now.place) / 3,
            forms,
            np.abs(best - sets) / 2,
            best == sets,
            np.where(np.isnan(unlike), 0.2, unlike),
            np.where(np.isnan(unlike_reps), 0.3, unlike_reps),
            opening,
        ]
    ).astype(np.float64)


def _before(every: tuple[LiftDay, ...], count: int) -> Floats:
    """Return the maximum of the day before the first of the last `count`, nan for none."""
    known = len(every) > count
    return np.array([every[-count - 1].maxima.max() if known else np.nan])


def _reps_before(every: tuple[LiftDay, ...], count: int) -> Floats:
    if len(every) <= count:
        return np.array([np.nan])
    one = every[-count - 1]
    return np.array([one.reps[one.best]])


def _experts(before: Past, now: Today, loads: Floats, reps: Floats) -> Floats:
    """Return where each of `EXPERTS` puts the load, ln kg."""
    place = float(span(now.reps))
    maxima = loads + span(reps)
    age = np.arange(len(loads))[::-1]
    alike = np.exp(-np.abs(np.log(now.reps / reps)) / 0.4) + 1e-4
    strength = before.strength.at(now.day)
    slope = strength.mean[1]
    own = loads + slope * span(reps)
    return np.array(
        [
            np.average(maxima, weights=_FAST**age) - place,
            np.average(maxima, weights=_SLOW**age) - place,
            middle(maxima, 0.75**age * alike) - place,
            np.average(maxima, weights=0.85**age * alike) - place,
            middle(maxima, 0.9**age) - place,
            strength.mean[0] - slope * place,
            np.average(own, weights=_FAST**age) - slope * place,
        ]
    )


def middle(values: Floats, weights: NDArray[np.floating[Any]]) -> float:
    """Return the weighted median."""
    order = np.argsort(values)
    heap = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(heap, heap[-1] / 2)])
