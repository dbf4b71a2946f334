"""The bodies of made-up athletes: lengths of their segments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from spotter.lab.form.synthetic.space import Array

# Segment lengths as shares of body height: Winter, Biomechanics and Motor Control of Human
# Movement, 4th ed. 2009, figure 4.1 (after Drillis and Contini 1966). Hip joint centres lie
# further in than the breadth of the hips drawn there; the nose is measured from the shoulder line.
_SHARES = {
    "thigh": 0.245,
    "shank": 0.246,
    "ankle": 0.039,
    "foot": 0.152,
    "trunk": 0.288,
    "shoulder": 0.129,
    "hip": 0.055,
    "upper_arm": 0.186,
    "forearm": 0.146,
    "nose_up": 0.105,
    "nose_ahead": 0.055,
}
# Mean and deviation of height in metres: rounded from NCD Risk Factor Collaboration 2016 (adults
# of Europe and North America); proportions of women against the figure above are rounded as well.
_HEIGHTS = {"man": (1.77, 0.07), "woman": (1.64, 0.065)}
_WOMAN = {"hip": 1.06, "shoulder": 0.93, "trunk": 1.01}
# People differ in proportion by a few per cent beyond what height explains.
_SPREAD = 0.035


@dataclass(frozen=True, eq=False)
class Body:
    """Segment lengths in metres, each (B, 1): one row a body. `shoulder`, `hip`: half breadths."""

    height: Array
    thigh: Array
    shank: Array
    ankle: Array
    foot: Array
    trunk: Array
    shoulder: Array
    hip: Array
    upper_arm: Array
    forearm: Array
    nose_up: Array
    nose_ahead: Array

    @property
    def leg(self) -> Array:
        """Return hip to ankle, straight."""
        return self.thigh + self.shank

    def of(self, rows: Array) -> Body:
        """Return the bodies of `rows`, in their order."""
        return Body(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


def bodies(count: int, rng: Generator) -> Body:
    """Return `count` adult bodies, half of them women's."""
    woman = rng.random((count, 1)) < 0.5
    mean, spread = (
        np.where(woman, _HEIGHTS["woman"][part], _HEIGHTS["man"][part]) for part in (0, 1)
    )
    height = mean + spread * np.clip(rng.standard_normal((count, 1)), -2.5, 2.5)
    lengths = {
        name: height
        * share
        * np.where(woman, _WOMAN.get(name, 1.0), 1.0)
        * (1 + _SPREAD * np.clip(rng.standard_normal((count, 1)), -2.5, 2.5))
        for name, share in _SHARES.items()
    }
    return Body(height=height, **lengths)
