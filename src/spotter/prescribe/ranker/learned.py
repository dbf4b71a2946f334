"""The ranker that foresees, joined with the scored rule that says what suits today."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from spotter.prescribe.candidate import Candidate
from spotter.prescribe.rank import Ranker, RuleRanker, Scored, Term, View
from spotter.prescribe.ranker.foreseen import Foresees
from spotter.prescribe.recommend.suitable import asks_no_more
from spotter.prescribe.situation import Level

# The most that foresight moves a rule score: a fifth of the planned work less than today can carry,
# or another day of the programme. A project assumption.
SUITABLE = 2.5
# So much less worth than the best (half a usual session's progress) is as bad as can be.
WORTH_SPAN = 0.5

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HybridRanker:
    """The rules say what suits today, the network which of that comes first.

    A candidate that the rules score more than `SUITABLE` below their best never comes first,
    whatever is foreseen of it; and none passes one that asks less. Where there is pain, or
    readiness is very low, the rules decide alone.
    """

    network: Foresees
    rules: Ranker = field(default_factory=RuleRanker)

    def rank(self, candidates: Sequence[Candidate], view: View) -> tuple[Scored, ...]:
        """Return every candidate once, best first; equal scores keep the order of the rules."""
        by_rule = self.rules.rank(candidates, view)
        if view.rows is None or not by_rule or view.pain or view.level is Level.VERY_LOW:
            return by_rule
        found = self.network.foresee(view.rows([one.candidate for one in by_rule]))
        hoped = [SUITABLE * float(value) for value in beside_best(found.worth)]
        return tuple(sorted(_moved(by_rule, hoped, view), key=lambda one: -one.score))


def _moved(by_rule: Sequence[Scored], hoped: Sequence[float], view: View) -> list[Scored]:
    """Return the candidates in the order of the rules, each with the part of `hoped` it may have.

    None may pass one that the rules put before it and that asks less. So whichever of them the gate
    refuses, what is left first asks no more than what the rules would have left first.
    """
    found: list[Scored] = []
    for one, most in zip(by_rule, hoped, strict=True):
        asking_less = (
            ahead.score for ahead in found if not asks_no_more(one.candidate, ahead.candidate, view)
        )
        score = min(one.score + most, *asking_less, math.inf)
        term = Term("foreseen", (score - one.score) / SUITABLE, SUITABLE)
        found.append(Scored(one.candidate, score, (*one.terms, term)))
    return found


def beside_best(worth: Column) -> Column:
    """Return 1 for the candidate of most worth, down to 0 for `WORTH_SPAN` less, (n,)."""
    return np.asarray(np.clip(1 + (worth - worth.max()) / WORTH_SPAN, 0.0, 1.0))
