"""Random convolutions: of each, the share of the movement in which it exceeds its threshold.

After Dempster, Schmidt and Webb, "MiniRocket", KDD 2021: kernels of nine weights, three of them 2
and six −1, at random dilations over a few random channels. Thresholds are drawn at a fixed scale
here, not from the training data, so that a row rests on its own movement alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

KERNELS = 500
_LENGTH, _HIGH = 9, 3
_MOST_CHANNELS = 3
# Thresholds spread about as wide as the outputs do for channels of unit spread.
_SPREAD = 1.5


def shares(series: Rows, seed: int) -> Rows:
    """Return (N, KERNELS) from (N, T, C) of unit-like spread; the same seed, the same kernels."""
    chance = np.random.default_rng(seed)
    return np.stack([_share(series, chance) for _ in range(KERNELS)], axis=1)


def _share(series: Rows, chance: np.random.Generator) -> Rows:
    steps, width = series.shape[1:]
    many = min(int(chance.integers(1, _MOST_CHANNELS + 1)), width)
    dilation = int(2 ** chance.uniform(0, np.log2((steps - 1) / (_LENGTH - 1))))
    length = steps - (_LENGTH - 1) * dilation
    total = np.zeros((len(series), length), np.float32)
    for channel in chance.choice(width, many, replace=False):
        high = set(chance.choice(_LENGTH, _HIGH, replace=False).tolist())
        sign = chance.choice((-1, 1))
        for place in range(_LENGTH):
            weight = sign * (2 if place in high else -1)
            start = place * dilation
            total += weight * series[:, start : start + length, channel]
    threshold = _SPREAD * np.sqrt(many) * chance.normal()
    share: Rows = (total > threshold).mean(axis=1, dtype=np.float32)
    return share
