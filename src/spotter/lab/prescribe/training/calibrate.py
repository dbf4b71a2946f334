"""What the network says, made as sure as it is right: one factor for each of its four spreads."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from spotter.lab.prescribe.training.table import Table

# Half the width of the interval that holds four in five of normal values, in SD.
FOUR_IN_FIVE = 1.2816


@dataclass(frozen=True, slots=True)
class Calibration:
    """`temperature` divides the log-odds of getting it done (Guo 2017); the others multiply the
    spreads, so that four fifths of held-out outcomes lie in the 80 % interval."""

    temperature: float
    effort: float
    soreness: float
    progress: float


def calibrate(network: keras.Model, table: Table) -> Calibration:
    """Return the calibration on athletes that the network did not learn from."""
    told = np.asarray(network.predict(table.rows, batch_size=4096, verbose=0), dtype=np.float64)
    drawn = (table.effort_off, table.soreness, table.progress)
    factors = [
        _factor(told[:, 2 * place - 1], told[:, 2 * place], seen)
        for place, seen in enumerate(drawn, start=1)
    ]
    return Calibration(_temperature(told[:, 0], table.done), *factors)


def _factor(
    mean: NDArray[np.float64], logvar: NDArray[np.float64], seen: NDArray[np.float64]
) -> float:
    off = np.abs(seen - mean) / np.exp(0.5 * np.clip(logvar, -4, 4))
    return float(np.quantile(off, 0.8) / FOUR_IN_FIVE)


def _temperature(logit: NDArray[np.float64], done: NDArray[np.float64]) -> float:
    """Return the temperature of the least log loss, on a grid from a half to three."""
    grid = np.exp(np.linspace(np.log(0.5), np.log(3.0), 121))
    losses = [float(np.mean(np.logaddexp(0, logit / t) - done * logit / t)) for t in grid]
    return float(grid[int(np.argmin(losses))])
