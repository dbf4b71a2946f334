"""The plan ranker as a Keras network: features in, four outcomes, their spread, and a context."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from spotter.lab.prescribe.simulation.outcome import BEST_SHARE
from spotter.prescribe.ranker.served import OUTCOMES, WIDTH

HIDDEN = (160, 96)
DROPPED = 0.2
# Products of two weighted sums of features each: what a goal makes of work, or a body of a load, is
# a product, which layers of sums learn slowly (factorisation machines, Rendle 2010).
CROSSED = 32
# The place of the worth among what is told, after seven numbers of the four outcomes.
WORTH = 7
# Worth by which a pair must be apart before its order is safe.
SHARP = 0.1
# Normalised inputs are cut here: nothing that was never seen may drive the network far out.
FAR = 5.0
HUBER = 0.2

Tensor = Any  # Keras publishes no types.


@dataclass(frozen=True, slots=True)
class Within:
    """How much worth weighs beside the likelihood: within a day, by itself, and in pairs."""

    place: float = 6.0
    level: float = 1.0
    pairs: float = 10.0


def build(rows: NDArray[np.float32], *, hidden: tuple[int, ...] = HIDDEN) -> keras.Model:
    """Return an untrained network for rows like `rows` (n, features).

    Output (n, 8 + WIDTH): the log-odds of getting it done; mean and log-variance of effort over
    target, of soreness, and of progress; the worth beside the others; then the last layer.
    """
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    given = keras.Input((rows.shape[1],), name="rows")
    scaled = layers.Rescaling(1.0 / spread, offset=-mean / spread, name="scaled")(given)
    plain = layers.Lambda(_cut, name="cut")(scaled)
    one, other = (layers.Dense(CROSSED, name=f"crossed_{place}")(plain) for place in "ab")
    products = layers.Lambda(_cut, name="products")(layers.Multiply()([one, other]))
    found = layers.Concatenate()([plain, products])
    for number, width in enumerate(hidden):
        found = layers.Dense(width, activation="relu", name=f"hidden_{number}")(found)
        found = layers.Dropout(DROPPED)(found)
    context = layers.Dense(WIDTH, activation="tanh", name="context")(found)
    heads = layers.Dense(len(OUTCOMES), name="heads")(context)
    return keras.Model(given, layers.Concatenate(name="all")([heads, context]))


def _cut(values: Tensor) -> Tensor:
    return ops.clip(values, -FAR, FAR)


def loss(told: Tensor, drawn: Tensor, known: Tensor, mask: Tensor, within: Within) -> Tensor:
    """Return the loss of days: `told` (d, m, 8 + WIDTH), `drawn` (d, m, 4), `known` (d, m, 2).

    The likelihood of each outcome, and what `within` weighs: how far the worth of a candidate is
    from what is known of it, how far from its place beside the others of the day (`disorder`), and
    how likely pairs come in the wrong order (`inversions`). `mask` is (d, m).
    """
    logit = told[..., 0]
    done = drawn[..., 0]
    each = ops.softplus(logit) - done * logit
    for place in (1, 2, 3):
        mean, logvar = told[..., 2 * place - 1], ops.clip(told[..., 2 * place], -4.0, 4.0)
        each += 0.5 * (logvar + ops.square(drawn[..., place] - mean) * ops.exp(-logvar))
    likely = ops.sum(each * mask) / ops.sum(mask)
    lead, worth, best = told[..., WORTH], known[..., 0], known[..., 1]
    order = inversions(lead, best, mask, lambda gap: ops.softplus(-gap / SHARP) * SHARP)
    level = ops.sum(_huber(lead - worth) * mask) / ops.sum(mask)
    beside = within.place * disorder(lead, worth, mask) + within.pairs * order
    return likely + within.level * level + beside


def disorder(lead: Tensor, worth: Tensor, mask: Tensor) -> Tensor:
    """Return the error of the worth beside the other candidates of the same day; all (d, m).

    Huber's loss, since a few athletes' worth lies far apart and would drown the others.
    """
    many = ops.maximum(ops.sum(mask, axis=1, keepdims=True), 1.0)

    def beside(values: Tensor) -> Tensor:
        return values - ops.sum(values * mask, axis=1, keepdims=True) / many

    return ops.sum(_huber(beside(lead) - beside(worth)) * mask) / ops.sum(mask)


def _huber(off: Tensor) -> Tensor:
    gap = ops.abs(off)
    return ops.where(gap < HUBER, ops.square(gap), 2 * HUBER * gap - HUBER**2)


def inversions(
    lead: Tensor, good: Tensor, mask: Tensor, cost: Callable[[Tensor], Tensor]
) -> Tensor:
    """Return the mean over days of `cost` over the pairs of one of the best and one of the others.

    `lead`, `good` and `mask` are (d, m); `good` is 1 for the best or the chance to be one of them.
    `cost` is of the leads' differences (d, m, m); with 1 for a pair in the wrong order it is one
    less the area under the curve.
    """
    pairs = good[:, :, None] * (mask - good)[:, None, :]
    many = ops.sum(pairs, axis=(1, 2))
    each = ops.sum(cost(lead[:, :, None] - lead[:, None, :]) * pairs, axis=(1, 2))
    counts = ops.cast(many > 0, "float32")
    return ops.sum(each / ops.maximum(many, 1.0)) / ops.maximum(ops.sum(counts), 1.0)


def wrong(gap: Tensor) -> Tensor:
    """Return 1 for a pair in the wrong order, a half for a tie."""
    return ops.cast(gap < 0, "float32") + 0.5 * ops.cast(ops.equal(gap, 0.0), "float32")


def best_of(worth: Tensor, mask: Tensor) -> Tensor:
    """Return 1 for the candidates among the top quarter of their day, else 0; all (d, m)."""
    held = ops.where(mask > 0, worth, -np.inf)
    ordered = -ops.sort(-held, axis=1)
    many = ops.maximum(1.0, ops.round(BEST_SHARE * ops.sum(mask, axis=1)))
    last = ops.take_along_axis(ordered, ops.cast(many, "int32")[:, None] - 1, axis=1)
    return ops.cast(held >= last, "float32") * mask
