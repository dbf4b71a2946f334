"""The body that answers to the life: fitness and fatigue, and what a watch would see of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from spotter.lab.sample.life import HOLIDAY, Activity, LifeDay

FITNESS_DAYS = 45.0
FATIGUE_DAYS = 10.0
"""Time constants of the fitness-fatigue model (Banister 1975; medians of the published range,
τ1 4-51 and τ2 4-74 days)."""

ACUTE_DAYS = 2.3
"""Time constant of what one hard day leaves behind (τ3 of Busso 2003)."""

FATIGUE_OVER_FITNESS = 2.0
"""k2 / k1: the published fits lie between 1.5 and 3."""

FRESH = -0.3
"""Nobody gets fresher than rested: less fatigue than this is not felt."""

FITNESS_GAIN = 0.06
"""k1: a fitness doubled above the usual is worth 6 % of performance, before fatigue; chosen so that
a hard block costs 2-4 %, near the test-retest spread of a 1RM (Grgic 2020: 4.2 %)."""

STRENGTH_GAIN = 0.10
"""b of S(weeks) = 1 + b·ln(1 + weeks): +40 % after a year (Steele 2022, n = 14,690)."""

TRAINED_WEEKS = 60
"""How long the athlete had trained before the first day; progress is slow by then."""

USUAL_LOAD_AU = 245.0
"""Mean daily session-RPE load of the usual week."""

BASE_SDNN_MS = 56.0
BASE_RESTING_HR_BPM = 54.0
BASE_MASS_KG = 79.4
BASE_VO2MAX = 45.5
SLEEP_NEED_H = 7.5

_MINUTES: dict[Activity, float] = {
    Activity.LOWER: 62.0,
    Activity.UPPER: 58.0,
    Activity.FULL: 60.0,
    Activity.EASY_RUN: 40.0,
    Activity.LONG_RUN: 68.0,
}
_EFFORT: dict[Activity, float] = {
    Activity.LOWER: 7.3,
    Activity.UPPER: 6.8,
    Activity.FULL: 7.0,
    Activity.EASY_RUN: 4.0,
    Activity.LONG_RUN: 5.5,
}


@dataclass(frozen=True, slots=True)
class Night:
    """The night that ended this morning: local hours relative to midnight, hours asleep."""

    onset_h: float
    asleep_h: float
    deep_share: float
    rem_share: float
    awake_share: float


@dataclass(frozen=True, slots=True)
class BodyDay:
    """One day of the body: the state in the morning, then what was done.

    `fitness`, `fatigue`, `acute` are daily loads in AU, smoothed; `form` is relative performance
    (0: as usual); `strength` is capacity relative to the first day without fatigue.
    """

    life: LifeDay
    night: Night
    fitness: float
    fatigue: float
    acute: float
    form: float
    strength: float
    sdnn_ms: float
    resting_hr_bpm: float
    respiratory_brpm: float
    temperature_c: float
    spo2: float
    vo2max: float
    mass_kg: float
    minutes: float
    session_rpe: float

    @property
    def day(self) -> date:
        return self.life.day

    @property
    def load_au(self) -> float:
        """Session RPE × minutes (Foster)."""
        return self.minutes * self.session_rpe


@dataclass(slots=True)
class _Memory:
    """What the body carries from one day to the next."""

    fitness: float = USUAL_LOAD_AU
    fatigue: float = USUAL_LOAD_AU
    acute: float = USUAL_LOAD_AU
    debt_h: float = 1.0
    drift: float = 0.0
    mass_kg: float = BASE_MASS_KG


def simulate(life: Iterable[LifeDay]) -> Iterator[BodyDay]:
    """Yield the body of each day of `life`; what is done today is felt from tomorrow on."""
    memory = _Memory()
    for day in life:
        body = _morning(day, memory)
        yield body
        _remember(memory, body)


def _morning(life: LifeDay, memory: _Memory) -> BodyDay:
    chance = life.chance(1)
    night = _night(life, memory, chance)
    fitness = memory.fitness / USUAL_LOAD_AU - 1
    fatigue = max(memory.fatigue / USUAL_LOAD_AU - 1, FRESH)
    acute = memory.acute / USUAL_LOAD_AU - 1
    form = FITNESS_GAIN * (fitness - FATIGUE_OVER_FITNESS * fatigue) - 0.12 * life.illness
    memory.drift = 0.7 * memory.drift + float(chance.normal(0, 0.065))
    ln_sdnn = (
        math.log(BASE_SDNN_MS)
        + 0.20 * fitness
        - 0.26 * fatigue
        - 0.05 * acute
        - 0.42 * life.illness
        - 0.02 * (memory.debt_h - 1.0)
        + memory.drift
    )
    resting = (
        BASE_RESTING_HR_BPM
        - 4.0 * fitness
        + 5.0 * fatigue
        + 0.9 * acute
        + 8.5 * life.illness
        + 0.4 * (memory.debt_h - 1.0)
        - 8.0 * memory.drift
        + float(chance.normal(0, 0.7))
    )
    minutes, effort = _session(life, form, chance)
    return BodyDay(
        life=life,
        night=night,
        fitness=memory.fitness,
        fatigue=memory.fatigue,
        acute=memory.acute,
        form=form,
        strength=_strength(life.index) * (1 + form),
        sdnn_ms=math.exp(ln_sdnn),
        resting_hr_bpm=resting,
        respiratory_brpm=14.3 + 1.7 * life.illness + float(chance.normal(0, 0.22)),
        temperature_c=35.1 + 0.75 * life.illness + float(chance.normal(0, 0.12)),
        spo2=min(0.995, 0.966 - 0.012 * life.illness + float(chance.normal(0, 0.004))),
        vo2max=BASE_VO2MAX * (1 + 0.05 * fitness) + 0.006 * life.index,
        mass_kg=memory.mass_kg + float(chance.normal(0, 0.28)),
        minutes=minutes,
        session_rpe=effort,
    )


def _strength(index: int) -> float:
    grown = 1 + STRENGTH_GAIN * math.log1p(TRAINED_WEEKS + index / 7)
    return grown / (1 + STRENGTH_GAIN * math.log1p(TRAINED_WEEKS))


def _night(life: LifeDay, memory: _Memory, chance: np.random.Generator) -> Night:
    """Sleep a little longer when in debt, late before free mornings, badly with a cold."""
    free_morning = life.day.isoweekday() >= 6
    onset = -0.6 + (0.9 if free_morning else 0.0) + float(chance.normal(0, 0.28))
    wanted = SLEEP_NEED_H + 0.25 * memory.debt_h + 0.5 * life.illness
    limit = 8.7 if free_morning or life.illness else 7.6
    asleep = min(wanted, limit - max(0.0, onset + 0.6)) + float(chance.normal(0, 0.35))
    return Night(
        onset_h=onset,
        asleep_h=float(np.clip(asleep - 0.9 * life.illness, 4.2, 9.6)),
        deep_share=float(np.clip(chance.normal(0.17, 0.02) - 0.05 * life.illness, 0.06, 0.26)),
        rem_share=float(np.clip(chance.normal(0.23, 0.02) - 0.04 * life.illness, 0.10, 0.32)),
        awake_share=float(np.clip(chance.normal(0.05, 0.012) + 0.07 * life.illness, 0.01, 0.2)),
    )


def _session(life: LifeDay, form: float, chance: np.random.Generator) -> tuple[float, float]:
    """Return minutes and session RPE; the same work feels harder when form is low."""
    if life.activity is None:
        return 0.0, 0.0
    minutes = _MINUTES[life.activity] * life.volume**0.7 * float(chance.normal(1, 0.04))
    effort = _EFFORT[life.activity] + 1.2 * (life.volume - 1) - 14 * form
    return round(minutes, 1), float(np.clip(round(2 * (effort + chance.normal(0, 0.3))) / 2, 2, 10))


def _remember(memory: _Memory, body: BodyDay) -> None:
    """Carry today over to tomorrow."""
    load = body.load_au
    memory.fitness += (load - memory.fitness) * (1 - math.exp(-1 / FITNESS_DAYS))
    memory.fatigue += (load - memory.fatigue) * (1 - math.exp(-1 / FATIGUE_DAYS))
    memory.acute += (load - memory.acute) * (1 - math.exp(-1 / ACUTE_DAYS))
    missed = SLEEP_NEED_H - body.night.asleep_h
    memory.debt_h = float(np.clip(0.85 * memory.debt_h + missed, 0.0, 10.0))
    memory.mass_kg += -0.006 + (0.12 if body.life.zone == HOLIDAY else 0.0)
