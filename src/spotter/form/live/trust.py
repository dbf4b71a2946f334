"""How far each dimension of a repetition's score can be believed, from what was seen of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spotter.form.angles import ANGLES
from spotter.form.checks import confidence
from spotter.form.exercises import Exercise, Sides
from spotter.form.live.measured import MEASURED, Plane, seen_from
from spotter.form.motion import Doubles, Floats, Motion

# Below this a dimension has no score: none is better than a wrong one.
LEAST = 0.35
# Frames a second that are enough for how long things take, and for whether they tremble; and
# those of which nothing can be told. A fast half of a repetition takes 0.3 s, tremor is faster.
_TEMPO_FPS = (5.0, 12.0)
_STABILITY_FPS = (7.0, 16.0)


def trust(
    motion: Motion, exercise: Exercise, sideways: float, usual_m: Floats | None = None
) -> dict[str, float]:
    """Return how far each of the five dimensions can be believed (0..1) in one repetition.

    `sideways` as of `form.view.View`, `usual_m` this person's lengths as of `checks.lengths_m`.
    Visibility, bones that keep their length, frames a second and the camera's side all count; the
    least decides.
    """
    each = np.asarray(confidence(motion, usual_m).mean(axis=0), dtype=np.float64)
    driving = _driving(each, exercise)
    fps = _fps(motion)
    return {
        "depth": driving,
        "stability": float(each.mean()) * _enough(fps, _STABILITY_FPS),
        "symmetry": _both(each, exercise) * seen_from(Plane.FRONTAL, sideways),
        "tempo": driving * _enough(fps, _TEMPO_FPS),
        "alignment": max(
            (of_limit(limit.measure, motion, sideways) for limit in exercise.limits), default=0.0
        ),
    }


def of_limit(measure: str, motion: Motion, sideways: float) -> float:
    """Return how far a measure of posture can be believed over `motion` (0..1)."""
    rests = MEASURED[measure]
    seen = float(motion.visibility[:, list(rests.joints)].mean(axis=0).min()) if len(motion) else 0
    return seen * seen_from(rests.plane, sideways)


def judged_from(exercise: Exercise, motion: Motion, sideways: float) -> Exercise:
    """Return `exercise` with those limits of posture alone that can be seen in `motion`."""
    kept = [one for one in exercise.limits if of_limit(one.measure, motion, sideways) >= LEAST]
    return replace(exercise, limits=tuple(kept)) if kept else exercise


def _driving(each: Doubles, exercise: Exercise) -> float:
    """Return the trust in what drives the exercise: of two sides the one that is seen better."""
    columns = [ANGLES.index(name) for name in exercise.drivers] or list(range(len(ANGLES) - 1))
    if exercise.sides is Sides.IN_TURN and len(columns) == 2:
        return float(each[columns].mean())
    return float(each[columns].max())


def _both(each: Doubles, exercise: Exercise) -> float:
    """Return the trust in comparing the sides: the worse seen one of each pair."""
    pairs = [(ANGLES.index(f"left_{one}"), ANGLES.index(f"right_{one}")) for one in exercise.pairs]
    return float(np.mean([min(each[left], each[right]) for left, right in pairs]))


def _fps(motion: Motion) -> float:
    return 1 / float(np.median(np.diff(motion.times_s))) if len(motion) > 1 else 0.0


def _enough(fps: float, ends: tuple[float, float]) -> float:
    return float(np.clip((fps - ends[0]) / (ends[1] - ends[0]), 0.0, 1.0))
