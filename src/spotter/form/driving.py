"""The one number that tells the phase of an exercise: its driving angles, where they are seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

import numpy as np

from spotter.form.angles import ANGLES
from spotter.form.checks import JOINTS_OF
from spotter.form.exercises import Exercise, Sides
from spotter.form.motion import Doubles, Floats
from spotter.form.presence import Sight

# An angle of which some joint is less visible than this tells nothing.
_LEAST_VISIBLE = 0.2
# Each frame moves the trust in a side by this share: trust must not jump within a repetition.
_SHARE = 0.1
# How much the better-seen side counts for more, and by how much the other must be better seen
# before it takes over where one side alone counts.
_POWER = 2
_BETTER = 3.0
# Jumps and runs are told by the tempo (top speed, degrees a frame) that is no fault in them.
BALLISTIC_TEMPO = 10.0


class Blend(Enum):
    """What the angles of both sides are together.

    MEAN of both. BEST: the better-seen one alone, where the sides take turns and their mean stands
    still. STRAIGHTEST, where both must bend: who steps forward bends one knee in the air as well.
    """

    MEAN = auto()
    BEST = auto()
    STRAIGHTEST = auto()


@dataclass(slots=True)
class Driving:
    """Some angles as one: their `Blend`, each by how well it is seen; negated where it `opens`."""

    columns: tuple[int, ...]
    opens: bool = False
    blend: Blend = Blend.MEAN
    _trust: Doubles | None = None
    _best: int = 0
    _joints: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._joints = [[int(joint) for joint in JOINTS_OF[column]] for column in self.columns]

    def __call__(self, sight: Sight) -> float | None:
        """Return the number in degrees, high at the start of a repetition; None when unseen."""
        seen = np.array([sight.visibility[joints].min() for joints in self._joints])
        self._trust = seen if self._trust is None else self._trust + _SHARE * (seen - self._trust)
        values = sight.angles_deg[list(self.columns)]
        known = ~np.isnan(values)
        if not known.any() or seen.max() < _LEAST_VISIBLE:
            return None
        value = self._blended(values, np.where(known, (self._trust + 1e-3) ** _POWER, 0.0))
        return -value if self.opens and value is not None else value

    def _blended(self, values: Floats, weights: Doubles) -> float | None:
        """Return the angles (k,) as one, by weights that are 0 where an angle is NaN."""
        assert self._trust is not None
        if self.blend is Blend.STRAIGHTEST and self._trust.min() >= _LEAST_VISIBLE:
            return float(np.nanmax(values))
        if self.blend is Blend.BEST:
            best = int(np.argmax(weights))
            if weights[best] > _BETTER * weights[self._best]:
                self._best = best
            weights = np.where(np.arange(len(weights)) == self._best, weights, 0.0)
        total = float(weights.sum())
        if total == 0:
            return None
        return float((weights * np.nan_to_num(values)).sum() / total)

    @property
    def trust(self) -> float:
        """Return how well the angles have been seen of late, 0..1."""
        return 0.0 if self._trust is None else float(self._trust.mean())


def driving(exercise: Exercise) -> Driving:
    """Return what drives an exercise that has driving angles."""
    columns = tuple(ANGLES.index(name) for name in exercise.drivers)
    blend = Blend.MEAN
    if exercise.sides is Sides.IN_TURN:
        # At a run one side follows the other; in a lunge one stands before the other.
        blend = Blend.BEST if exercise.tempo[0] >= BALLISTIC_TEMPO else Blend.STRAIGHTEST
    return Driving(columns, exercise.opens, blend)
