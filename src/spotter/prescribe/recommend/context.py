"""The context of an arm: one candidate on one day, in numbers that a linear head learns from.

Here are fourteen that can be read, in `last_layer` those of the learned ranker. What was learned is
kept by the name of the contexts it was learned with, and never used with others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from spotter.prescribe.bandit.linear import Array, Posterior
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.rank import Scored, View
from spotter.prescribe.recommend.suitable import TOLERANCE
from spotter.prescribe.situation import Level

NAME = "readable-1"
FEATURES = (
    "constant",
    "rule_lead",
    "demand",
    "of_minutes",
    "tired_share",
    "complete_share",
    "goal_share",
    "shorter",
    "easier",
    "elsewhere",
    "next_day",
    "gentle",
    "demand_when_low",
    "demand_after_hard",
)
_SHORTER = {Kind.SHORTER, Kind.SHORTEST, Kind.THIRTY}
_EASIER = {Kind.EASIER, Kind.MUCH_EASIER}
_GENTLE = {Kind.CARDIO, Kind.MOBILITY, Kind.RECOVERY, Kind.REST}
HARD_RPE = 8.0

# Before anything was learned a reward is believed to be about 0.6, and a candidate that lies a
# whole tolerance behind the rule's first to be worth 0.1 less; a weight to lie within about 0.2 of
# that, a reward to scatter by about 0.2. Project assumptions.
_USUAL, _LEAD, _PRECISION, _A, _B = 0.6, 0.1, 1.0, 6.0, 0.24


@dataclass(frozen=True, slots=True)
class Seen:
    """Contexts of k arms: `rows` (k, d), and `unseen` (k,), what is foreseen of each that its
    reward will not show; it is added to the reward before that is learned from."""

    rows: Array
    unseen: Array


class Context(Protocol):
    """A way to see arms, with a name of at most 32 characters and a prior of its own."""

    @property
    def name(self) -> str:
        """Return the name that evidence is kept by."""
        ...

    @property
    def size(self) -> int:
        """Return how many numbers a context has."""
        ...

    def of(self, arms: Sequence[Scored], candidates: Sequence[Candidate], view: View) -> Seen:
        """Return the contexts of `arms`, the rule's first first; all are of `candidates`."""
        ...

    def first_prior(self) -> Posterior:
        """Return what is believed of the population before anybody has trained."""
        ...


@dataclass(frozen=True, slots=True)
class Readable:
    """The fourteen numbers of `FEATURES`."""

    name: str = NAME
    size: int = len(FEATURES)

    def of(self, arms: Sequence[Scored], candidates: Sequence[Candidate], view: View) -> Seen:
        """Return the contexts of `arms`; the others do not matter, and rewards show everything."""
        del candidates
        return Seen(contexts(arms, view), np.zeros(len(arms)))

    def first_prior(self) -> Posterior:
        """Return what is believed of the population before anybody has trained."""
        return first_prior()


READABLE = Readable()


def contexts(arms: Sequence[Scored], view: View) -> Array:
    """Return one row of `FEATURES` for each arm, the rule's first first: (k, 14)."""
    top = arms[0].score
    return np.array([_row(one, top, view) for one in arms], dtype=np.float64)


def _row(one: Scored, top: float, view: View) -> list[float]:
    candidate = one.candidate
    low = view.level <= Level.LOW
    hard = (view.yesterday_rpe or 0.0) >= HARD_RPE
    return [
        1.0,
        (one.score - top) / TOLERANCE,
        candidate.demand,
        candidate.session.duration_min / max(view.minutes, 1),
        candidate.tired_share,
        candidate.complete_share,
        candidate.goal_share,
        float(candidate.kind in _SHORTER),
        float(candidate.kind in _EASIER),
        float(candidate.kind is Kind.OTHER_EQUIPMENT),
        float(candidate.kind is Kind.SWAPPED),
        float(candidate.kind in _GENTLE),
        candidate.demand * low,
        candidate.demand * hard,
    ]


def first_prior() -> Posterior:
    """Return what is believed of the population before anybody has trained."""
    prior = Posterior.prior(len(FEATURES), _PRECISION, _A, _B)
    prior.mean[FEATURES.index("constant")] = _USUAL
    prior.mean[FEATURES.index("rule_lead")] = _LEAD
    return prior
