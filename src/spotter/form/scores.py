"""The six dimensions of a repetition, by formulas over its angles: 0 worst, 100 best.

With the nine angles θ on `STEPS` even moments of the repetition, v their velocities and v = s + r
the split into slow (waves of at most 4 cycles a repetition) and rest:

* depth      100 · ROM / ideal ROM, mean over the drivers; in a hold 100 · (1 − |θ − held| / 45°)
* stability  100 · (1 − √(mean variance of r) / 60 °/s), over all angles; exercises of many parts
             name more slow cycles and another scale
* symmetry   100 · (1 − mean |θ left − θ right| / 25°), over the exercise's pairs; where the sides
             work in turn, what each side's angle reaches at its turn is compared instead
* tempo      linear in the drivers' top speed (95th percentile of |s|): 100 at 5 °/frame at 30
             frames a second (150 °/s), 0 at 25; an exercise may name other ends
* alignment  100 · (1 − share of faulty frames); a frame counts in part between a limit's ends
* overall    the mean of the five

The form of the formulas is the project's definition of quality; the scales (25°, 45°, 60 °/s) are
working assumptions that spread made-up people over the range. None is a clinical norm. On a
noiseless made-up motion they are the truth that models learn, on a real one the rule layer.
"""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
from numpy.typing import NDArray

from spotter.form.angles import ANGLES, SPINE
from spotter.form.exercises import Dimension, Exercise, Sides, Style
from spotter.form.motion import Motion
from spotter.form.posture import MEASURES, Array, Posture

DIMENSIONS = (*(str(one) for one in Dimension), "overall")
STEPS = 90
ASYMMETRIC_DEG = 25.0
NOT_HELD_DEG = 45.0
_FRAMES_S = 30.0
_TOP_SPEED = 95
# The range is taken between these percentiles: one bad frame is no depth.
_RANGE = (2, 98)


@cache
def slow(cycles: int, moments: int = STEPS - 1) -> NDArray[np.float32]:
    """Return the projection (`moments`, `moments`) of velocities onto waves of few `cycles`."""
    grid = (np.arange(moments) + 0.5) * np.pi / moments
    # Half cycles as cosines, for ends that move; whole ones as sines too, for ends at rest.
    cosines = np.cos(np.arange(2 * cycles + 1)[:, None] * grid)
    sines = np.sin(2 * np.arange(1, cycles + 1)[:, None] * grid)
    waves, _ = np.linalg.qr(np.concatenate([cosines, sines]).T)
    return np.asarray(waves @ waves.T, dtype=np.float32)


def scores(motion: Motion, exercise: Exercise) -> NDArray[np.float32]:
    """Return the six scores (6,) of one repetition, in the order of `DIMENSIONS`.

    `motion` reaches from the repetition's start to its end. A dimension that nothing was seen of
    is NaN and is left out of the overall mean; fewer than two frames give NaN throughout.
    """
    if len(motion) < 2:
        return np.full(len(DIMENSIONS), np.nan, dtype=np.float32)
    begin, end = float(motion.times_s[0]), float(motion.times_s[-1])
    at = np.linspace(begin, end, STEPS)
    body = Posture.of(motion.xyz_m)
    angles = np.stack([_filled(at, motion.times_s, one) for one in body.angles.T], axis=1)
    shares = _filled(at, motion.times_s, faulty(body, exercise))
    return scores_of(angles, shares, np.asarray(end - begin), exercise)


def scores_of(
    angles: Array, shares: Array, duration_s: Array, exercise: Exercise
) -> NDArray[np.float32]:
    """Return the six scores (..., 6) of repetitions given on `STEPS` even moments.

    `angles` (..., 90, 9) degrees, `shares` (..., 90) of each moment's fault, `duration_s` (...).
    """
    speed = np.diff(angles, axis=-2) * ((STEPS - 1) / np.asarray(duration_s))[..., None, None]
    slowly = np.matmul(slow(exercise.cycles), speed)
    with warnings.catch_warnings():
        # All of an angle unseen is an answer (NaN), not a mishap.
        warnings.simplefilter("ignore", RuntimeWarning)
        drivers = _drivers(angles, exercise)
        found = [
            _depth(_taken(angles, drivers), exercise),
            100
            - 100
            * np.sqrt(np.nanmean(np.var(speed - slowly, axis=-2), -1))
            / exercise.unsteady_deg_s,
            100 - 100 * _difference(angles, exercise) / ASYMMETRIC_DEG,
            _tempo(_taken(slowly, drivers), exercise),
            100 - 100 * np.nanmean(shares, axis=-1),
        ]
        five = np.clip(np.stack(found, axis=-1), 0, 100)
        overall = np.nanmean(five, axis=-1, keepdims=True)
    return np.concatenate([five, overall], axis=-1).astype(np.float32)


def faulty(body: Posture, exercise: Exercise) -> Array:
    """Return how faulty each frame's posture is (...), 0 to 1, by the exercise's limits.

    What cannot be measured is no fault; NaN where nothing can.
    """
    parts = [
        np.clip((MEASURES[limit.measure](body) - limit.good) / (limit.bad - limit.good), 0, 1)
        for limit in exercise.limits
    ]
    return np.asarray(np.fmax.reduce(parts))


def _filled(at: Array, times_s: Array, values: Array) -> Array:
    """Return `values` at the moments `at`, straight over gaps; NaN where fewer than half is."""
    known = np.isfinite(values)
    if known.sum() * 2 < len(values):
        return np.full(len(at), np.nan)
    return np.interp(at, times_s[known], values[known])


def _drivers(angles: Array, exercise: Exercise) -> NDArray[np.intp]:
    """Return the numbers (..., k) of the driving angles; of 'other' the limb that moves most."""
    if exercise.drivers:
        columns = np.array([ANGLES.index(name) for name in exercise.drivers])
        return np.broadcast_to(columns, (*angles.shape[:-2], len(columns)))
    moved = _range(angles[..., :SPINE])
    return np.asarray(np.argmax(np.nan_to_num(moved), axis=-1)[..., None])


def _taken(values: Array, columns: NDArray[np.intp]) -> Array:
    return np.take_along_axis(values, columns[..., None, :], axis=-1)


def _range(angles: Array) -> Array:
    low, high = np.percentile(angles, _RANGE, axis=-2)
    return np.asarray(high - low)


def _depth(driving: Array, exercise: Exercise) -> Array:
    if exercise.style is Style.HOLD:
        off = np.abs(driving - exercise.start_deg).mean(axis=-2)
        return np.asarray(100 - 100 * np.nanmean(off, axis=-1) / NOT_HELD_DEG)
    return np.asarray(100 * np.nanmean(_range(driving), axis=-1) / exercise.ideal_rom_deg)


def _tempo(driving: Array, exercise: Exercise) -> Array:
    top = np.nanmax(np.percentile(np.abs(driving), _TOP_SPEED, axis=-2), axis=-1) / _FRAMES_S
    full, none = exercise.tempo
    return np.asarray(100 * (none - top) / (none - full))


def _difference(angles: Array, exercise: Exercise) -> Array:
    """Return how far left and right differ (...), in degrees, the mean over the pairs."""
    left = angles[..., [ANGLES.index(f"left_{pair}") for pair in exercise.pairs]]
    right = angles[..., [ANGLES.index(f"right_{pair}") for pair in exercise.pairs]]
    if exercise.sides is Sides.IN_TURN:
        end = _RANGE[1] if exercise.opens else _RANGE[0]
        left, right = (np.percentile(one, [end], axis=-2)[0] for one in (left, right))
        return np.asarray(np.nanmean(np.abs(left - right), axis=-1))
    return np.asarray(np.nanmean(np.mean(np.abs(left - right), axis=-2), axis=-1))
