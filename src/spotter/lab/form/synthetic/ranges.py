"""Made-up repetitions beside recorded ones: do their ranges, speeds and durations agree?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotter.form.adapters import from_kinect
from spotter.form.angles import ANGLES, SPINE
from spotter.form.exercises import Exercise, exercise
from spotter.form.rep_input import ANGLE_SCALE_DEG, SPEED_SCALE_DEG_S, rep_input
from spotter.lab.form.datasets.ui_prmd import FRAMES_PER_S, movements, read
from spotter.lab.form.synthetic.block import made
from spotter.lab.form.synthetic.camera import IDEAL

# Movements of UI-PRMD that are an exercise of ours.
_MOVEMENTS = {"m01": "squat", "m03": "lunge"}
_BLOCKS = 2
Measure = Callable[[NDArray[np.float32], NDArray[np.float32], list[int]], float]


def _range(angles: NDArray[np.float32], speeds: NDArray[np.float32], drivers: list[int]) -> float:
    low, high = np.percentile(angles[:, drivers], (2, 98), axis=0)
    return float(np.mean(high - low))


def _turn(angles: NDArray[np.float32], speeds: NDArray[np.float32], drivers: list[int]) -> float:
    return float(np.percentile(angles[:, drivers], 2, axis=0).mean())


def _lean(angles: NDArray[np.float32], speeds: NDArray[np.float32], drivers: list[int]) -> float:
    return float(np.percentile(angles[:, SPINE], 98))


def _speed(angles: NDArray[np.float32], speeds: NDArray[np.float32], drivers: list[int]) -> float:
    return float(np.percentile(np.abs(speeds[:, drivers]), 95))


def _sides(angles: NDArray[np.float32], speeds: NDArray[np.float32], drivers: list[int]) -> float:
    return float(np.abs(angles[:, drivers[0]] - angles[:, drivers[1]]).mean())


MEASURES: dict[str, Measure] = {
    "range of the drivers, °": _range,
    "drivers at the turn, °": _turn,
    "lean of the trunk, °": _lean,
    "top speed, °/s": _speed,
    "left against right, °": _sides,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure of one exercise: percentiles 5, 50, 95 of made-up and of recorded repetitions.

    `within` is the share of the recorded ones between the first and the last of the made-up ones.
    """

    exercise: str
    measure: str
    made_up: tuple[float, float, float]
    recorded: tuple[float, float, float]
    within: float
    count: int


def compared(data: Path, seed: int = 1) -> list[Compared]:
    """Return how the movements of UI-PRMD that lie in `data` compare; raises `BadInput`."""
    rows = []
    for movement, path in movements(data).items():
        if movement not in _MOVEMENTS:
            continue
        kind = exercise(_MOVEMENTS[movement])
        rows += list(_rows(kind, _made_up(kind, seed), _recorded(path)))
    return rows


def _rows(
    kind: Exercise, made_up: list[NDArray[np.float32]], recorded: list[NDArray[np.float32]]
) -> Iterator[Compared]:
    drivers = [ANGLES.index(name) for name in kind.drivers]
    for name, measure in MEASURES.items():
        ours, theirs = (
            np.array([measure(*_parts(one), drivers) for one in group])
            for group in (made_up, recorded)
        )
        low, middle, high = map(float, np.percentile(ours, (5, 50, 95)))
        bounds = tuple(map(float, np.percentile(theirs, (5, 50, 95))))
        inside = float(np.mean((theirs >= low) & (theirs <= high)))
        yield Compared(
            kind.id,
            name,
            (low, middle, high),
            (bounds[0], bounds[1], bounds[2]),
            inside,
            len(theirs),
        )


def _parts(one: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    count = len(ANGLES)
    return one[:, :count] * ANGLE_SCALE_DEG, one[:, count:] * SPEED_SCALE_DEG_S


def _made_up(kind: Exercise, seed: int) -> list[NDArray[np.float32]]:
    """Return repetitions of all tiers, seen without error."""
    blocks = (made(seed, block, (kind.id,), IDEAL).input for block in range(_BLOCKS))
    return list(np.concatenate(list(blocks)))


def _recorded(path: Path) -> list[NDArray[np.float32]]:
    """Return all repetitions of a movement, right and wrong, as models read them."""
    return [
        rep_input(from_kinect(np.arange(len(one.xyz_m)) / FRAMES_PER_S, one.xyz_m))
        for one in read(path)
    ]
