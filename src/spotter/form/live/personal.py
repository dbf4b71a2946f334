"""A person's own range and asymmetry in an exercise, known after a while and then the measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spotter.form.angles import ANGLES, SPINE, angles_deg
from spotter.form.exercises import Exercise, Sides, Style
from spotter.form.motion import Motion

# Known from so many repetitions on, in so many sets; the latest alone count.
LEAST_REPS, LEAST_SETS, LATEST = 10, 2, 50
# The range is taken between these percentiles, as the score of depth does: one bad frame is none.
_ENDS = (2, 98)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one repetition; None where it could not be."""

    rom_deg: float | None
    asymmetry_deg: float | None


@dataclass(frozen=True, slots=True)
class Personal:
    """The usual range and asymmetry of one person in one exercise, from `reps` in `sets`."""

    rom_deg: float | None = None
    asymmetry_deg: float | None = None
    reps: int = 0
    sets: int = 0

    @property
    def known(self) -> bool:
        """Return whether there were enough repetitions to go by; until then norms are."""
        return self.reps >= LEAST_REPS and self.sets >= LEAST_SETS and self.rom_deg is not None

    @classmethod
    def of(cls, sets: Sequence[Sequence[Measured]]) -> Personal:
        """Return what earlier sets tell, the latest last: medians, as one odd rep cannot move."""
        kept = [one for each in sets for one in each][-LATEST:]
        ranges = [one.rom_deg for one in kept if one.rom_deg is not None]
        sides = [one.asymmetry_deg for one in kept if one.asymmetry_deg is not None]
        return cls(
            float(np.median(ranges)) if ranges else None,
            float(np.median(sides)) if sides else None,
            len(ranges),
            sum(1 for each in sets if each),
        )


def measured(motion: Motion, exercise: Exercise, *, sides: bool) -> Measured:
    """Return range and asymmetry of one repetition, degrees; `sides`: whether both were seen."""
    if len(motion) < 2 or exercise.style is Style.HOLD:
        return Measured(None, None)
    angles = angles_deg(motion)
    columns = [ANGLES.index(name) for name in exercise.drivers] or list(range(SPINE))
    ranges = [_range(angles[:, column]) for column in columns]
    known = [one for one in ranges if one is not None]
    # Of an exercise that nobody named the limb that moves most; else the mean of the drivers.
    rom = None if not known else float(np.mean(known) if exercise.drivers else max(known))
    compared = sides and exercise.sides is Sides.TOGETHER
    return Measured(rom, _apart(angles, exercise) if compared else None)


def _range(values: np.ndarray) -> float | None:
    known = values[np.isfinite(values)]
    if len(known) < 2:
        return None
    low, high = np.percentile(known, _ENDS)
    return float(high - low)


def _apart(angles: np.ndarray, exercise: Exercise) -> float | None:
    """Return by how much the sides' ranges differ, the mean over the pairs.

    Ranges and not moments are compared: an estimator's jitter is no asymmetry.
    """
    found = []
    for pair in exercise.pairs:
        left = _range(angles[:, ANGLES.index(f"left_{pair}")])
        right = _range(angles[:, ANGLES.index(f"right_{pair}")])
        if left is not None and right is not None:
            found.append(abs(left - right))
    return float(np.mean(found)) if found else None
