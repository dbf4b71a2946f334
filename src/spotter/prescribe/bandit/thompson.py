"""Thompson sampling with its propensities known: the arm is drawn from the numbers that are logged.

Thompson sampling plays an arm as often as it is the best under the posterior (Thompson 1933). How
often that is, is counted over draws with common random numbers (Owen 2013, chapter 8), so that it
is a function of what goes in, and moves little when that moves little. Novelty is bounded and every
arm keeps a floor; then the arm itself is drawn from exactly those probabilities. What is logged is
therefore the propensity, no estimate of it, and a later evaluation may divide by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from spotter.kit.errors import BadInput
from spotter.prescribe.bandit.linear import Array, Posterior

DRAWS = 1000
# The probability below which no safe arm falls: weights of an evaluation stay below 50.
FLOOR = 0.02
# The numbers that all choices share; another number would be another bandit, so it is versioned.
COMMON = 20_261_121


@dataclass(frozen=True, slots=True)
class Dosage:
    """How much novelty one athlete wants.

    `spread` scales the posterior's standard deviations (1: Thompson sampling, 0: none), `most` is
    the most probability that all arms but the expected best may have together, `floor` the least
    of each arm (less where `most` leaves less).
    """

    spread: float = 1.0
    most: float = 1.0
    floor: float = FLOOR

    def __post_init__(self) -> None:
        if not (self.spread >= 0 and 0 <= self.most <= 1 and 0 <= self.floor <= 1):
            raise BadInput("A dosage has a spread from 0 on, a most and a floor between 0 and 1.")


@dataclass(frozen=True, slots=True)
class Choice:
    """The arm that was drawn, and all that went into drawing it; arrays have one entry an arm."""

    arm: int
    expected: Array
    deviations: Array
    propensities: Array
    drawn: float


def choose(
    posterior: Posterior, contexts: Array, seed: int, dosage: Dosage | None = None
) -> Choice:
    """Return one of the arms whose contexts are the rows of `contexts` (k, d).

    Equal arguments give an equal choice. Raises `BadInput` without arms.
    """
    dosage = dosage or Dosage()
    expected, factor, deviations = outlook(posterior, contexts)
    chances = best_shares(expected, factor * dosage.spread, posterior.a)
    propensities = dosed(chances, int(np.argmax(expected)), dosage)
    drawn = float(np.random.default_rng(seed).random())
    return Choice(drawn_arm(propensities, drawn), expected, deviations, propensities, drawn)


def outlook(posterior: Posterior, contexts: Array) -> tuple[Array, Array, Array]:
    """Return the arms' expected rewards (k), a root of their covariance (k, k), deviations (k)."""
    if contexts.ndim != 2 or not len(contexts) or contexts.shape[1] != posterior.size:
        raise BadInput(f"Give at least one arm, each with {posterior.size} numbers.")
    along = contexts @ posterior.root
    gram = posterior.noise * (along @ along.T)
    values, vectors = np.linalg.eigh(gram)
    factor = vectors * np.sqrt(np.maximum(values, 0.0))
    return contexts @ posterior.mean, factor, np.sqrt(np.diag(gram))


def best_shares(expected: Array, factor: Array, a: float) -> Array:
    """Return how often each arm is the best of a draw; ties go to the first. Sums to 1.

    Rewards are drawn together, as they hang together: arms alike rise and fall alike. With the
    noise unknown they are Student's t with 2a degrees of freedom.
    """
    normal, shrunk = _common(len(expected), round(a, 1))
    drawn = expected + (normal @ factor.T) * shrunk
    return np.bincount(drawn.argmax(axis=1), minlength=len(expected)) / len(drawn)


@lru_cache(maxsize=256)
def _common(arms: int, a: float) -> tuple[Array, Array]:
    """Return normal draws (DRAWS, arms), mirrored in pairs, and what the noise makes of each."""
    rng = np.random.default_rng(COMMON)
    half = rng.standard_normal((DRAWS // 2, arms))
    spread = np.sqrt(a / rng.standard_gamma(a, DRAWS // 2))
    return np.vstack([half, -half]), np.concatenate([spread, spread])[:, None]


def dosed(chances: Array, best: int, dosage: Dosage) -> Array:
    """Return `chances` with the arms other than `best` held to the dosage, and the floor kept."""
    others = len(chances) - 1
    if not others:
        return np.ones(1)
    floor = min(dosage.floor, dosage.most / others, 1 / len(chances))
    room = max(dosage.most - others * floor, 0.0)
    free = 1 - len(chances) * floor
    # Of what is not floor, the others together may have no more than `room`.
    astray = (1 - chances[best]) * free
    if astray > room:
        held = chances * (room / astray)
        held[best] = 1 - (held.sum() - held[best])
        chances = held
    return floor + free * chances


def drawn_arm(propensities: Array, drawn: float) -> int:
    """Return the arm on which `drawn` (0-1) falls when the arms lie side by side."""
    place = int(np.searchsorted(np.cumsum(propensities), drawn, side="right"))
    return min(place, len(propensities) - 1)
