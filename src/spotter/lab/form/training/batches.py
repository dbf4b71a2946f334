"""Batches of an epoch: the same for the same seed, phase and epoch, whenever they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.lab.form.models.configs import ClipScorer, ModelConfig
from spotter.lab.form.reps import Reps
from spotter.lab.form.training.losses import POINTS

OVERALL = 5
"""The column of the overall score, the quality that a clip scorer tells."""

Batch = tuple[Any, Any]
Augment = Callable[[Reps, np.random.Generator], Reps]


def unchanged(reps: Reps, _chance: np.random.Generator) -> Reps:
    """Return `reps` as they are: no augmentation."""
    return reps


def epoch(
    reps: Reps,
    config: ModelConfig,
    *,
    size: int,
    seed: tuple[int, ...],
    augment: Augment = unchanged,
) -> Iterator[Batch]:
    """Yield the shuffled, augmented batches of an epoch, in the form the network takes.

    The last batch is filled up from the front, so that every batch has `size` rows: a network
    compiled for one shape is not compiled again for the remainder.
    """
    chance = np.random.default_rng(seed)
    order = np.resize(chance.permutation(len(reps)), -(-len(reps) // size) * size)
    for begin in range(0, len(order), size):
        part = augment(reps.of(order[begin : begin + size]), chance)
        yield taken(part, config), wanted(part, config)


def taken(reps: Reps, config: ModelConfig) -> Any:
    """Return `reps` as the inputs of the network."""
    return reps.input if isinstance(config, ClipScorer) else [reps.input, _which(reps)]


def wanted(reps: Reps, config: ModelConfig) -> Any:
    """Return the scores of `reps` (0..1) as the outputs of the network."""
    scores: NDArray[np.float32] = reps.scores / np.float32(POINTS)
    if isinstance(config, ClipScorer):
        return {"quality": scores[:, OVERALL : OVERALL + 1], "exercise": _which(reps)}
    return scores


def _which(reps: Reps) -> NDArray[np.int32]:
    return reps.exercise.astype(np.int32)
