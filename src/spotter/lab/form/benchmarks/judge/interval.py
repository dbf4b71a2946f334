"""How sure a share is when people, not repetitions, were drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DRAWS = 2000


def by_person(
    hits: NDArray[np.float64], people: Sequence[object], seed: int
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean of `hits`, drawing whole people again."""
    return by_person_of_each([hits], [people], seed)


def by_person_of_each(
    hits: Sequence[NDArray[np.float64]], people: Sequence[Sequence[object]], seed: int
) -> tuple[float, float]:
    """Return the interval of the mean over several tables of each table's own mean."""
    chance = np.random.default_rng(seed)
    draws = np.mean([_draws(h, p, chance) for h, p in zip(hits, people, strict=True)], axis=0)
    low, high = np.percentile(draws, (2.5, 97.5))
    return float(low), float(high)


def _draws(
    hits: NDArray[np.float64], people: Sequence[object], chance: np.random.Generator
) -> NDArray[np.float64]:
    _, of = np.unique(np.asarray([str(each) for each in people]), return_inverse=True)
    sums, counts = np.bincount(of, weights=hits), np.bincount(of)
    drawn = chance.integers(0, len(sums), (DRAWS, len(sums)))
    mean: NDArray[np.float64] = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return mean
