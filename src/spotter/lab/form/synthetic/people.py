"""The made-up athletes: a body and habits each, the same from repetition to repetition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spotter.lab.form.synthetic.body import Body, bodies
from spotter.lab.form.synthetic.space import Array

HABITS = 6
# Athletes are drawn in blocks: a block is the same whoever computes it, and in whatever order.
BLOCK = 40


@dataclass(frozen=True, eq=False)
class People:
    """P athletes: `number` (P,), their bodies, habits (P, 6) of 0 to 1 and tempo (P, 1)."""

    number: Array
    body: Body
    style: Array
    pace: Array

    def of(self, rows: Array) -> People:
        """Return the athletes of `rows`, in their order."""
        return People(self.number[rows], self.body.of(rows), self.style[rows], self.pace[rows])


def people(seed: int, block: int) -> People:
    """Return the forty athletes of a block."""
    rng = np.random.default_rng([seed, 0, block])
    return People(
        number=np.arange(block * BLOCK, (block + 1) * BLOCK),
        body=bodies(BLOCK, rng),
        style=rng.random((BLOCK, HABITS)),
        pace=np.exp(0.16 * rng.standard_normal((BLOCK, 1))),
    )
