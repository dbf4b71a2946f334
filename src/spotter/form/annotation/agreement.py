"""How far raters agree: ICC(2,1) of scores and Cohen's kappa of faults."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spotter.form.motion import Bools

Ratings = NDArray[np.float64]


def icc_2_1(ratings: Ratings) -> float:
    """Return ICC(2,1) of `ratings` (targets, raters): two-way random, absolute, single rater.

    (MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n), Shrout & Fleiss 1979. NaN for fewer than
    two targets or raters, and where nothing varies.
    """
    n, k = ratings.shape
    if n < 2 or k < 2:
        return float("nan")
    grand = float(ratings.mean())
    rows = k * float(((ratings.mean(axis=1) - grand) ** 2).sum())
    columns = n * float(((ratings.mean(axis=0) - grand) ** 2).sum())
    rest = float(((ratings - grand) ** 2).sum()) - rows - columns
    msr, msc, mse = rows / (n - 1), columns / (k - 1), rest / ((n - 1) * (k - 1))
    below = msr + (k - 1) * mse + k * (msc - mse) / n
    return float("nan") if abs(below) < 1e-12 else float((msr - mse) / below)


def cohen_kappa(first: Bools, second: Bools) -> float:
    """Return Cohen's kappa (1960) of two raters' yes and no over the same targets (N,).

    NaN without targets, and where both gave one and the same answer throughout: then chance alone
    agrees as well.
    """
    if not len(first):
        return float("nan")
    observed = float(np.mean(first == second))
    yes = float(first.mean()), float(second.mean())
    by_chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    return float("nan") if 1 - by_chance < 1e-12 else (observed - by_chance) / (1 - by_chance)
