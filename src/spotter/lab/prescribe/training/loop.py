"""The training loop: whole days, early stopping by athletes held out, the best weights kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from spotter.lab.prescribe.training.days import Days
from spotter.lab.prescribe.training.network import (
    WORTH,
    Within,
    best_of,
    build,
    inversions,
    loss,
    wrong,
)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to train; `within` weighs the order within a day beside the likelihood."""

    epochs: int = 12
    days_at_a_time: int = 32
    learning_rate: float = 2e-3
    patience: int = 4
    within: Within = field(default_factory=Within)
    seed: int = 7


@dataclass(frozen=True)
class Trained:
    """The network with the weights of its best epoch; loss and inversions checked of each."""

    network: keras.Model
    history: tuple[tuple[float, float], ...]


def train(learn: Days, check: Days, options: Options, tell: Tell = lambda line: None) -> Trained:
    """Return a network trained on `learn`, stopped when `check` (other athletes) gets no better."""
    keras.utils.set_random_seed(options.seed)
    network = build(learn.rows[learn.mask > 0])
    pace = keras.optimizers.schedules.CosineDecay(
        options.learning_rate,
        options.epochs * max(1, len(learn) // options.days_at_a_time),
        alpha=0.02,
    )
    optimizer = keras.optimizers.AdamW(pace, weight_decay=1e-3)
    step, judge = _steps(network, optimizer, options)
    chance = np.random.default_rng(options.seed)
    history: list[tuple[float, float]] = []
    kept, best, waited = network.get_weights(), float("inf"), 0
    for epoch in range(options.epochs):
        learned = _epoch(learn, step, chance, options)
        checked = float(judge(*_whole(check)))
        history.append((learned, checked))
        tell(f"epoch {epoch + 1}: {learned:.4f} learned, AUC {1 - checked:.4f} of other athletes")
        waited += 1
        if checked < best:
            kept, best, waited = network.get_weights(), checked, 0
        if waited >= options.patience:
            break
    network.set_weights(kept)
    return Trained(network, tuple(history))


def _whole(part: Days) -> tuple[Any, Any, Any]:
    return tf.constant(part.rows), tf.constant(part.truth), tf.constant(part.mask)


def _epoch(learn: Days, step: Any, chance: np.random.Generator, options: Options) -> float:
    order, size = chance.permutation(len(learn)), options.days_at_a_time
    seen = [
        float(step(learn.rows[some], learn.drawn[some], learn.known[some], learn.mask[some]))
        for start in range(0, len(order) - size + 1, size)
        for some in (order[start : start + size],)
    ]
    return float(np.mean(seen))


def _steps(network: keras.Model, optimizer: Any, options: Options) -> tuple[Any, Any]:
    def step(rows: Any, drawn: Any, known: Any, mask: Any) -> Any:
        with tf.GradientTape() as tape:
            told = _told(network, rows, training=True)
            value = loss(told, drawn, known, mask, options.within)
        gradients = tape.gradient(value, network.trainable_variables)
        optimizer.apply_gradients(zip(gradients, network.trainable_variables, strict=True))
        return value

    def judge(rows: Any, truth: Any, mask: Any) -> Any:
        lead = _told(network, rows, training=False)[..., WORTH]
        return inversions(lead, best_of(truth, mask), mask, wrong)

    return tf.function(step, reduce_retracing=True), tf.function(judge)


def _told(network: keras.Model, rows: Any, *, training: bool) -> Any:
    shape = ops.shape(rows)
    flat = network(ops.reshape(rows, (-1, rows.shape[-1])), training=training)
    return ops.reshape(flat, (shape[0], shape[1], flat.shape[-1]))
