"""The ranker that makes a day the athlete's own: Thompson sampling among what suits alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spotter.prescribe.bandit.linear import Posterior
from spotter.prescribe.bandit.thompson import Choice, Dosage, choose
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.rank import Ranker, RuleRanker, Scored, View
from spotter.prescribe.ranker.dose import of_session
from spotter.prescribe.recommend.context import READABLE, Context, Seen
from spotter.prescribe.recommend.record import Arm, Record
from spotter.prescribe.recommend.suitable import suitable

_RESTFUL = {Kind.REST, Kind.RECOVERY, Kind.MOBILITY}
LATELY, VARIETY = "picked_lately", "picked_variety"


@dataclass(slots=True)
class PersonalRanker:
    """Orders as `base` does, and puts first what the athlete's own posterior draws.

    For one decision: the first day it ranks is the one chosen for, and `made` then the record of
    the choice, None where there was nothing to choose. What it ranks later (what a change would
    have made of the day) is ordered as `base` does. It looks through the gate of the view, so that
    every arm is one that may be done; the gate itself comes last all the same.
    """

    posterior: Posterior
    version: str
    dosage: Dosage
    seed: int
    base: Ranker = field(default_factory=RuleRanker)
    context: Context = READABLE
    made: Record | None = None
    _over: bool = False

    def rank(self, candidates: Sequence[Candidate], view: View) -> tuple[Scored, ...]:
        """Return every candidate once: the one drawn, then the others as `base` orders them."""
        ranked = self.base.rank(candidates, view)
        if self._over:
            return ranked
        self._over = True
        arms = suitable(ranked, view, view.allowed)
        if not arms:
            return ranked
        seen = self.context.of(arms, candidates, view)
        choice = choose(self.posterior, seen.rows, self.seed, self.dosage)
        self.made = self._record(arms, seen, choice)
        picked = arms[choice.arm]
        if picked is ranked[0]:
            return ranked
        why = LATELY if self.made.as_expected else VARIETY
        others = (one for one in ranked if one is not picked)
        return (replace(picked, picked=why), *others)

    def _record(self, arms: Sequence[Scored], seen: Seen, choice: Choice) -> Record:
        told = zip(
            arms,
            seen.rows.tolist(),
            seen.unseen.tolist(),
            choice.expected.tolist(),
            choice.deviations.tolist(),
            choice.propensities.tolist(),
            strict=True,
        )
        return Record(
            contexts=self.context.name,
            version=self.version,
            seed=self.seed,
            dosage=self.dosage,
            arms=tuple(_arm(*one) for one in told),
            arm=choice.arm,
            drawn=choice.drawn,
            mean=tuple(self.posterior.mean.tolist()),
            root=tuple(tuple(row) for row in self.posterior.root.tolist()),
            a=self.posterior.a,
            b=self.posterior.b,
        )


def _arm(
    one: Scored,
    row: list[float],
    unseen: float,
    *told: float,
) -> Arm:
    candidate = one.candidate
    expected, deviation, propensity = told
    return Arm(
        kind=candidate.kind.value,
        label=candidate.label,
        score=round(one.score, 4),
        context=tuple(row),
        expected=expected,
        deviation=deviation,
        propensity=propensity,
        target_rpe=of_session(candidate.session).rpe,
        goal_share=candidate.goal_share,
        restful=candidate.kind in _RESTFUL,
        unseen=unseen,
    )
