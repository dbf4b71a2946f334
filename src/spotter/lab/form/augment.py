"""Variations of repetitions as models read them: small steps that are put together.

A step takes repetitions and a source of chance and returns as many new ones; none touches what it
was given. Scores stay right: what a step changes in a known way is computed from the formulas of
`spotter.form.scores`, what it changes in an unknown way becomes NaN, which training leaves out.
Inputs are (N, 90, 18): nine angles / 180°, nine angular speeds / 360 °/s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from spotter.form.angles import ANGLES, MIRRORED_ANGLES, SPINE
from spotter.form.exercises import EXERCISES, Dimension, Style
from spotter.form.rep_input import ANGLE_SCALE_DEG, SPEED_SCALE_DEG_S
from spotter.form.scores import DIMENSIONS
from spotter.lab.form.reps import Reps

Array = NDArray[np.float32]
Step = Callable[[Reps, Generator], Reps]

_COUNT = len(ANGLES)
_SWAP = [*MIRRORED_ANGLES, *(_COUNT + number for number in MIRRORED_ANGLES)]
_DEPTH, _STABILITY, _SYMMETRY, _TEMPO, _ALIGNMENT, _OVERALL = range(len(DIMENSIONS))
_LEFT = [n for n, name in enumerate(ANGLES) if name.startswith("left_")]
_RIGHT = [n for n, name in enumerate(ANGLES) if name.startswith("right_")]
_HOLDS = [one.number for one in EXERCISES.values() if one.style is Style.HOLD]


def composed(*steps: Step) -> Step:
    """Return the step that does all of `steps`, in their order."""

    def all_of_them(reps: Reps, chance: Generator) -> Reps:
        for step in steps:
            reps = step(reps, chance)
        return reps

    return all_of_them


def sometimes(step: Step, share: float) -> Step:
    """Return the step that does `step` to a `share` of the repetitions."""

    def to_some(reps: Reps, chance: Generator) -> Reps:
        done, chosen = step(reps, chance), chance.random(len(reps)) < share
        return replace(
            reps,
            input=np.where(chosen[:, None, None], done.input, reps.input),
            scores=np.where(chosen[:, None], done.scores, reps.scores),
        )

    return to_some


def mirror(reps: Reps, chance: Generator) -> Reps:
    """Swap left and right. No score changes: both sides count alike in all six."""
    return replace(reps, input=reps.input[:, :, _SWAP])


def noise(degrees: float, *, steps: float = 4.0) -> Step:
    """Return a step that misreads each angle by `degrees` (deviation), its speed accordingly.

    The error of one moment lives for about so many `steps` of the ninety. No score changes: they
    are those of the true motion.
    """

    def misread(reps: Reps, chance: Generator) -> Reps:
        count, frames, _ = reps.input.shape
        keep = np.exp(-1.0 / steps)
        errors = chance.standard_normal((count, frames, _COUNT)) * degrees
        errors[:, 1:] *= np.sqrt(1 - keep**2)
        for moment in range(1, frames):
            errors[:, moment] += keep * errors[:, moment - 1]
        return _shifted(reps, errors)

    return misread


def view(degrees: float) -> Step:
    """Return a step that tilts the camera by up to `degrees` and hides one side of the body.

    The vertical is misread by the tilt, so the trunk's angle is; the far side's angles are misread
    by a constant of up to half as much. No score changes.
    """

    def seen_elsewhere(reps: Reps, chance: Generator) -> Reps:
        off = np.zeros((len(reps), 1, _COUNT))
        off[:, 0, SPINE] = chance.uniform(-degrees, degrees, len(reps))
        far = np.where(chance.random((len(reps), 1)) < 0.5, _LEFT, _RIGHT)
        errors = chance.uniform(-degrees / 2, degrees / 2, far.shape)
        np.put_along_axis(off[:, 0], far, errors, axis=1)
        return _shifted(reps, np.broadcast_to(off, (*reps.input.shape[:2], _COUNT)))

    return seen_elsewhere


def dropout(share: float) -> Step:
    """Return a step that loses each angle, with a chance of `share`, for up to a third of the rep.

    What is lost is bridged by a straight line, as `rep_input` bridges gaps. No score changes.
    """

    def lose(reps: Reps, chance: Generator) -> Reps:
        found = reps.input.copy()
        frames = found.shape[1]
        for row, angle in np.argwhere(chance.random((len(reps), _COUNT)) < share):
            length = int(chance.integers(3, frames // 3))
            begin = int(chance.integers(1, frames - length - 1))
            first, last = float(found[row, begin - 1, angle]), found[row, begin + length, angle]
            line = np.linspace(first, float(last), length + 2)
            slope = np.mean(found[row, begin : begin + length, _COUNT + angle])
            found[row, begin : begin + length, angle] = line[1:-1]
            found[row, begin : begin + length, _COUNT + angle] = slope
        return replace(reps, input=found)

    return lose


def time_warp(least: float, most: float) -> Step:
    """Return a step that makes a repetition last `least` to `most` times as long, evenly.

    Angles stay, speeds shrink as time grows. Tempo and stability follow by their formulas, where
    they were not at an end of their scale; depth, symmetry and alignment do not change. (An uneven
    warp would change the share of faulty moments in a way that nobody knows.)
    """

    def warped(reps: Reps, chance: Generator) -> Reps:
        longer = chance.uniform(least, most, len(reps))
        found = reps.input.copy()
        found[:, :, _COUNT:] /= longer[:, None, None]
        return replace(reps, input=found, scores=_quicker(reps, 1 / longer))

    return warped


def amplitude(least: float) -> Step:
    """Return a step that shrinks the way from the first posture to `least` to 1 of what it was.

    Depth, tempo and stability follow by their formulas, where they were not at an end of their
    scale; symmetry and alignment are no longer known. Holds have no way and stay as they are.
    """

    def shrunk(reps: Reps, chance: Generator) -> Reps:
        share = chance.uniform(least, 1, len(reps))
        share[np.isin(reps.exercise, _HOLDS)] = 1.0
        found = reps.input.copy()
        first = found[:, :1, :_COUNT]
        found[:, :, :_COUNT] = first + (found[:, :, :_COUNT] - first) * share[:, None, None]
        found[:, :, _COUNT:] *= share[:, None, None]
        scores = _quicker(reps, share)
        moved = share < 1
        depth = scores[:, _DEPTH]
        # Who went beyond the full range may still reach it.
        scores[:, _DEPTH] = np.where(moved & (depth >= 100), np.nan, depth * share)
        scores[moved, _SYMMETRY] = np.nan
        scores[moved, _ALIGNMENT] = np.nan
        return replace(reps, input=found.astype(np.float32), scores=_overall(scores))

    return shrunk


def _shifted(reps: Reps, errors: NDArray[np.float64]) -> Reps:
    """Return repetitions with `errors` (N, frames, 9) in degrees added to what is read.

    A speed errs by the slope of its angle's error; how long a step took is told by the speeds.
    """
    found = reps.input.copy()
    angles = found[:, :, :_COUNT] + errors / ANGLE_SCALE_DEG
    slopes = np.gradient(errors, axis=1) / _step_s(reps)[:, None, None]
    found[:, :, :_COUNT] = np.clip(angles, 0, 1)
    found[:, :, _COUNT:] += slopes / SPEED_SCALE_DEG_S
    return replace(reps, input=found)


def _step_s(reps: Reps) -> NDArray[np.float64]:
    """Return the seconds (N,) between the moments of each input: ways over speeds."""
    angles = reps.input[:, :, :_COUNT].astype(np.float64) * ANGLE_SCALE_DEG
    speeds = reps.input[:, :, _COUNT:].astype(np.float64) * SPEED_SCALE_DEG_S
    ways, slopes = np.gradient(angles, axis=1), speeds
    step = np.sum(ways * slopes, axis=(1, 2)) / np.maximum(np.sum(slopes**2, axis=(1, 2)), 1e-9)
    # A motionless hold tells no time: as if it took six seconds.
    return np.asarray(np.where(step > 1e-4, step, 6.0 / reps.input.shape[1]))


def _quicker(reps: Reps, faster: NDArray[np.float64]) -> Array:
    """Return scores of repetitions whose speeds are multiplied by `faster` (N,)."""
    scores = reps.scores.copy()
    ends = np.array([one.tempo for one in EXERCISES.values()])[reps.exercise]
    full, none = ends[:, 0], ends[:, 1]
    top = (none - scores[:, _TEMPO] / 100 * (none - full)) * faster
    scores[:, _TEMPO] = _within(scores[:, _TEMPO], 100 * (none - top) / (none - full), faster)
    steady = 100 - (100 - scores[:, _STABILITY]) * faster
    scores[:, _STABILITY] = _within(scores[:, _STABILITY], steady, faster)
    return _overall(scores)


def _within(
    before: Array, after: NDArray[np.float64], faster: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return a score after a change of speed; NaN where its scale ended before and hides how far.

    A full score of the slower stays full, none of the quicker stays none.
    """
    hidden = ((before >= 100) & (faster > 1)) | ((before <= 0) & (faster < 1))
    kept = ((before >= 100) & (faster <= 1)) | ((before <= 0) & (faster >= 1))
    return np.where(hidden, np.nan, np.where(kept, before, np.clip(after, 0, 100)))


def _overall(scores: Array) -> Array:
    """Return `scores` with the overall score as the mean of the five; NaN where one is."""
    scores[:, _OVERALL] = scores[:, : len(Dimension)].mean(axis=1)
    return scores


AT_HOME: Step = composed(
    sometimes(mirror, 0.5),
    sometimes(time_warp(0.9, 1.12), 0.3),
    sometimes(amplitude(0.9), 0.1),
    sometimes(view(3.0), 0.1),
    sometimes(noise(0.3), 0.2),
    dropout(0.005),
)
"""For training: gentle, since made-up repetitions were filmed from many places with much noise, and
seldom wrong, since what is seen perfectly shall be believed."""
