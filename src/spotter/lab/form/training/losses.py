"""The loss and the errors in points, both blind to scores that nobody gave."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

Tensor = Any  # Keras publishes no types.
POINTS = 100.0
KNEE = 0.05
"""Five points: below it the loss is quadratic, above it linear (Huber 1964)."""


@keras.saving.register_keras_serializable(package="spotter")  # type: ignore[untyped-decorator]
def known_huber(truth: Tensor, predicted: Tensor) -> Tensor:
    """Return (N,) Huber losses over the known scores of each repetition; NaN is unknown."""
    error, known = _error(truth, predicted)
    size = ops.abs(error)
    loss = ops.where(size < KNEE, 0.5 * error * error / KNEE, size - 0.5 * KNEE)
    return ops.sum(loss, axis=-1) / ops.maximum(ops.sum(known, axis=-1), 1.0)


@keras.saving.register_keras_serializable(package="spotter")
class Points(keras.metrics.Metric):  # type: ignore[misc]  # Keras publishes no types
    """Mean |error|^`power` to the 1/`power` in points: 1 is the MAE, 2 the RMSE."""

    def __init__(self, name: str = "mae", power: int = 1, **rest: Any) -> None:
        super().__init__(name=name, **rest)
        self.power = power
        self.total = self.add_weight(name="total", initializer="zeros")
        self.count = self.add_weight(name="count", initializer="zeros")

    def update_state(self, truth: Tensor, predicted: Tensor, sample_weight: Any = None) -> None:
        """Add a batch."""
        error, known = _error(truth, predicted)
        self.total.assign_add(ops.sum(ops.abs(error * POINTS) ** self.power))
        self.count.assign_add(ops.sum(known))

    def result(self) -> Tensor:
        """Return the error so far."""
        return (self.total / ops.maximum(self.count, 1.0)) ** (1 / self.power)

    def get_config(self) -> dict[str, Any]:
        """Return what a saved network rebuilds this from."""
        return {**super().get_config(), "power": self.power}


def _error(truth: Tensor, predicted: Tensor) -> tuple[Tensor, Tensor]:
    predicted = ops.cast(predicted, "float32")
    truth = ops.cast(truth, "float32")
    known = ops.logical_not(ops.isnan(truth))
    # Replaced before the difference: a NaN that is masked afterwards still spoils the gradient.
    truth = ops.where(known, truth, ops.zeros_like(truth))
    error = ops.where(known, predicted - truth, ops.zeros_like(predicted))
    return error, ops.cast(known, "float32")
