"""Bayesian linear regression with unknown noise: what is believed of the rewards, kept exactly.

The normal-inverse-gamma conjugate pair (Bishop 2006, section 3.3; Murphy 2012, section 7.6.3):
noise variance s2 ~ IG(a, b), weights | s2 ~ N(mean, s2 root rootᵀ). The covariance is held as a
square root, updated by Potter's rank-one formula (Potter 1963, in Bierman 1977, section V.2): the
covariance stays positive by construction, and an update or a sample is a few products of a matrix
and a vector.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from spotter.kit.errors import BadInput

Array = npt.NDArray[np.float64]

# Noise of a reward between 0 and 1 before any was seen: variance about b / a = 1, and soon less.
FIRST_A, FIRST_B = 6.0, 6.0


class NotAPosterior(BadInput):
    """Shapes or numbers that no posterior has."""

    code = "not_a_posterior"


@dataclass(slots=True)
class Posterior:
    """What is believed of d weights: `mean` (d), `root` (d, d), noise variance IG(`a`, `b`).

    Mutable: `update` and `forget` change it in place, since a head of 200 weights is updated in
    well under a millisecond only without copies.
    """

    mean: Array
    root: Array
    a: float = FIRST_A
    b: float = FIRST_B

    @classmethod
    def prior(
        cls, size: int, precision: float = 1.0, a: float = FIRST_A, b: float = FIRST_B
    ) -> Self:
        """Return weights of zero, each with variance noise / `precision`.

        Raises `NotAPosterior` unless size, precision, a and b are positive.
        """
        if size < 1 or min(precision, a, b) <= 0:
            raise NotAPosterior("A prior needs a positive size, precision, a and b.")
        return cls(np.zeros(size), np.eye(size) / np.sqrt(precision), a, b)

    @classmethod
    def fitted(
        cls, gram: Array, moment: Array, squares: float, count: float, prior: Posterior
    ) -> Self:
        """Return `prior` updated with many rewards at once, from their sufficient statistics.

        `gram` (d, d) is the sum of x xᵀ, `moment` (d) of x y, `squares` of y², over `count` rows.
        Equal to updating one by one, in any order.
        """
        before = prior.precision
        precision = before + gram
        pulled = before @ prior.mean
        # precision = lower lowerᵀ, so its inverse has the root lower⁻ᵀ.
        lower = np.linalg.cholesky(precision)
        root = np.linalg.solve(lower, np.eye(len(lower))).T
        mean = root @ (root.T @ (pulled + moment))
        left = squares + prior.mean @ pulled - mean @ (precision @ mean)
        b = prior.b + max(float(left), 0.0) / 2
        return cls(mean, np.ascontiguousarray(root), prior.a + count / 2, b)

    @property
    def size(self) -> int:
        return len(self.mean)

    @property
    def covariance(self) -> Array:
        """Return the covariance of the weights in units of the noise variance, (d, d)."""
        return self.root @ self.root.T

    @property
    def precision(self) -> Array:
        """Return the inverse of `covariance`, (d, d)."""
        inverse = np.linalg.inv(self.root)
        return inverse.T @ inverse

    @property
    def noise(self) -> float:
        """Return the noise variance to reckon with: b / a."""
        return self.b / self.a

    def update(self, context: Array, reward: float, weight: float = 1.0) -> None:
        """Take one reward in, seen `weight` times; `context` (d). O(d²).

        Raises `NotAPosterior` for what is not finite, and changes nothing then.
        """
        if not (np.isfinite(reward) and np.all(np.isfinite(context)) and weight > 0):
            raise NotAPosterior("A context and its reward must be finite numbers.")
        scaled = np.sqrt(weight) * context
        along = self.root.T @ scaled
        spread = 1.0 + float(along @ along)
        missed = np.sqrt(weight) * reward - float(scaled @ self.mean)
        gain = self.root @ along
        self.mean += gain * (missed / spread)
        self.root -= np.outer(gain, along) * (1.0 / (spread + np.sqrt(spread)))
        self.a += weight / 2
        self.b += missed * missed / (2 * spread)

    def forget(self, kept: float, prior: Posterior) -> None:
        """Trust what was learned `kept` (0-1) as much as before, falling back towards `prior`.

        Precision, and the evidence about the noise, are mixed with the prior's (West and Harrison
        1997, section 6.3, with the prior as the floor, so that directions no longer visited return
        to it and never lose all belief).
        """
        if not 0 <= kept <= 1:
            raise NotAPosterior("A share that is kept lies between 0 and 1.")
        mine, theirs = self.precision, prior.precision
        precision = kept * mine + (1 - kept) * theirs
        pulled = kept * (mine @ self.mean) + (1 - kept) * (theirs @ prior.mean)
        lower = np.linalg.cholesky(precision)
        self.root = np.ascontiguousarray(np.linalg.solve(lower, np.eye(self.size)).T)
        self.mean = self.root @ (self.root.T @ pulled)
        self.a = kept * self.a + (1 - kept) * prior.a
        self.b = kept * self.b + (1 - kept) * prior.b

    def scores(self, contexts: Array) -> Array:
        """Return the expected reward of each row of `contexts` (k, d)."""
        found: Array = contexts @ self.mean
        return found

    def deviations(self, contexts: Array) -> Array:
        """Return the standard deviation of each row's expected reward, (k)."""
        found: Array = np.sqrt(self.noise * np.square(contexts @ self.root).sum(axis=1))
        return found

    def sample(self, rng: np.random.Generator) -> Array:
        """Return weights drawn from the posterior, (d)."""
        variance = self.b / rng.gamma(self.a)
        drawn: Array = self.mean + np.sqrt(variance) * (self.root @ rng.standard_normal(self.size))
        return drawn
