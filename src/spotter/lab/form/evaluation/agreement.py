"""Agreement of predicted with true scores, and how sure one can be of it.

For two raters every measure here is a function of eight sums over the repetitions. The sums of a
person add up, so that resampling people (never repetitions: those of one person are alike) is one
matrix product however many repetitions there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MEASURES = ("mae", "rmse", "pearson", "icc")
"""Mean absolute error, root mean squared error, Pearson's r, ICC(2,1): columns of `measures`."""

RESAMPLES = 1000
COVERED = 0.95


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well predictions agree with the truth; `low` and `high` bound each in `MEASURES`' order.

    Errors are in points of the score (0 to 100); intervals are percentile bootstrap over people
    (Efron 1979), 95 %. A value is NaN where it is not defined, as a correlation of a constant.
    """

    count: int
    people: int
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def value(self, measure: str) -> float:
        """Return one of `MEASURES`."""
        return self.values[MEASURES.index(measure)]


def measures(sums: Floats) -> Floats:
    """Return `MEASURES` (…, 4) of the eight sums (…, 8) that `_terms` names."""
    n, absolute, squared, x, y, xx, yy, xy = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        sxx, syy, sxy = xx - x * x / n, yy - y * y / n, xy - x * y / n
        flat = (sxx < 1e-9 * n) | (syy < 1e-9 * n)
        pearson = np.where(flat, np.nan, sxy / np.sqrt(np.maximum(sxx * syy, 1e-300)))
        correction = (x + y) ** 2 / (2 * n)
        rows = (xx + yy + 2 * xy) / 2 - correction
        columns = (x * x + y * y) / n - correction
        mse = (xx + yy - correction - rows - columns) / (n - 1)
        msr = rows / (n - 1)
        below = msr + mse + 2 * (columns - mse) / n
        icc = np.where(np.abs(below) < 1e-12, np.nan, (msr - mse) / below)
        return np.stack([absolute / n, np.sqrt(squared / n), pearson, icc], axis=-1)


def agreement(
    truth: Floats, predicted: Floats, person: NDArray[np.int64], *, seed: int = 0
) -> Agreement:
    """Return how `predicted` (N,) agrees with `truth` (N,), with intervals over `person` (N,).

    Repetitions without a truth or a prediction (NaN) do not count; of none every measure is NaN.
    """
    known = np.isfinite(truth) & np.isfinite(predicted)
    names, who = np.unique(person[known], return_inverse=True)
    if not len(names):
        nothing = (float("nan"),) * len(MEASURES)
        return Agreement(0, 0, nothing, nothing, nothing)
    by_person = np.zeros((len(names), 8))
    # About one common origin: the sums of squares of scores near 90 would lose digits otherwise.
    origin = float(truth[known].mean()) if known.any() else 0.0
    np.add.at(by_person, who, _terms(truth[known] - origin, predicted[known] - origin))
    values = measures(by_person.sum(axis=0))
    draws = np.random.default_rng(seed).multinomial(
        len(names), np.full(len(names), 1 / max(len(names), 1)), size=RESAMPLES
    )
    resampled = measures(draws @ by_person)
    low, high = (_percentile(resampled, share) for share in ((1 - COVERED) / 2, (1 + COVERED) / 2))
    return Agreement(int(known.sum()), len(names), tuple(values.tolist()), low, high)


def _terms(x: Floats, y: Floats) -> Floats:
    """Return (N, 8): one, |error|, error², x, y, x², y², xy."""
    error = y - x
    return np.stack([np.ones_like(x), np.abs(error), error**2, x, y, x * x, y * y, x * y], axis=1)


def _percentile(resampled: Floats, share: float) -> tuple[float, ...]:
    columns = (column[np.isfinite(column)] for column in resampled.T)
    return tuple(float(np.quantile(one, share)) if len(one) else float("nan") for one in columns)
