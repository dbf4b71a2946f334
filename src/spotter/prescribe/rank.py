"""Which candidate first: a scored rule that can be read, behind a port for learned rankers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.schedule import Due
from spotter.prescribe.situation import Level

Rows = NDArray[np.float32]

# Share of the planned work that suits each level of readiness; project assumptions.
DEMAND_BY_LEVEL = {Level.GOOD: 1.0, Level.FAIR: 1.0, Level.LOW: 0.65, Level.VERY_LOW: 0.2}
DEMAND_BY_DUE = {Due.TRAIN: 1.0, Due.RECOVER: 0.2, Due.REST: 0.0}
# Monotony from which load is called alike (Foster 1998: injury and illness rose above 2.0), and
# the mean daily load in AU from which alike is also a lot: an hour at RPE 3 every day; assumption.
MONOTONY_HIGH, HEAVY_AU, DEMAND_WHEN_ALIKE = 2.0, 180.0, 0.7
# What is left of a day without what it is named after serves the goal by this much less, so that a
# day that can be done whole comes first; assumption.
REST_OF_A_DAY = 0.5
# Sums of the same terms in another order differ by less.
ROUNDING = 1e-9


def _nothing(_: Candidate) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class View:
    """What a ranker may look at besides the candidates.

    `monotony` and `acute_load_au` (mean a day) are of the last seven days, None when unknown;
    `minutes` is what the athlete has, `pain` the worst pain there is (0-10), `first_weeks` whether
    they are new. `rows` gives the features of candidates for a learned ranker
    (`prescribe.ranker.features`), None where nobody worked them out. `allowed` says what the safety
    gate lets through: nothing, where no gate was asked.
    """

    level: Level
    due: Due
    minutes: int
    monotony: float | None = None
    acute_load_au: float | None = None
    days_off: int | None = None
    yesterday_rpe: float | None = None
    rows: Callable[[Sequence[Candidate]], Rows] | None = field(default=None, compare=False)
    pain: int = 0
    first_weeks: bool = False
    allowed: Callable[[Candidate], bool] = field(default=_nothing, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a score: `value` 0-1 with its `weight`."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score, the sum of value × weight over `terms`.

    `picked` is the reason code of one that comes first though another's score is as good or better.
    """

    candidate: Candidate
    score: float
    terms: tuple[Term, ...]
    picked: str = ""


class Ranker(Protocol):
    """Orders candidates, the best first; it may never add, drop or change one."""

    def rank(self, candidates: Sequence[Candidate], view: View) -> tuple[Scored, ...]:
        """Return every candidate once, best first."""
        ...


class RuleRanker:
    """The transparent ranker: how much today can carry decides, the rest breaks ties.

    Weights are project assumptions: demand must outweigh everything else together.
    """

    weights = (
        ("demand", 12.0),
        ("time", 2.0),
        ("goal", 2.0),
        ("sequence", 2.0),
        ("freshness", 4.0),
        ("complete", 1.0),
        ("equipment", 1.0),
    )

    def rank(self, candidates: Sequence[Candidate], view: View) -> tuple[Scored, ...]:
        """Return every candidate once, best first; equal scores keep their order."""
        scored = [self.score(one, view) for one in candidates]
        return tuple(sorted(scored, key=lambda one: -one.score))

    def bounded(self, view: View) -> Bounded:
        """Return what tells the score of a candidate, and its bound before it is built."""
        return Bounded(self, view)

    def score(self, candidate: Candidate, view: View) -> Scored:
        """Return a candidate with its score, which rests on nothing but it and `view`."""
        values = {
            "demand": 1 - abs(candidate.demand - wanted_demand(view)),
            "time": _time(candidate, view),
            "goal": candidate.goal_share * (1.0 if candidate.as_named else REST_OF_A_DAY),
            "sequence": float(candidate.kind is not Kind.SWAPPED and candidate.as_named),
            "freshness": 1 - candidate.tired_share,
            "complete": candidate.complete_share,
            "equipment": 0.0 if candidate.kind is Kind.OTHER_EQUIPMENT else 1.0,
        }
        terms = tuple(Term(name, values[name], weight) for name, weight in self.weights)
        return Scored(candidate, sum(term.value * term.weight for term in terms), terms)


@dataclass(frozen=True, slots=True)
class Bounded:
    """The rule on one day: what a candidate scores, and the most that it may score."""

    rule: RuleRanker
    view: View

    def score(self, candidate: Candidate) -> float:
        return self.rule.score(candidate, self.view).score

    def most(self, kind: Kind, demand: float, goal_share: float) -> float:
        """Return the highest score of a candidate of which nothing else is known."""
        weights = dict(self.rule.weights)
        return (
            sum(weights.values())
            + ROUNDING
            - weights["demand"] * abs(demand - wanted_demand(self.view))
            - weights["goal"] * (1 - goal_share)
            - weights["sequence"] * (kind is Kind.SWAPPED)
            - weights["equipment"] * (kind is Kind.OTHER_EQUIPMENT)
        )


def wanted_demand(view: View) -> float:
    """Return how much of the planned work suits today, 0 (rest) to 1 (all of it)."""
    wanted = min(DEMAND_BY_LEVEL[view.level], DEMAND_BY_DUE[view.due])
    if alike(view.monotony, view.acute_load_au):
        wanted = min(wanted, DEMAND_WHEN_ALIKE)
    return wanted


def alike(monotony: float | None, acute_load_au: float | None) -> bool:
    """Return whether the last seven days were heavy and all the same."""
    if monotony is None or acute_load_au is None:
        return False
    return monotony > MONOTONY_HIGH and acute_load_au >= HEAVY_AU


def _time(candidate: Candidate, view: View) -> float:
    """Return 0 for a session that is too long, else how much of the time it uses."""
    minutes = candidate.session.duration_min
    if minutes > view.minutes:
        return 0.0
    return 0.5 + 0.5 * minutes / max(view.minutes, 1)
