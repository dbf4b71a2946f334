"""The loads of the athlete's own gym: by which steps they grow there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from spotter.athletes.profile import Equipment, Profile
from spotter.training.catalogue import Catalogue, catalogue
from spotter.training.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Steps:
    """The smallest step in kg of the whole bar, of one dumbbell, of a stack; None: the usual."""

    barbell_kg: float | None = None
    dumbbell_kg: float | None = None
    machine_kg: float | None = None

    def of(self, exercise: Exercise) -> float | None:
        """Return the step told for what `exercise` is loaded with, if any."""
        if Equipment.BARBELL in exercise.equipment:
            return self.barbell_kg
        if Equipment.DUMBBELL in exercise.equipment:
            return self.dumbbell_kg
        stack = {Equipment.MACHINE, Equipment.CABLE} & exercise.equipment
        return self.machine_kg if stack else None


def steps_of(profile: Profile) -> Steps:
    """Return the steps that the athlete told."""
    return Steps(profile.barbell_step_kg, profile.dumbbell_step_kg, profile.machine_step_kg)


def in_gym(exercise: Exercise, steps: Steps) -> Exercise:
    """Return `exercise` with the steps of the athlete's gym."""
    step = steps.of(exercise)
    if step is None or exercise.increment_kg <= 0:
        return exercise
    return replace(exercise, increment_kg=step)


@lru_cache(maxsize=256)
def gym_catalogue(steps: Steps) -> Catalogue:
    """Return the catalogue with the steps of the athlete's gym."""
    if steps == Steps():
        return catalogue()
    return Catalogue(in_gym(one, steps) for one in catalogue())
