"""A small network that predicts each arm's reward and learns from the arm that was played.

NumPy, because a step takes a tenth of a millisecond here, which is what calling a framework costs
before it has computed anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]


@dataclass(slots=True)
class Network:
    """Rectified layers (He et al. 2015), squared error, Adam (Kingma and Ba 2015).

    `widths` are the inputs, the hidden layers and the arms.
    """

    widths: tuple[int, ...]
    rng: np.random.Generator
    step: float = 3e-3
    decay: float = 1e-5
    weights: list[Floats] = field(init=False)
    biases: list[Floats] = field(init=False)
    _moments: list[tuple[Floats, Floats]] = field(init=False)
    _steps: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        layers = list(zip(self.widths, self.widths[1:], strict=False))
        self.weights = [
            (self.rng.standard_normal(shape) * np.sqrt(2 / shape[0])).astype(np.float32)
            for shape in layers
        ]
        # Before anything was learned all arms should look alike.
        self.weights[-1] *= np.float32(0.1)
        self.biases = [np.zeros(out, np.float32) for _, out in layers]
        self._moments = [(np.zeros_like(one), np.zeros_like(one)) for one in self._parameters()]

    def last_layer(self, inputs: Floats) -> Floats:
        """Return what the last hidden layer makes of `inputs` (n, d): (n, its width)."""
        return self._layers(inputs)[-1]

    def learn(self, inputs: Floats, arms: Whole, rewards: Floats) -> None:
        """Take one step towards the rewards of the arms that were played."""
        layers = self._layers(inputs)
        told = layers[-1] @ self.weights[-1] + self.biases[-1]
        rows = np.arange(len(arms))
        error = np.zeros_like(told)
        error[rows, arms] = (told[rows, arms] - rewards) / np.float32(len(arms))
        self._descend(list(self._gradients(layers, error)))

    def _layers(self, inputs: Floats) -> list[Floats]:
        found = [inputs]
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            found.append(np.maximum(found[-1] @ weight + bias, np.float32(0)))
        return found

    def _gradients(self, layers: list[Floats], error: Floats) -> Iterator[Floats]:
        """Yield the gradient of each weight and bias, the last layer's first."""
        for place in range(len(self.weights) - 1, -1, -1):
            yield layers[place].T @ error + np.float32(self.decay) * self.weights[place]
            yield error.sum(axis=0)
            error = (error @ self.weights[place].T) * (layers[place] > 0)

    def _parameters(self) -> list[Floats]:
        pairs = zip(reversed(self.weights), reversed(self.biases), strict=True)
        return [one for pair in pairs for one in pair]

    def _descend(self, gradients: list[Floats]) -> None:
        self._steps += 1
        size = np.float32(self.step * np.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps))
        for one, gradient, (first, second) in zip(
            self._parameters(), gradients, self._moments, strict=True
        ):
            first[...] += np.float32(0.1) * (gradient - first)
            second[...] += np.float32(0.001) * (gradient * gradient - second)
            one[...] -= size * first / (np.sqrt(second) + np.float32(1e-8))
