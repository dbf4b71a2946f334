"""The three phases in which a network is trained."""

from __future__ import annotations

import math
from dataclasses import dataclass

LAST_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Phase:
    """What one phase learns from, how fast, and whether the convolution stands still."""

    number: int
    about: str
    learning_rate: float
    synthetic: bool
    real: bool
    frozen: bool = False


PHASES = (
    Phase(1, "synthetic repetitions", 1e-3, synthetic=True, real=False),
    Phase(2, "real repetitions, convolution frozen", 1e-4, synthetic=False, real=True, frozen=True),
    Phase(3, "synthetic and real together", 1e-5, synthetic=True, real=True),
)


def paced_rate(highest: float, done: float) -> float:
    """Return the learning rate when the share `done` (0..1) of a phase's epochs is over.

    Half a cosine from `highest` to 2 % of it (Loshchilov & Hutter 2017, without restarts).
    """
    share = 0.5 * (1 + math.cos(math.pi * min(max(done, 0.0), 1.0)))
    return highest * (LAST_SHARE + (1 - LAST_SHARE) * share)
