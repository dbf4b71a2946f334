"""Recordings of unequal length at equally many steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def resampled(frames: NDArray[np.float32], steps: int) -> NDArray[np.float32]:
    """Return (steps, …) from (F, …): linear between frames, first and last kept; F ≥ 2."""
    at = np.linspace(0, len(frames) - 1, steps)
    before = np.minimum(at.astype(int), len(frames) - 2)
    share = (at - before).astype(np.float32).reshape(-1, *[1] * (frames.ndim - 1))
    mixed: NDArray[np.float32] = frames[before] * (1 - share) + frames[before + 1] * share
    return mixed
