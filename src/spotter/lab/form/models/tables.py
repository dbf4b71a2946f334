"""What the formulas of `spotter.form.scores` know of each exercise, as arrays for a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.form.angles import ANGLES, SPINE
from spotter.form.exercises import EXERCISES, Exercise, Sides, Style
from spotter.form.posture import HINGE_DEG, HINGE_PER_KNEE
from spotter.form.scores import slow

Table = NDArray[np.float32]
Line = tuple[dict[str, float], float]
KINDS = tuple(EXERCISES.values())
CYCLES = sorted({one.cycles for one in KINDS})
PAIRS = tuple(name.removeprefix("left_") for name in ANGLES if name.startswith("left_"))
LIMITS = 3
_KNEES_BENT: Line = ({"left_knee": -0.5, "right_knee": -0.5}, 180.0)
_HIPS_BENT: Line = ({"left_hip": -0.5, "right_hip": -0.5}, 180.0)
_OFF_LINE: Line = (_HIPS_BENT[0], 174.0)
# Measures of `form.posture` that the nine angles tell, as sums of angles and a constant; the larger
# of two sides as a line for each. Whether hips hang or stand off the line of the body no angle
# tells, only how far: told by both, less what the shoulders stand further out than the hips. Knees
# inwards, elbows flared and feet lifted show in none.
_BY_ANGLES: dict[str, tuple[Line, ...]] = {
    "lean": (({"spine": 1.0}, 0.0),),
    "crouch": (_KNEES_BENT,),
    "fold": (_HIPS_BENT,),
    "sag": (_OFF_LINE,),
    "pike": (_OFF_LINE,),
    "upper_arm": (({"left_shoulder": 1.0}, 0.0), ({"right_shoulder": 1.0}, 0.0)),
    "hips_above": (({"spine": 1.0}, -90.0),),
    "hips_below": (({"spine": -1.0}, 90.0),),
    "hips_first": (
        (
            {"spine": 1.0, "left_knee": HINGE_PER_KNEE / 2, "right_knee": HINGE_PER_KNEE / 2},
            -HINGE_DEG - 180 * HINGE_PER_KNEE,
        ),
    ),
}


@dataclass(frozen=True, eq=False)
class Known:
    """A row for each exercise: weights (14, n) and numbers (14, 1).

    `drivers` and `pairs` are shares that add up to 1 (none drives 'other': `free` is 1 there);
    `driven` is 1 for every angle whose speed counts; `per_…` is one divided by the number.
    `posture` (14, 9, LIMITS) and `posture_from` (14, 1, LIMITS) make angles the faults of a moment,
    as far as angles tell: weights for degrees, and what is added.
    """

    drivers: Table
    driven: Table
    pairs: Table
    free: Table
    hold: Table
    in_turn: Table
    opens: Table
    start: Table
    per_ideal: Table
    per_unsteady: Table
    tempo_none: Table
    per_tempo: Table
    posture: Table
    posture_from: Table


def known() -> Known:
    """Return what is known of the fourteen exercises; degrees, and degrees a second."""

    def column(*values: float) -> Table:
        return np.asarray(values, np.float32)[:, None]

    return Known(
        drivers=_rows([_shares(one.drivers, ANGLES) for one in KINDS]),
        driven=_rows([_driven(one) for one in KINDS]),
        pairs=_rows([_shares(one.pairs, PAIRS) for one in KINDS]),
        free=column(*(not one.drivers for one in KINDS)),
        hold=column(*(one.style is Style.HOLD for one in KINDS)),
        in_turn=column(*(one.sides is Sides.IN_TURN for one in KINDS)),
        opens=column(*(one.opens for one in KINDS)),
        start=column(*(one.start_deg for one in KINDS)),
        per_ideal=column(*(1 / (one.ideal_rom_deg or 1.0) for one in KINDS)),
        per_unsteady=column(*(1 / one.unsteady_deg_s for one in KINDS)),
        tempo_none=column(*(one.tempo[1] for one in KINDS)),
        per_tempo=column(*(1 / (one.tempo[1] - one.tempo[0]) for one in KINDS)),
        posture=_rows([_limits(one)[0] for one in KINDS]),
        posture_from=_rows([_limits(one)[1] for one in KINDS]),
    )


def waves(frames: int) -> Table:
    """Return the orthonormal cosines (frames, frames) of 0, 1, 2 … half cycles a repetition."""
    grid = (np.arange(frames) + 0.5) * np.pi / frames
    found = np.cos(np.arange(frames)[:, None] * grid) * np.sqrt(2 / frames)
    found[0] /= np.sqrt(2)
    return np.asarray(found, np.float32)


def unsteadiness(frames: int) -> tuple[Table, NDArray[np.int32]]:
    """Return what turns speeds into the waves of their fast rest, and each exercise's choice.

    One matrix (frames, frames) for each number of slow cycles there is: (k, frames, frames), and
    which of them is whose (14,).
    """
    every = waves(frames)
    rest = [every @ (np.eye(frames) - slow(cycles, frames)) for cycles in CYCLES]
    return _rows(rest), np.array([CYCLES.index(one.cycles) for one in KINDS], np.int32)


def percentiles(frames: int, wanted: tuple[float, ...]) -> Table:
    """Return weights (frames, n) that read percentiles off values sorted from the top down."""
    places = (1 - np.asarray(wanted) / 100) * (frames - 1)
    apart = np.abs(np.arange(frames)[:, None] - places)
    return np.asarray(np.maximum(1 - apart, 0), np.float32)


def slopes(frames: int) -> Table:
    """Return the matrix (frames, frames) of central differences, in units a step."""
    return np.asarray(np.gradient(np.eye(frames), axis=0), np.float32)


def _limits(one: Exercise) -> tuple[Table, Table]:
    """Return the weights (9, LIMITS) and offsets (1, LIMITS) of an exercise's limits.

    A column that no limit fills says that nothing is amiss.
    """
    weights, offset = np.zeros((len(ANGLES), LIMITS)), np.full((1, LIMITS), -1.0)
    lines = [(line, limit) for limit in one.limits for line in _BY_ANGLES.get(limit.measure, ())]
    for at, ((parts, constant), limit) in enumerate(lines):
        span = limit.bad - limit.good
        weights[:, at] = [parts.get(name, 0.0) / span for name in ANGLES]
        offset[0, at] = (constant - limit.good) / span
    return np.asarray(weights, np.float32), np.asarray(offset, np.float32)


def _driven(one: Exercise) -> Table:
    if one.drivers:
        return np.array([name in one.drivers for name in ANGLES], np.float32)
    return np.asarray(np.arange(len(ANGLES)) < SPINE, np.float32)


def _shares(chosen: tuple[str, ...], names: tuple[str, ...]) -> Table:
    share = 1 / max(len(chosen), 1)
    return np.array([share * (name in chosen) for name in names], np.float32)


def _rows(found: Sequence[NDArray[Any]]) -> Table:
    return np.asarray(np.stack(found), np.float32)
