"""Our agents and the network under them, on tasks small enough to see through."""

from __future__ import annotations

import numpy as np
import pytest

from spotter.lab.prescribe.bandits.agents import Config, Linear, NeuralLinear
from spotter.lab.prescribe.bandits.network import Network
from spotter.lab.prescribe.bandits.tasks import Task, from_scikit_learn
from spotter.lab.prescribe.benchmarks.bandit import play


def _circle(rows: int = 1500) -> Task:
    """Two arms: one is right inside a circle, the other outside, which no line tells apart."""
    contexts = np.random.default_rng(0).uniform(-1, 1, (rows, 2))
    right = (np.square(contexts).sum(axis=1) < 0.5).astype(np.int64)
    return Task("circle", contexts, right, 2, rows)


def test_a_network_learns_what_the_arm_that_was_played_gave() -> None:
    network = Network((1, 16, 2), np.random.default_rng(0))
    inputs = np.ones((32, 1), np.float32)
    arms, rewards = np.zeros(32, np.int64), np.ones(32, np.float32)
    for _ in range(200):
        network.learn(inputs, arms, rewards)
    told = network.last_layer(inputs) @ network.weights[-1] + network.biases[-1]
    assert told[0, 0] == pytest.approx(1.0, abs=0.05)


def _error(
    network: Network, inputs: np.ndarray, arms: np.ndarray, rewards: np.ndarray
) -> tuple[float, list[np.ndarray]]:
    """Return half the mean squared error and its gradients, the last layer's first."""
    layers = network._layers(inputs)
    told = layers[-1] @ network.weights[-1] + network.biases[-1]
    rows = np.arange(len(arms))
    missed = np.zeros_like(told)
    missed[rows, arms] = (told[rows, arms] - rewards) / np.float32(len(arms))
    half = float(0.5 * np.square(told[rows, arms] - rewards).mean())
    return half, list(network._gradients(layers, missed))


def test_its_gradient_is_the_slope_of_its_error() -> None:
    rng = np.random.default_rng(1)
    inputs = rng.standard_normal((8, 3)).astype(np.float32)
    arms, rewards = np.arange(8) % 2, rng.random(8).astype(np.float32)
    network = Network((3, 5, 2), rng, decay=0.0)
    _, gradients = _error(network, inputs, arms, rewards)
    for place, gradient in enumerate(reversed(gradients[::2])):
        numeric = np.zeros_like(gradient)
        for index in np.ndindex(gradient.shape):
            network.weights[place][index] += 1e-2
            up, _ = _error(network, inputs, arms, rewards)
            network.weights[place][index] -= 2e-2
            down, _ = _error(network, inputs, arms, rewards)
            network.weights[place][index] += 1e-2
            numeric[index] = (up - down) / 2e-2
        np.testing.assert_allclose(gradient, numeric, atol=5e-3)


def test_neural_linear_learns_what_no_line_tells_apart() -> None:
    task = _circle()
    linear = play(Linear(2, 2, 0), task, 0, raw=True)
    neural = play(NeuralLinear(2, 2, 0), task, 0, raw=True)
    assert neural < 0.5 * linear


def test_the_same_seed_plays_the_same_arms() -> None:
    task = _circle(200)
    assert len({play(NeuralLinear(2, 2, 5), task, 5, raw=True) for _ in range(2)}) == 1


class _Listening(NeuralLinear):
    """Fails when it hears of anything but the arm that it chose."""

    chosen: int | None = None

    def choose(self, context: np.ndarray) -> int:
        self.chosen = super().choose(context)
        return self.chosen

    def learn(self, context: np.ndarray, arm: int, reward: float) -> None:
        assert arm == self.chosen
        assert reward in {0.0, 1.0}
        super().learn(context, arm, reward)


def test_an_agent_hears_of_the_arm_it_played_only() -> None:
    agent = _Listening(2, 2, 0, Config(steps=2))
    assert play(agent, _circle(120), 0, raw=True) < 120


def test_on_wine_it_errs_at_most_a_quarter_as_often_as_chance() -> None:
    task = from_scikit_learn("wine")
    regret = play(NeuralLinear(13, 3, 0), task, 0, raw=True)
    assert regret < 178 * 2 / 3 / 4
