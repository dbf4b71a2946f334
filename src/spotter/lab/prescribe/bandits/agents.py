"""Our agents: the Bayesian linear head of the service, on contexts as they are or as a network
that learns along sees them (neural-linear; Riquelme, Tucker and Snoek 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from spotter.lab.prescribe.bandits.network import Network
from spotter.prescribe.bandit.linear import Array, Posterior


class Agent(Protocol):
    """Plays arms and learns from the reward of the one it played, and from nothing else."""

    def choose(self, context: Array) -> int:
        """Return the arm to play in `context` (d)."""
        ...

    def learn(self, context: Array, arm: int, reward: float) -> None:
        """Take in what the arm gave."""
        ...


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of an agent, the same on every task.

    `spread` scales the posterior's standard deviations, `precision`, `a` and `b` are the prior of
    each arm's head; `layers` the network's hidden widths, `steps` of `batch` samples are learned
    each time, and that is after `often` contexts or this share of those seen, whichever is more.
    """

    spread: float = 0.25
    precision: float = 3.0
    a: float = 6.0
    b: float = 0.6
    layers: tuple[int, ...] = (64, 64)
    steps: int = 60
    batch: int = 128
    often: int = 10
    share: float = 0.05
    most_often: int = 200


def sampled(heads: list[Posterior], context: Array, spread: float, rng: np.random.Generator) -> int:
    """Return the arm that is best in one draw of every arm's own posterior.

    The reward expected in one context has one dimension, so one number an arm is drawn.
    """
    normal = rng.standard_normal(len(heads))
    drawn = [
        head.mean @ context
        + spread * each * np.sqrt(head.b / rng.gamma(head.a)) * np.linalg.norm(context @ head.root)
        for head, each in zip(heads, normal, strict=True)
    ]
    return int(np.argmax(drawn))


class Linear:
    """Thompson sampling with a linear head for each arm, on contexts as they come."""

    def __init__(self, size: int, arms: int, seed: int, config: Config | None = None) -> None:
        self._config = config or Config()
        self._rng = np.random.default_rng([seed, 1])
        self._heads = [_head(size + 1, self._config) for _ in range(arms)]

    def choose(self, context: Array) -> int:
        return sampled(self._heads, np.append(context, 1.0), self._config.spread, self._rng)

    def learn(self, context: Array, arm: int, reward: float) -> None:
        self._heads[arm].update(np.append(context, 1.0), reward)


class NeuralLinear:
    """Thompson sampling with a linear head for each arm, on a network's last layer.

    The heads see the last layer, the context itself and a constant, so that before the network has
    learned anything they are at least as good as linear ones. Contexts are standardised by those
    seen so far and their tails drawn in (asinh). The network learns from what was played; the heads
    are then fitted anew to its new last layer.
    """

    def __init__(self, size: int, arms: int, seed: int, config: Config | None = None) -> None:
        self.config = config or Config()
        self._rng = np.random.default_rng([seed, 2])
        self._network = Network((size, *self.config.layers, arms), self._rng)
        self._width = size + self.config.layers[-1] + 1
        self._heads = [_head(self._width, self.config) for _ in range(arms)]
        self._middle, self._scale = np.zeros(size), np.ones(size)
        self._contexts: list[Array] = []
        self._arms: list[int] = []
        self._rewards: list[float] = []
        self._next = self.config.often

    def choose(self, context: Array) -> int:
        seen = self._seen(self._standard(context)[None])[0]
        return sampled(self._heads, seen, self.config.spread, self._rng)

    def learn(self, context: Array, arm: int, reward: float) -> None:
        self._heads[arm].update(self._seen(self._standard(context)[None])[0], reward)
        self._contexts.append(context)
        self._arms.append(arm)
        self._rewards.append(reward)
        count = len(self._arms)
        if count >= self._next:
            config = self.config
            pause = min(config.most_often, int(config.share * count))
            self._next = count + max(config.often, pause)
            self._relearn()

    def _standard(self, contexts: Array) -> Array:
        return np.arcsinh((contexts - self._middle) / self._scale)

    def _seen(self, standard: Array) -> Array:
        layer = self._network.last_layer(standard.astype(np.float32)).astype(np.float64)
        return np.hstack([layer, standard, np.ones((len(standard), 1))])

    def _relearn(self) -> None:
        contexts, arms = np.array(self._contexts), np.array(self._arms)
        rewards = np.array(self._rewards)
        self._middle, spread = contexts.mean(axis=0), contexts.std(axis=0)
        self._scale = np.where(spread > 1e-9, spread, 1.0)
        standard = self._standard(contexts)
        inputs, wanted = standard.astype(np.float32), rewards.astype(np.float32)
        for _ in range(self.config.steps):
            batch = self._rng.integers(0, len(arms), min(self.config.batch, len(arms)))
            self._network.learn(inputs[batch], arms[batch], wanted[batch])
        seen = self._seen(standard)
        for arm in range(len(self._heads)):
            mine, got = seen[arms == arm], rewards[arms == arm]
            prior = _head(self._width, self.config)
            self._heads[arm] = Posterior.fitted(
                mine.T @ mine, mine.T @ got, float(got @ got), len(got), prior
            )


def _head(size: int, config: Config) -> Posterior:
    return Posterior.prior(size, config.precision, config.a, config.b)
