"""The plain ways to tell a load: from the maxima (Epley 1985) of the days before.

Each takes the maxima in kg of the past days' best sets and their reps, oldest first and at least
one, and the reps of today, and returns a maximum in kg.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from statistics import fmean

import numpy as np

from spotter.prescribe.lifts.case import middle

Baseline = Callable[[Sequence[float], Sequence[float], int], float]
# A further past than this moves none of them.
_LONGEST = 60


def last(maxima: Sequence[float], reps: Sequence[float], count: int) -> float:
    """Return the last maximum."""
    return maxima[-1]


def rolling(days: int, maxima: Sequence[float], reps: Sequence[float], count: int) -> float:
    """Return the mean of the last `days`."""
    return fmean(maxima[-days:])


def smoothed(weight: float, maxima: Sequence[float], reps: Sequence[float], count: int) -> float:
    """Return the exponentially smoothed maximum; `weight` is that of the newest."""
    level = maxima[0]
    for one in maxima[1:]:
        level += weight * (one - level)
    return level


def alike(maxima: Sequence[float], reps: Sequence[float], count: int) -> float:
    """Return the median weighed by recency and by likeness of repetitions."""
    values, counts = np.array(maxima[-_LONGEST:]), np.array(reps[-_LONGEST:])
    weights = 0.7 ** np.arange(len(values))[::-1] * np.exp(-np.abs(np.log(count / counts)) / 0.5)
    return middle(values, weights)


BASELINES: dict[str, Baseline] = {
    "last value": last,
    "mean of 3": partial(rolling, 3),
    "mean of 5": partial(rolling, 5),
    "smoothing 0.3": partial(smoothed, 0.3),
    "smoothing 0.5": partial(smoothed, 0.5),
    "smoothing 0.7": partial(smoothed, 0.7),
    "weighted median": alike,
}
