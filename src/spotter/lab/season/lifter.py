"""A made-up body that does sets: how many repetitions it has, and how hard they feel.

Loads follow Epley's line backwards, strength grows along the logarithm of weeks that 14,690 lifters
showed (Steele 2022), and people judge what they have left with an error of about one repetition.
What the sets feel like is hidden from the prescription until it is logged.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from spotter.athletes.profile import Experience, Profile
from spotter.training.catalogue import rank
from spotter.training.exercise import Exercise, Measure, Pattern
from spotter.training.session import PlannedSet

# A one-repetition maximum by training, as a multiple of the catalogue's careful start; assumption.
ABLE = {Experience.BEGINNER: 2.2, Experience.INTERMEDIATE: 3.0, Experience.ADVANCED: 4.0}
SENIOR_ABLE = 1.8
# Weeks of training behind each, which decide how steep the curve still is.
WEEKS_BEHIND = {Experience.BEGINNER: 0, Experience.INTERMEDIATE: 60, Experience.ADVANCED: 200}
# S(t) = 1 + b ln(1 + weeks); b 0.10 gives +40 % in a year (Steele 2022).
GROWTH = 0.10
# Repetitions without load by training, and how many a level of difficulty takes; assumptions.
FREE_REPS = {Experience.BEGINNER: 14.0, Experience.INTERMEDIATE: 22.0, Experience.ADVANCED: 30.0}
SENIOR_FREE, LEVEL_COSTS = 13.0, 8.0
HOLD_S = {Experience.BEGINNER: 50.0, Experience.INTERMEDIATE: 80.0, Experience.ADVANCED: 110.0}
# Each set before takes so many repetitions from the next of the same exercise.
TIRES = 0.4
# People misjudge what they have left by about a repetition (12 studies, n = 414).
MISJUDGED = 0.5
_BY_FEEL = frozenset({Pattern.LOCOMOTION, Pattern.MOBILITY, Pattern.BALANCE})


@dataclass(frozen=True, slots=True)
class Effort:
    """What became of a set: repetitions or seconds done and the effort (CR10) that was felt."""

    reps: int | None
    duration_s: int | None
    rpe: float


@dataclass(slots=True)
class Lifter:
    """One body. `weeks` of training grow it; `gift` is how strong it is for its kind."""

    profile: Profile
    chance: np.random.Generator
    weeks: float = 0.0
    gift: float = 1.0
    known: Mapping[str, float] = field(default_factory=dict)

    @property
    def senior(self) -> bool:
        return (self.profile.age_years or 0) >= 65

    @property
    def grown(self) -> float:
        """Return strength relative to the first day."""
        behind = WEEKS_BEHIND[self.profile.experience]
        return (1 + GROWTH * math.log1p(behind + self.weeks)) / (1 + GROWTH * math.log1p(behind))

    def maximum_kg(self, exercise: Exercise) -> float:
        """Return the hidden one-repetition maximum in kg."""
        if exercise.id in self.known:
            return self.known[exercise.id] * self.grown
        able = SENIOR_ABLE if self.senior else ABLE[self.profile.experience]
        least = exercise.minimum_kg * 1.3
        return max(
            least,
            (self.profile.mass_kg or 70.0)
            * exercise.start_fraction
            * able
            * self.gift
            * self.grown,
        )

    def do(self, exercise: Exercise, planned: PlannedSet, before: int, form: float) -> Effort:
        """Return what comes of a planned set after `before` sets of it; `form` 0 is a usual day."""
        if exercise.pattern in _BY_FEEL:
            felt = self._said(planned.rpe)
            return Effort(planned.reps, planned.duration_s, felt)
        if exercise.measure is Measure.DURATION or planned.reps is None:
            return self._held(exercise, planned, before, form)
        can = self._repetitions(exercise, planned, form) - TIRES * before
        done = max(1, min(planned.reps, math.floor(can)))
        return Effort(done, None, self._said(10 - max(0.0, can - done)))

    def _repetitions(self, exercise: Exercise, planned: PlannedSet, form: float) -> float:
        if planned.load_kg and exercise.increment_kg > 0:
            maximum = self.maximum_kg(exercise) * (1 + 0.03 * form)
            return 1 + 30 * (maximum / planned.load_kg - 1)
        free = SENIOR_FREE if self.senior else FREE_REPS[self.profile.experience]
        free -= LEVEL_COSTS * rank(exercise.level)
        return max(3.0, free * self.gift * self.grown**2 + form)

    def _held(self, exercise: Exercise, planned: PlannedSet, before: int, form: float) -> Effort:
        most = HOLD_S[self.profile.experience] * self.gift * self.grown**2 * (1 + 0.05 * form)
        most *= (0.5 if self.senior else 1.0) * (1 - 0.06 * before)
        most *= 0.75 ** rank(exercise.level)
        asked = planned.duration_s or 30
        done = max(5, min(asked, math.floor(most)))
        return Effort(None, done, self._said(10 * done / most))

    def _said(self, felt: float) -> float:
        """Return an effort as somebody writes it down: to the half, and not quite right."""
        wrong = felt + float(self.chance.normal(0, MISJUDGED))
        return float(np.clip(round(wrong * 2) / 2, 1.0, 10.0))


def lifter(profile: Profile, seed: int) -> Lifter:
    """Return the body of one athlete; what they say they lift, they lift."""
    chance = np.random.default_rng((seed, 1))
    known = {one.exercise: one.load_kg * (1 + one.reps / 30) for one in profile.known_loads}
    return Lifter(
        profile, chance, gift=float(np.clip(chance.normal(1.0, 0.12), 0.75, 1.3)), known=known
    )
