"""What a movement is told: who moves, how far along, how well, with which faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from spotter.lab.form.synthetic.body import Body
from spotter.lab.form.synthetic.skeleton import RIGHT
from spotter.lab.form.synthetic.space import Array

# How much of its way the weaker side leaves out at the worst.
_WEAKER = 0.5


@dataclass(frozen=True, eq=False)
class Rep:
    """B repetitions at T moments each.

    `phase` (B, T) runs evenly from 0 to 1, `progress` (B, T) from 0 over 1 at the turn to 0.
    `depth` (B, 1) is the share of the full range that is reached. `faults` have a magnitude of
    0 to 1 (B, 1) each. `shaking` (B, T, 8) are independent tremors in degrees. `style` (B, 6) are
    habits of 0 to 1 that are no fault.
    """

    body: Body
    phase: Array
    progress: Array
    depth: Array
    faults: Mapping[str, Array]
    shaking: Array
    style: Array

    def fault(self, name: str) -> Array:
        """Return the magnitude (B, 1) of a fault; 0 where it is none of this exercise's."""
        return self.faults.get(name, np.zeros_like(self.depth))

    def done(self, side: float) -> Array:
        """Return the share (B, T) of the full range that `side` has gone; the right is weaker."""
        weaker = 1 - _WEAKER * self.fault("asymmetric") * (side == RIGHT)
        return np.asarray(self.progress * self.depth * weaker)

    def reached(self) -> Array:
        """Return the share (B, T) of the full range that both sides have gone."""
        return np.asarray(self.progress * self.depth)

    def shake(self, number: int) -> Array:
        """Return one of the tremors (B, T), in degrees."""
        return np.asarray(self.shaking[..., number])

    def shift(self, number: int) -> Array:
        """Return a tremor (B, T) as metres: a degree at the length of a lower leg and thigh."""
        return np.asarray(self.shaking[..., number] * np.pi / 180 * 0.4)

    def habit(self, number: int, low: float, high: float) -> Array:
        """Return a habit (B, 1) between `low` and `high`."""
        return np.asarray(low + (high - low) * self.style[:, [number]])
