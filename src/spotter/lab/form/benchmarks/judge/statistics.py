"""A series of any length as a row of numbers: levels, ranges, and how fast and jerkily it moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]
_EDGE = 5


def statistics(frames: Rows, frames_per_s: float) -> Rows:
    """Return (11·C,) numbers of a series (F, C), F ≥ 3: its levels, then its rates.

    The rates of a channel are mean and 95th percentile of its speed (per second) and the mean size
    of its acceleration (per second squared).
    """
    speed = np.gradient(frames, axis=0) * frames_per_s
    force = np.gradient(speed, axis=0) * frames_per_s
    rates = (
        np.abs(speed).mean(axis=0),
        np.percentile(np.abs(speed), 95, axis=0),
        np.abs(force).mean(axis=0),
    )
    return np.concatenate([levels(frames), *rates]).astype(np.float32)


def levels(frames: Rows) -> Rows:
    """Return (8·C,) numbers of a series (F, C) that do not ask how fast it was.

    Per channel: 5th, 50th and 95th percentile, their range, mean, standard deviation, and the mean
    of the first and of the last five frames.
    """
    low, middle, high = np.percentile(frames, (5, 50, 95), axis=0)
    parts = (
        low,
        middle,
        high,
        high - low,
        frames.mean(axis=0),
        frames.std(axis=0),
        frames[:_EDGE].mean(axis=0),
        frames[-_EDGE:].mean(axis=0),
    )
    return np.concatenate(parts).astype(np.float32)
