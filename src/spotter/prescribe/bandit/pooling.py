"""What many athletes teach about one: a hierarchical prior, exact and kept up one reward at a time.

Each athlete's weights are the population's plus a deviation of their own (the mixed-effects model
of IntelligentPooling; Tomkins et al. 2021):

    theta_i = theta + u_i,   u_i ~ N(0, s2 apart I),   theta ~ N(prior.mean, s2 prior.covariance)

Integrating u_i out, an athlete with gram matrix A and moment c contributes (I + apart A)⁻¹ A to
the precision of theta and (I + apart A)⁻¹ c to its pull. Contributions add up, so that those of one
athlete can be taken out again: for their own prior, in which nobody counts twice, and when they are
deleted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from spotter.prescribe.bandit.linear import Array, Posterior

# Variance, in units of the noise, by which athletes differ in a weight; project assumption.
APART = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sufficient statistics of rewards: sums of x xᵀ (d, d), x y (d) and y², over `count` rewards.

    One athlete's, or what a population was told by its athletes.
    """

    gram: Array
    moment: Array
    squares: float = 0.0
    count: float = 0.0

    @classmethod
    def none(cls, size: int) -> Self:
        """Return the evidence of no reward at all."""
        return cls(np.zeros((size, size)), np.zeros(size))

    def added(self, context: Array, reward: float, times: float = 1.0) -> Evidence:
        """Return it with one reward more; with `times` -1 with that reward taken out again."""
        return Evidence(
            self.gram + times * np.outer(context, context),
            self.moment + times * reward * context,
            self.squares + times * reward * reward,
            self.count + times,
        )

    def plus(self, other: Evidence, times: float = 1.0) -> Evidence:
        """Return the sum of both, `other` counted `times`."""
        return Evidence(
            self.gram + times * other.gram,
            self.moment + times * other.moment,
            self.squares + times * other.squares,
            self.count + times * other.count,
        )

    def told(self, apart: float = APART) -> Evidence:
        """Return what one athlete's evidence says of the population they come from."""
        damped = np.linalg.inv(np.eye(len(self.moment)) + apart * self.gram)
        gram = damped @ self.gram
        return replace(self, gram=(gram + gram.T) / 2, moment=damped @ self.moment)


def athletes_prior(first: Posterior, others: Evidence, apart: float = APART) -> Posterior:
    """Return what is believed of an athlete before their own rewards, from those of `others`.

    `first` is the prior of the population, `others` the sum of what the other athletes told. The
    noise stays the prior's: a reward is as noisy as the athlete it comes from.
    """
    precision = first.precision
    known = precision + others.gram
    covariance = np.linalg.inv(known)
    mean = covariance @ (precision @ first.mean + others.moment)
    spread = covariance + apart * np.eye(first.size)
    root = np.linalg.cholesky((spread + spread.T) / 2).astype(np.float64)
    return Posterior(mean, root, first.a, first.b)


def athletes_posterior(
    first: Posterior, others: Evidence, own: Evidence, apart: float = APART
) -> Posterior:
    """Return what is believed of an athlete, from the `others` and their own rewards."""
    before = athletes_prior(first, others, apart)
    return Posterior.fitted(own.gram, own.moment, own.squares, own.count, before)
