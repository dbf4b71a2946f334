"""From sets in the order they were done to the days of each lift, without ever looking ahead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from spotter.prescribe.lifts.strength import Shown, telling

Floats = NDArray[np.float64]

# A lift's deviation on a day is taken from the middle of its last five days; further than half
# again or less it says something about the entry rather than the day.
_USUAL_DAYS, _LEAST_DAYS, _MOST_EFFECT = 5, 2, 0.5


def span(reps: Floats | float) -> Floats:
    """Return ln(1 + reps / 30): how far below its maximum a load of so many reps lies.

    Epley's line (1985) in logarithms: ln load = ln maximum - span.
    """
    return np.asarray(np.log1p(np.asarray(reps, dtype=np.float64) / 30))


@dataclass(frozen=True, slots=True)
class Lifted:
    """One set with a load: `load_kg` above 0, `reps` of at least 1, `rpe` None when not rated."""

    exercise: str
    load_kg: float
    reps: int
    rpe: float | None = None


@dataclass(frozen=True, slots=True)
class LiftDay:
    """One lift on one day.

    `loads` are ln kg, `reps` counts and `maxima` ln kg of the maximum by Epley's line, all in the
    order done. `place` counts the lifts done before it that day; `effect` is how far the maxima of
    those lay from their usual (ln), the mean over `known` lifts.
    """

    day: date
    loads: Floats
    reps: Floats
    maxima: Floats
    rpes: tuple[float | None, ...]
    place: int
    effect: float = 0.0
    known: int = 0

    @property
    def best(self) -> int:
        """Return which set is the best: the first with the highest maximum."""
        return int(np.argmax(self.maxima))

    @property
    def shown(self) -> Shown:
        """Return the set that shows most strength."""
        loads = (float(one) for one in np.exp(self.loads))
        return telling(self.day, zip(loads, map(float, self.reps), self.rpes, strict=True))

    def until(self, count: int) -> LiftDay | None:
        """Return the day as it stood after `count` sets, None for none."""
        if count == 0:
            return None
        return LiftDay(
            self.day,
            self.loads[:count],
            self.reps[:count],
            self.maxima[:count],
            self.rpes[:count],
            self.place,
            self.effect,
            self.known,
        )


def lift_days(sets: Iterable[tuple[date, Lifted]]) -> dict[str, tuple[LiftDay, ...]]:
    """Return the days of every lift; `sets` are ascending by day and in their order within it."""
    found: dict[str, list[LiftDay]] = {}
    for day, of_day in groupby(sets, key=lambda one: one[0]):
        effects: list[float] = []
        by_lift: dict[str, list[Lifted]] = {}
        for _, one in of_day:
            by_lift.setdefault(one.exercise, []).append(one)
        for place, (name, group) in enumerate(by_lift.items()):
            past = found.setdefault(name, [])
            new = _lift_day(day, group, place, effects)
            if len(past) >= _LEAST_DAYS:
                usual = np.median([each.maxima.max() for each in past[-_USUAL_DAYS:]])
                effects.append(float(new.maxima.max() - usual))
            past.append(new)
    return {name: tuple(days) for name, days in found.items()}


def _lift_day(day: date, group: Sequence[Lifted], place: int, effects: Sequence[float]) -> LiftDay:
    loads = np.log([one.load_kg for one in group])
    reps = np.array([one.reps for one in group], dtype=np.float64)
    effect = float(np.clip(np.mean(effects), -_MOST_EFFECT, _MOST_EFFECT)) if effects else 0.0
    rpes = tuple(one.rpe for one in group)
    return LiftDay(day, loads, reps, loads + span(reps), rpes, place, effect, len(effects))
