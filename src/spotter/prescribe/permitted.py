"""What the safety rules leave to somebody, asked before planning so that the plan passes as it is.

The gate has the last word all the same; here it is only foreseen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from spotter.safety.known import SafetyState
from spotter.safety.limit import Limit
from spotter.safety.rules import RULES
from spotter.safety.verdict import Action
from spotter.training.exercise import Exercise
from spotter.training.session import Block, Part, PlannedSet

_EASY = (PlannedSet(rpe=3.0, rest_s=60, reps=5),)


@dataclass(frozen=True, slots=True)
class Permitted:
    """The limits in force for one person on one day."""

    state: SafetyState
    limits: tuple[Limit, ...]
    memo: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def forbids(self, exercise: Exercise) -> bool:
        """Return whether what `exercise` is (falls, jumps, held breath) is ruled out for now."""
        if not exercise.traits:
            return False
        if exercise.id not in self.memo:
            self.memo[exercise.id] = any(
                self._forbids(limit.forbids, exercise) for limit in self.limits if limit.forbids
            )
        return self.memo[exercise.id]

    def effort(self, exercise: Exercise) -> float:
        """Return the highest effort (CR10) that the rules leave for `exercise`."""
        asked = (limit.rpe(exercise, self.state) for limit in self.limits if limit.rpe)
        return min((most for most in asked if most is not None), default=10.0)

    def _forbids(
        self, rule: Callable[[Exercise, Block, SafetyState], bool], exercise: Exercise
    ) -> bool:
        """Return whether a rule forbids `exercise` for its traits, not for the day or the week."""
        block = Block(Part.MAIN, exercise.id, _EASY)
        plain = replace(exercise, traits=frozenset())
        return rule(exercise, block, self.state) and not rule(plain, block, self.state)


def permitted(state: SafetyState) -> Permitted:
    """Return what the rules in force leave to the person that `state` is about."""
    holding = (rule for rule in RULES if rule.action is Action.CAP and rule.limit is not None)
    limits = tuple(rule.limit for rule in holding if rule.limit and rule.in_force(state))
    return Permitted(state, limits)
