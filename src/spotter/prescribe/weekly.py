"""The week's room: how many more hard sets each muscle may get, kept by planning, not by the gate.

The numbers are those of safety rules S35, S36 and S37, so that a plan that keeps to them passes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from spotter.athletes.profile import Experience
from spotter.prescribe.minutes import WORK_PARTS, Item
from spotter.safety.known import SafetyState
from spotter.safety.rules.amount import (
    NOVICE_SETS,
    RAMP,
    RAMP_SETS,
    SESSION_SETS,
    START_SETS,
    TRAINED_SETS,
    resting,
)
from spotter.training import volume
from spotter.training.catalogue import Catalogue
from spotter.training.exercise import Exercise, Muscle
from spotter.training.programmes import Programme, ProgrammeDay
from spotter.training.reasons import because
from spotter.training.session import Block, SetKind

# From this effort a set is hard work that counts (the gate's own line).
HARD_RPE = 5.0
# How far above its even share of the week's sets a session may go; an assumption.
UNEVEN = 1.25


@dataclass(frozen=True, slots=True)
class Room:
    """Fractional hard sets left per muscle (absent: `fresh`), and muscles that must rest today."""

    left: Mapping[Muscle, float] = field(default_factory=dict)
    fresh: float = START_SETS
    resting: frozenset[Muscle] = frozenset()

    def of(self, muscle: Muscle) -> float:
        return self.left.get(muscle, self.fresh)


def sharing(
    programme: Programme, today: ProgrammeDay, sessions: int, catalogue: Catalogue
) -> dict[Muscle, int]:
    """Return how many of the next `sessions` days, today included, work each muscle hard."""
    names = [day.id for day in programme.days]
    first = names.index(today.id) if today.id in names else 0
    shared: dict[Muscle, int] = {}
    for ahead in range(max(1, sessions)):
        for muscle in _worked(programme.days[(first + ahead) % len(names)], catalogue):
            shared[muscle] = shared.get(muscle, 0) + 1
    return shared


def _worked(day: ProgrammeDay, catalogue: Catalogue) -> frozenset[Muscle]:
    """Return the muscles that the first choice of every hard slot of `day` works."""
    worked: set[Muscle] = set()
    for slot in day.slots:
        if slot.part not in WORK_PARTS or slot.rpe < HARD_RPE:
            continue
        worked |= slot.muscles
        for exercise in [catalogue.get(name) for name in slot.prefer[:1]]:
            if volume.counts(exercise):
                worked.update(exercise.primary, exercise.secondary)
    return frozenset(worked)


def room(state: SafetyState, shared: Mapping[Muscle, int]) -> Room:
    """Return the room of one athlete's day; `shared` says how many sessions share a muscle's week.

    A session may take a little more than its even share, so that none is left with nothing.
    """
    novice = state.experience in (None, Experience.BEGINNER)
    most = NOVICE_SETS if novice else TRAINED_SETS
    left: dict[Muscle, float] = {}
    for muscle in Muscle:
        usual = state.muscle_usual.get(muscle, 0.0)
        ramp = max(usual * RAMP, usual + RAMP_SETS, START_SETS)
        week = min(ramp, most) - state.muscle_week.get(muscle, 0.0)
        sessions = shared.get(muscle, 1)
        even = week if sessions <= 1 else week / sessions * UNEVEN
        left[muscle] = min(even, SESSION_SETS - state.muscle_today.get(muscle, 0.0))
    return Room(left, START_SETS, resting(state))


def within_week(
    items: Sequence[Item], there: Room, catalogue: Catalogue
) -> tuple[list[Item], tuple[str, ...]]:
    """Return the items within the week's room, the most important served first.

    What has no room left is returned as reasons.
    """
    left = {muscle: there.of(muscle) for muscle in Muscle}
    kept: dict[int, Item] = {}
    omitted: list[str] = []
    for index in sorted(range(len(items)), key=lambda one: (items[one].priority, one)):
        item = items[index]
        exercise = catalogue.get(item.block.exercise)
        if not counts(item.block, exercise):
            kept[index] = item
            continue
        tight, sets = _room_for(exercise, item.work, left)
        if sets < 1:
            muscle = tight.value.replace("_", " ")
            omitted.append(because("omitted_week", was=exercise.name, muscle=muscle))
            continue
        for muscle, share in _shares(exercise):
            left[muscle] -= share * sets
        kept[index] = item if sets >= item.work else _cut(item, sets, tight)
    return [kept[index] for index in sorted(kept)], tuple(omitted)


def counts(block: Block, exercise: Exercise) -> bool:
    """Return whether a block is hard work for its muscles."""
    if block.part not in WORK_PARTS or not volume.counts(exercise):
        return False
    return any(one.kind is SetKind.WORK and one.rpe >= HARD_RPE for one in block.sets)


def _shares(exercise: Exercise) -> list[tuple[Muscle, float]]:
    primary = [(muscle, volume.PRIMARY) for muscle in exercise.primary]
    return primary + [(muscle, volume.SECONDARY) for muscle in exercise.secondary]


def _room_for(exercise: Exercise, wanted: int, left: Mapping[Muscle, float]) -> tuple[Muscle, int]:
    """Return the muscle with the least room and how many of `wanted` sets it allows."""
    fits = [
        (max(0, math.floor((left[muscle] + 1e-9) / share)), muscle)
        for muscle, share in _shares(exercise)
    ]
    least, muscle = min(fits, default=(wanted, Muscle.NECK))
    return muscle, min(wanted, least)


def _cut(item: Item, sets: int, tight: Muscle) -> Item:
    before = tuple(one for one in item.block.sets if one.kind is not SetKind.WORK)
    work = tuple(one for one in item.block.sets if one.kind is SetKind.WORK)[:sets]
    reason = because("fewer_sets_week", muscle=tight.value.replace("_", " "))
    block = replace(item.block, sets=before + work, reasons=(*item.block.reasons, reason))
    return replace(item, block=block)
