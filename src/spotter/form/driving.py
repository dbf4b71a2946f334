"""The one number that tells the phase of an exercise: its driving angles, where they are seen."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from spotter.form.angles import ANGLES
from spotter.form.checks import JOINTS_OF
from spotter.form.exercises import Exercise, Sides
from spotter.form.motion import Doubles
from spotter.form.presence import Sight

# An angle of which some joint is less visible than this tells nothing.
_LEAST_VISIBLE = 0.2
# Each frame moves the trust in a side by this share: trust must not jump within a repetition.
_SHARE = 0.1
# How much the better-seen side counts for more, and by how much the other must be better seen
# before it takes over where one side alone counts.
_POWER = 2
_BETTER = 1.3


@dataclass(slots=True)
class Driving:
    """The mean of some angles, each by how well it is seen; negative where the exercise `opens`.

    With `alone` only the best-seen of them: where the sides work in turn their mean stands still.
    """

    columns: tuple[int, ...]
    opens: bool = False
    alone: bool = False
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
        weights = np.where(known, (self._trust + 1e-3) ** _POWER, 0.0)
        if self.alone:
            best = int(np.argmax(weights))
            if weights[best] > _BETTER * weights[self._best]:
                self._best = best
            weights = np.where(np.arange(len(weights)) == self._best, weights, 0.0)
        total = float(weights.sum())
        if total == 0:
            return None
        value = float((weights * np.where(known, values, 0.0)).sum() / total)
        return -value if self.opens else value

    @property
    def trust(self) -> float:
        """Return how well the angles have been seen of late, 0..1."""
        return 0.0 if self._trust is None else float(self._trust.mean())


def driving(exercise: Exercise) -> Driving:
    """Return what drives an exercise that has driving angles."""
    columns = tuple(ANGLES.index(name) for name in exercise.drivers)
    return Driving(columns, exercise.opens, alone=exercise.sides is Sides.IN_TURN)
