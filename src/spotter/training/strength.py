"""Strength arithmetic: estimated one-repetition maximum, loads from it, rounding and ramps."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from spotter.kit.errors import BadInput

# Percent of 1RM by i = 2 (reps - 1) + 2 (10 - RPE), Tuchscherer's RTS chart as published in the
# RPE calculators that reproduce it (facts: wearables.md section 4).
# fmt: off
RTS_PERCENT = (
    100.0, 97.8, 95.5, 93.9, 92.2, 90.7, 89.2, 87.8, 86.3, 85.0,
    83.7, 82.4, 81.1, 79.9, 78.6, 77.4, 76.2, 75.1, 73.9, 72.3,
    70.7, 69.4, 68.0, 66.7, 65.3, 64.0, 62.6, 61.3, 59.9,
)
# fmt: on
# Estimates from more reps are not trustworthy (Mayhew 1995, Reynolds 2006; safety rule S42).
MOST_REPS = 10
MOST_REPS_WITH_RESERVE = 12
# The heaviest lift known is a deadlift of 510 kg: an estimate beyond is a slip of the finger.
MOST_ONE_RM_KG = 520.0


@dataclass(frozen=True, slots=True)
class RampSet:
    """One warm-up set before the working load."""

    load_kg: float
    reps: int


def epley(load_kg: float, reps: float) -> float:
    """Return 1RM = w (1 + r/30) (Epley 1985); w itself for a single, where it overshoots."""
    return load_kg if reps <= 1 else load_kg * (1 + reps / 30)


def brzycki(load_kg: float, reps: float) -> float:
    """Return 1RM = 36 w / (37 - r) (Brzycki 1993); defined below 37 reps."""
    if reps >= 37:
        raise BadInput("Brzycki's formula is defined below 37 reps; use fewer.", field="reps")
    return load_kg * 36 / (37 - reps)


def lombardi(load_kg: float, reps: float) -> float:
    """Return 1RM = w r^0.10 (Lombardi 1989)."""
    return load_kg * math.pow(max(reps, 1.0), 0.10)


def e1rm(
    load_kg: float,
    reps: int,
    rpe: float | None = None,
    formula: Callable[[float, float], float] = epley,
) -> float | None:
    """Return the estimated 1RM in kg of a working set, or None when it cannot be trusted.

    Reps in reserve (10 - RPE) count as reps that could have been done; without an RPE the set is
    taken as a maximum, the estimate that errs low. None above 10 reps done, above 12 with the
    reserve, for a set without load, and where nobody has ever lifted so much. Raises
    `BadInput` for impossible numbers.
    """
    _check_set(load_kg, reps, rpe)
    possible = reps + (0.0 if rpe is None else 10.0 - rpe)
    if load_kg == 0 or reps > MOST_REPS or possible > MOST_REPS_WITH_RESERVE:
        return None
    estimate = formula(load_kg, possible)
    return None if estimate > MOST_ONE_RM_KG else estimate


def percent_of_1rm(reps: int, rpe: float) -> float:
    """Return the percentage of 1RM at which `reps` feel like `rpe` (RTS chart, interpolated).

    Past the end of the chart (more than 15 reps possible) Epley's slope carries on from its last
    value, so that loads for long light sets stay defined and fall steadily.
    """
    _check_set(0.0, reps, rpe)
    place = 2 * (reps - 1) + 2 * (10 - rpe)
    last = len(RTS_PERCENT) - 1
    if place >= last:
        return RTS_PERCENT[last] * (1 + (last / 2 + 1) / 30) / (1 + (place / 2 + 1) / 30)
    below = math.floor(place)
    share = place - below
    return RTS_PERCENT[below] * (1 - share) + RTS_PERCENT[below + 1] * share


def load_for(one_rm_kg: float, reps: int, rpe: float) -> float:
    """Return the load in kg (not rounded) at which `reps` should feel like `rpe`."""
    return one_rm_kg * percent_of_1rm(reps, rpe) / 100


def round_load(load_kg: float, increment_kg: float) -> float:
    """Return the largest multiple of `increment_kg` that is not above `load_kg`.

    Rounding is always down: the careful side. Without increment (bodyweight) the load is returned
    as it is. Raises `BadInput` for a negative or non-finite load or increment.
    """
    for name, value in (("load_kg", load_kg), ("increment_kg", increment_kg)):
        if not math.isfinite(value) or value < 0:
            raise BadInput(f"{name} must be a number of at least 0.", field=name)
    if increment_kg == 0:
        return load_kg
    steps = math.floor(load_kg / increment_kg)
    if (steps + 1) * increment_kg <= load_kg:
        steps += 1
    while steps > 0 and steps * increment_kg > load_kg:
        steps -= 1
    return steps * increment_kg


def ramp(load_kg: float, increment_kg: float, minimum_kg: float = 0.0) -> tuple[RampSet, ...]:
    """Return the warm-up sets on the way to `load_kg`: rising, distinct, all below it.

    Forty, sixty and eighty per cent for eight, five and three reps: enough to rehearse the
    movement, never tiring. Steps that round to nothing or below `minimum_kg` are left out.
    """
    sets: list[RampSet] = []
    for share, reps in ((0.4, 8), (0.6, 5), (0.8, 3)):
        step = max(round_load(load_kg * share, increment_kg), minimum_kg)
        if 0 < step < load_kg and (not sets or step > sets[-1].load_kg):
            sets.append(RampSet(step, reps))
    return tuple(sets)


def _check_set(load_kg: float, reps: int, rpe: float | None) -> None:
    if not math.isfinite(load_kg) or load_kg < 0:
        raise BadInput("The load must be a number of at least 0 kg.", field="load_kg")
    if reps < 1:
        raise BadInput("A set has at least one rep.", field="reps")
    if rpe is not None and not 1 <= rpe <= 10:
        raise BadInput("RPE goes from 1 to 10.", field="rpe")
