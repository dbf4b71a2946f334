"""What a session asks of a body, in a few numbers: the dose of a candidate or of a log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from spotter.athletes.profile import BodySite
from spotter.training import volume
from spotter.training.catalogue import catalogue
from spotter.training.duration import set_seconds
from spotter.training.exercise import Exercise, Muscle, Pattern, Trait
from spotter.training.session import Part, Session, SessionLog, SetKind

MUSCLES, SITES = tuple(Muscle), tuple(BodySite)
LOWER = frozenset(
    {
        Muscle.QUADRICEPS,
        Muscle.HAMSTRINGS,
        Muscle.GLUTES,
        Muscle.CALVES,
        Muscle.ADDUCTORS,
        Muscle.ABDUCTORS,
    }
)
LOWER_MASK = np.array([one in LOWER for one in MUSCLES], dtype=np.float64)
# Effort of a set that was logged without one, and of gentle work; assumptions.
UNRATED_RPE = 7.0
# A set this far from failure or nearer counts as hard (RPE 7: three repetitions in reserve).
HARD_RPE = 7.0
_GENTLE = frozenset({Pattern.MOBILITY, Pattern.BALANCE})
_ENDS = frozenset({Part.WARM_UP, Part.COOL_DOWN})

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dose:
    """The work of one session, warm-up and cool-down left out.

    `muscles` (17,) are fractional sets in the order of `MUSCLES` (Pelland 2024: a secondary muscle
    counts half), `sites` (14,) sets that load each of `SITES`. `rpe` is the mean effort (CR10) by
    time, `peak_rpe` the highest; times are minutes of work, `minutes` is the whole session.
    """

    minutes: float
    sets: int
    hard_sets: int
    rpe: float
    peak_rpe: float
    endurance_min: float
    gentle_min: float
    impact_sets: int
    exercises: int
    muscles: Vector
    sites: Vector

    @property
    def load_au(self) -> float:
        """Return the expected session load in AU: effort × minutes (Foster 2001)."""
        return self.rpe * self.minutes

    @property
    def strength_sets(self) -> float:
        """Return the fractional sets of all muscles together."""
        return float(self.muscles.sum())


@dataclass(frozen=True, slots=True)
class _Facts:
    exercise: Exercise
    muscles: Vector
    sites: Vector
    endurance: bool
    gentle: bool
    impact: bool


@dataclass(frozen=True, slots=True)
class _Set:
    exercise: str
    seconds: float
    rpe: float


@cache
def _facts(exercise_id: str) -> _Facts | None:
    """Return what a set of an exercise loads, None for an id that the catalogue has no more."""
    if exercise_id not in catalogue():
        return None
    one = catalogue().get(exercise_id)
    counted = volume.counts(one)
    muscles = [
        counted * (volume.PRIMARY * (muscle in one.primary) + volume.SECONDARY * (muscle in half))
        for half in (frozenset(one.secondary) - frozenset(one.primary),)
        for muscle in MUSCLES
    ]
    return _Facts(
        one,
        np.array(muscles, dtype=np.float64),
        np.array([site in one.stresses for site in SITES], dtype=np.float64),
        one.pattern is Pattern.LOCOMOTION,
        one.pattern in _GENTLE,
        Trait.HIGH_IMPACT in one.traits,
    )


def soreness_asked(dose: Dose) -> float:
    """Return how sore a dose makes beside others: 0 for none, about 1 for hard usual work.

    It grows with the logarithm of the sets of the site loaded most and with effort from RPE 4 on;
    a project assumption, which an athlete's own soreness scales (`lately.sore_factor`).
    """
    hard = max(0.0, dose.peak_rpe - 4) / 4
    return hard * float(np.log1p(dose.sites.max() / 4))


def of_session(session: Session) -> Dose:
    """Return the dose that a planned session asks for."""
    sets = [
        _Set(block.exercise, float(set_seconds(planned, facts.exercise)), planned.rpe)
        for block in session.blocks
        if block.part not in _ENDS and (facts := _facts(block.exercise)) is not None
        for planned in block.sets
        if planned.kind is SetKind.WORK
    ]
    return _summed(sets, float(session.duration_min))


def asked_rpe(session: Session) -> float | None:
    """Return the mean effort (CR10) that a session asks for, None where it asks for no work."""
    dose = of_session(session)
    return round(dose.rpe, 2) if dose.sets else None


def of_log(log: SessionLog) -> Dose:
    """Return the dose that was done; sets of exercises since removed count nothing."""
    sets = [
        _Set(
            one.exercise,
            float(one.duration_s or 4 * (one.reps or 0)),
            UNRATED_RPE if one.rpe is None else one.rpe,
        )
        for one in log.sets
        if one.kind is SetKind.WORK and _facts(one.exercise) is not None
    ]
    spent = log.duration_min
    return _summed(sets, sum(one.seconds for one in sets) / 60 if spent is None else spent)


def _summed(sets: Sequence[_Set], minutes: float) -> Dose:
    muscles, sites = np.zeros(len(MUSCLES)), np.zeros(len(SITES))
    hard = impact = 0
    seconds = effort = endurance = gentle = 0.0
    for one in sets:
        facts = _facts(one.exercise)
        if facts is None:
            continue
        muscles += facts.muscles
        sites += facts.sites
        impact += facts.impact
        hard += one.rpe >= HARD_RPE and not (facts.endurance or facts.gentle)
        seconds += one.seconds
        effort += one.rpe * one.seconds
        endurance += one.seconds * facts.endurance
        gentle += one.seconds * facts.gentle
    return Dose(
        minutes=minutes,
        sets=len(sets),
        hard_sets=hard,
        rpe=effort / seconds if seconds else 0.0,
        peak_rpe=max((one.rpe for one in sets), default=0.0),
        endurance_min=endurance / 60,
        gentle_min=gentle / 60,
        impact_sets=impact,
        exercises=len({one.exercise for one in sets}),
        muscles=muscles,
        sites=sites,
    )
