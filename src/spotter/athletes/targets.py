"""What an athlete aims for, as numbers with a date: free of storage and of the web."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Aim(StrEnum):
    """What a target is about: body mass, the best single repetition of a lift, or a race."""

    MASS = "body_mass"
    SQUAT = "squat"
    BENCH = "bench"
    DEADLIFT = "deadlift"
    PRESS = "press"
    ROW = "row"
    HIP_THRUST = "hip_thrust"
    RUN_5_KM = "run_5_km"
    RUN_10_KM = "run_10_km"
    HALF_MARATHON = "half_marathon"
    MARATHON = "marathon"


# Distance of each race in metres.
RACES: dict[Aim, float] = {
    Aim.RUN_5_KM: 5000.0,
    Aim.RUN_10_KM: 10_000.0,
    Aim.HALF_MARATHON: 21_097.5,
    Aim.MARATHON: 42_195.0,
}
# Speeds that a race can be aimed for at: a walk, and a little beyond the records, in m/s.
_RACE_M_S = (1.0, 7.0)
_MASS_KG = (30.0, 250.0)
_LIFT_KG = (5.0, 600.0)


@dataclass(frozen=True, slots=True)
class Target:
    """One target: `value` in kg for mass and lifts, in s for a race; `by` when, if at all."""

    what: Aim
    value: float
    by: date | None = None

    @property
    def unit(self) -> str:
        """Return the unit of `value`."""
        return "s" if self.what in RACES else "kg"


def span(what: Aim) -> tuple[float, float]:
    """Return the lowest and highest value that can be aimed for."""
    if what in RACES:
        slow, fast = _RACE_M_S
        return RACES[what] / fast, RACES[what] / slow
    return _MASS_KG if what is Aim.MASS else _LIFT_KG


def vo2max_needed(target: Target) -> float:
    """Return the oxygen uptake, mL/(kg·min), that a race in the time aimed for asks for.

    Cost of running at the speed over the share that can be held for the time (Daniels and
    Gilbert 1979). Raises `KeyError` for what is no race.
    """
    minutes = target.value / 60
    m_min = RACES[target.what] / minutes
    cost = -4.60 + 0.182258 * m_min + 0.000104 * m_min**2
    held = 0.8 + 0.1894393 * math.exp(-0.012778 * minutes)
    held += 0.2989558 * math.exp(-0.1932605 * minutes)
    return cost / held
