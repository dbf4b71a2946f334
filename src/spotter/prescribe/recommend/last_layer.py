"""The context of an arm as the plan ranker sees it: its last layer, for a neural-linear head.

A Bayesian linear head on the last layer of a network that foresees (Riquelme 2018). What the
network foresees is believed from the first day, so nobody begins at nothing; what is learned is how
an athlete differs from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spotter.prescribe.bandit.linear import Array, Posterior
from spotter.prescribe.candidate import Candidate
from spotter.prescribe.rank import Scored, View
from spotter.prescribe.ranker.foreseen import WORTH_DONE, Foreseen, worth
from spotter.prescribe.ranker.served import WIDTH, PlanRanker
from spotter.prescribe.recommend.context import Seen

# Rewards lie between 0 and 1 where worth goes up to this (`reward.reward`).
SCALE = 1 + WORTH_DONE
# The weight of what is foreseen is as good as known; that of the others lies within about 0.02 of
# zero, and a reward scatters by about 0.2. Project assumptions.
_KNOWN, _PRECISION, _A, _B = 400.0, 100.0, 6.0, 0.24
# Who breaks off has done about this much; an assumption.
_BROKEN_OFF = 0.6


@dataclass(frozen=True, slots=True)
class LastLayer:
    """Contexts of `SIZE` numbers: what is foreseen, a constant, and the last layer."""

    network: PlanRanker

    @property
    def name(self) -> str:
        """Return the name of these contexts; another network is another one."""
        return f"last-layer-{self.network.version}"

    @property
    def size(self) -> int:
        return WIDTH + 2

    def of(self, arms: Sequence[Scored], candidates: Sequence[Candidate], view: View) -> Seen:
        """Return the context of each arm, one of `candidates`, and what no outcome shows of it.

        Raises ValueError where the view carries no features.
        """
        if view.rows is None:
            raise ValueError("the view carries no features")
        place = {id(one): number for number, one in enumerate(candidates)}
        found = self.network.foresee(view.rows(candidates))
        chosen = np.array([place[id(one.candidate)] for one in arms])
        goals = np.array([one.candidate.goal_share for one in arms])
        return contexts(found, chosen, goals)

    def first_prior(self) -> Posterior:
        """Return what is believed of the population before anybody has trained."""
        return prior()


def contexts(found: Foreseen, chosen: np.ndarray, goal_shares: Array) -> Seen:
    """Return the contexts of the `chosen` rows (k,) of what is foreseen, (k, WIDTH + 2).

    `goal_shares` (k,) are of the chosen. Beside it stands what is foreseen of each that its outcome
    will not show: its worth, less the reward that is to be expected.
    """
    lead = found.worth[chosen] / SCALE
    shown = _expected_reward(found, chosen, goal_shares)
    ones = np.ones((len(chosen), 1))
    rows = np.hstack([lead[:, None], ones, found.vector[chosen].astype(np.float64)])
    return Seen(rows, lead - shown)


def _expected_reward(found: Foreseen, chosen: np.ndarray, goal_shares: Array) -> Array:
    done = found.done[chosen]
    share = done + (1 - done) * _BROKEN_OFF
    off = np.hypot(found.effort_off[chosen], found.effort_sd[chosen]) * np.sqrt(2 / np.pi)
    value = worth(share, off, found.soreness[chosen], goal_shares * share)
    return np.asarray(np.clip(value / SCALE, 0.0, 1.0))


def prior() -> Posterior:
    """Return weights of one for what is foreseen and of about zero for the rest."""
    first = Posterior.prior(WIDTH + 2, _PRECISION, _A, _B)
    first.mean[0] = 1.0
    first.root[0, 0] = 1 / np.sqrt(_KNOWN)
    return first
