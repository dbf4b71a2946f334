"""How a rule limits a session: the kinds of limit, each strict for what it does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from spotter.safety.known import SafetyState
from spotter.training.exercise import Exercise, Muscle, Trait
from spotter.training.session import Block, PlannedSet

# Effort on the 0-10 scale of the WHO guidelines: up to 4 light, 5-6 moderate, 7-8 vigorous.
LIGHT = 4.0
MODERATE = 6.0

Forbids = Callable[[Exercise, Block, SafetyState], bool]
Effort = Callable[[Exercise, SafetyState], float | None]
Load = Callable[[Exercise, PlannedSet, SafetyState], float | None]
Instead = Callable[[Exercise, PlannedSet, SafetyState], int]
Sets = Callable[[Exercise, SafetyState], int | None]
Budget = Callable[[Muscle, SafetyState], float]
Keeps = Callable[[Exercise, PlannedSet, SafetyState], bool]
Minutes = Callable[[SafetyState], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a rule asks of a proposal; None where it asks nothing.

    `forbids` rules an exercise out of a block; `rpe` is the highest effort 1-10; `load` the
    heaviest load in kg for one set of an exercise, `instead` the repetitions to add where that
    alone held the load; `sets` the most work sets of one exercise in the session; `budget` how many
    more fractional sets a muscle may get in this session; `keeps` whether a planned set may stay;
    `minutes` the most that the whole session may take; `no_heart_rate` removes heart-rate zones.
    """

    forbids: Forbids | None = None
    rpe: Effort | None = None
    load: Load | None = None
    instead: Instead | None = None
    sets: Sets | None = None
    budget: Budget | None = None
    keeps: Keeps | None = None
    minutes: Minutes | None = None
    no_heart_rate: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of some rules by what they ask, each with the id of its rule, in their order."""

    forbids: tuple[tuple[str, Forbids], ...]
    rpe: tuple[tuple[str, Effort], ...]
    load: tuple[tuple[str, Load, Instead | None], ...]
    sets: tuple[tuple[str, Sets], ...]
    budget: tuple[tuple[str, Budget], ...]
    keeps: tuple[tuple[str, Keeps], ...]
    minutes: tuple[tuple[str, Minutes], ...]
    no_heart_rate: tuple[str, ...]

    @classmethod
    def of(cls, limits: Iterable[tuple[str, Limit]]) -> Limits:
        """Return `limits`, given as (id of the rule, its limit), sorted by what they ask."""
        every = tuple(limits)
        return cls(
            forbids=tuple((name, one.forbids) for name, one in every if one.forbids),
            rpe=tuple((name, one.rpe) for name, one in every if one.rpe),
            load=tuple((name, one.load, one.instead) for name, one in every if one.load),
            sets=tuple((name, one.sets) for name, one in every if one.sets),
            budget=tuple((name, one.budget) for name, one in every if one.budget),
            keeps=tuple((name, one.keeps) for name, one in every if one.keeps),
            minutes=tuple((name, one.minutes) for name, one in every if one.minutes),
            no_heart_rate=tuple(name for name, one in every if one.no_heart_rate),
        )


def no_traits(*traits: Trait) -> Callable[[Exercise, Block, SafetyState], bool]:
    """Return what forbids every exercise with one of `traits`."""
    banned = frozenset(traits)
    return lambda exercise, block, state: bool(exercise.traits & banned)


def effort(most: float) -> Callable[[Exercise, SafetyState], float]:
    """Return a limit on effort (CR10) for every exercise."""
    return lambda exercise, state: most
