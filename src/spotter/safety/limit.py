"""How a rule limits a session: the kinds of limit, each strict for what it does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spotter.safety.known import SafetyState
from spotter.training.exercise import Exercise, Muscle, Trait
from spotter.training.session import Block, PlannedSet

# Effort on the 0-10 scale of the WHO guidelines: up to 4 light, 5-6 moderate, 7-8 vigorous.
LIGHT = 4.0
MODERATE = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a rule asks of a proposal; None where it asks nothing.

    `forbids` rules an exercise out of a block; `rpe` is the highest effort 1-10; `load` the
    heaviest load in kg for one set of an exercise, `instead` the repetitions to add where that
    alone held the load; `sets` the most work sets of one exercise in the session; `budget` how many
    more fractional sets a muscle may get in this session; `keeps` whether a planned set may stay;
    `minutes` the most that the whole session may take; `no_heart_rate` removes heart-rate zones.
    """

    forbids: Callable[[Exercise, Block, SafetyState], bool] | None = None
    rpe: Callable[[Exercise, SafetyState], float | None] | None = None
    load: Callable[[Exercise, PlannedSet, SafetyState], float | None] | None = None
    instead: Callable[[Exercise, PlannedSet, SafetyState], int] | None = None
    sets: Callable[[Exercise, SafetyState], int | None] | None = None
    budget: Callable[[Muscle, SafetyState], float] | None = None
    keeps: Callable[[Exercise, PlannedSet, SafetyState], bool] | None = None
    minutes: Callable[[SafetyState], float] | None = None
    no_heart_rate: bool = False


def no_traits(*traits: Trait) -> Callable[[Exercise, Block, SafetyState], bool]:
    """Return what forbids every exercise with one of `traits`."""
    banned = frozenset(traits)
    return lambda exercise, block, state: bool(exercise.traits & banned)


def effort(most: float) -> Callable[[Exercise, SafetyState], float]:
    """Return a limit on effort (CR10) for every exercise."""
    return lambda exercise, state: most
