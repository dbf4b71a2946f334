"""Ridge regression with a Gaussian kernel that is the mean over several views of a sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]
Square = NDArray[np.float64]
Views = Mapping[str, Rows]
# A glitch of the tracker counts as three standard deviations, however wild it is.
_AT_MOST = 3.0


@dataclass(frozen=True)
class Choice:
    """Which views, how narrow the kernel, how strong the ridge (share of the kernel's mean)."""

    views: tuple[str, ...]
    narrow: float
    ridge: float


@dataclass(frozen=True)
class Distances:
    """Squared distances by view: among the training samples, and of test to training samples."""

    train: Mapping[str, Square]
    test: Mapping[str, Square]

    def kernels(self, views: Sequence[str], narrow: float) -> tuple[Square, Square]:
        """Return the kernel among the training samples and that of test to training samples."""
        among = sum(np.exp(-narrow * self.train[view]) for view in views) / len(views)
        between = sum(np.exp(-narrow * self.test[view]) for view in views) / len(views)
        return np.asarray(among), np.asarray(between)


def distances(train: Views, test: Views) -> Distances:
    """Return squared distances after each column was set against the training samples'."""
    scaled = {view: _scaled(train[view], test[view]) for view in train}
    return Distances(
        {view: _squared(known, known) for view, (known, _) in scaled.items()},
        {view: _squared(new, known) for view, (known, new) in scaled.items()},
    )


def _scaled(train: Rows, test: Rows) -> tuple[Square, Square]:
    """Return both as deviations from the training median, bounded, over the root of the width."""
    middle, spread = np.median(train, axis=0), train.std(axis=0) + 1e-6
    root = np.sqrt(train.shape[1])
    return (
        np.clip((train - middle) / spread, -_AT_MOST, _AT_MOST).astype(np.float64) / root,
        np.clip((test - middle) / spread, -_AT_MOST, _AT_MOST).astype(np.float64) / root,
    )


def _squared(rows: Square, others: Square) -> Square:
    lengths = (rows**2).sum(axis=1)[:, None] + (others**2).sum(axis=1)
    squared: Square = np.maximum(lengths - 2 * rows @ others.T, 0)
    return squared


def judged(apart: Distances, right: NDArray[np.bool_], choice: Choice) -> Square:
    """Return a judgement of each test sample: above 0 right, below 0 wrong."""
    among, between = apart.kernels(choice.views, choice.narrow)
    target = np.where(right, 1.0, -1.0)
    ridge = choice.ridge * np.trace(among) / len(among)
    weights = np.linalg.solve(among + ridge * np.eye(len(among)), target - target.mean())
    judgement: Square = between @ weights + target.mean()
    return judgement
