"""The week's room: how many more hard sets each muscle may get, kept by planning, not by the gate.

The numbers are those of safety rules S35, S36 and S37, so that a plan that keeps to them passes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from spotter.athletes.profile import Experience
from spotter.prescribe.minutes import WORK_PARTS, Item
from spotter.prescribe.words import number
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
from spotter.training.exercise import Exercise, Muscle, Pattern
from spotter.training.programmes import Programme, ProgrammeDay
from spotter.training.reasons import because
from spotter.training.session import Block, SetKind

# From this effort a set is hard work that counts (the gate's own line).
HARD_RPE = 5.0
# How far above its even share of the week's sets a session may go; an assumption.
UNEVEN = 1.25


@dataclass(frozen=True, slots=True)
class Room:
    """Fractional hard sets left per muscle (absent: `fresh`), and muscles that must rest today.

    `firm` is what the safety rules leave, without today's even share of it; `why` says per muscle
    what fills it, in words.
    """

    left: Mapping[Muscle, float] = field(default_factory=dict)
    fresh: float = START_SETS
    resting: frozenset[Muscle] = frozenset()
    firm: Mapping[Muscle, float] = field(default_factory=dict)
    why: Mapping[Muscle, str] = field(default_factory=dict)

    def of(self, muscle: Muscle) -> float:
        return self.left.get(muscle, self.fresh)

    def reason(self, muscle: Muscle) -> str:
        """Return why `muscle` gets no more today, as the end of a sentence."""
        return self.why.get(muscle) or _share_words(muscle, 0.0, self.fresh, self.fresh)


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
    """Return the muscles that the first choice of every working slot of `day` works."""
    worked: set[Muscle] = set()
    for slot in day.slots:
        if slot.part not in WORK_PARTS:
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
    firm: dict[Muscle, float] = {}
    why: dict[Muscle, str] = {}
    for muscle in Muscle:
        usual = state.muscle_usual.get(muscle, 0.0)
        ramp = max(usual * RAMP, usual + RAMP_SETS, START_SETS)
        used, budget = state.muscle_week.get(muscle, 0.0), min(ramp, most)
        week = budget - used
        sessions = shared.get(muscle, 1)
        even = week if sessions <= 1 else week / sessions * UNEVEN
        session = SESSION_SETS - state.muscle_today.get(muscle, 0.0)
        left[muscle], firm[muscle] = min(even, session), min(week, session)
        why[muscle] = _share_words(muscle, used, budget, left[muscle])
    return Room(left, START_SETS, resting(state), firm, why)


def _share_words(muscle: Muscle, used: float, budget: float, today: float) -> str:
    """Tell what was done from what is only planned: `used` of the week's `budget`, `today`'s."""
    name = muscle.value.replace("_", " ")
    if used <= 0:
        share = f"{number(today)} of the week's {number(budget)} hard sets for the {name}"
        return f"today's share ({share}) is already planned"
    done = f"{number(used)} of the week's {number(budget)} hard sets for the {name} are done"
    return done if today < 1 else f"{done}, and today's share of the rest is already planned"


def within_week(
    items: Sequence[Item], there: Room, catalogue: Catalogue
) -> tuple[list[Item], tuple[str, ...]]:
    """Return the items within the week's room, the most important served first.

    What has no room left is returned as reasons.
    """
    left = {**dict.fromkeys(Muscle, there.fresh), **there.left}
    firm = {**left, **there.firm}
    kept: dict[int, Item] = {}
    omitted: list[str] = []
    for index in sorted(range(len(items)), key=lambda one: (items[one].priority, one)):
        item = items[index]
        exercise = catalogue.get(item.block.exercise)
        if not counts(item.block, exercise):
            kept[index] = item
            continue
        tight, sets = _room_for(exercise, item.work, left, firm)
        if sets < 1:
            why = there.reason(tight)
            omitted.append(because("omitted_week", was=exercise.name, why=why))
            continue
        for muscle, share in _shares(exercise):
            left[muscle] -= share * sets
            firm[muscle] -= share * sets
        kept[index] = item if sets >= item.work else _cut(item, sets, there.reason(tight))
    return [kept[index] for index in sorted(kept)], tuple(omitted)


def counts(block: Block, exercise: Exercise) -> bool:
    """Return whether the sets of a block count for its muscles: easy ones too, as for the gate."""
    if block.part not in WORK_PARTS or not volume.counts(exercise):
        return False
    return any(one.kind is SetKind.WORK for one in block.sets)


def _shares(exercise: Exercise) -> list[tuple[Muscle, float]]:
    primary = [(muscle, volume.PRIMARY) for muscle in exercise.primary]
    return primary + [(muscle, volume.SECONDARY) for muscle in exercise.secondary]


def _room_for(
    exercise: Exercise,
    wanted: int,
    left: Mapping[Muscle, float],
    firm: Mapping[Muscle, float],
) -> tuple[Muscle, int]:
    """Return the muscle with the least room and how many of `wanted` sets it allows.

    Core work is not left out for what it only helps along, such as the glutes in a hold: for those
    muscles only what the safety rules leave counts, not today's share.
    """
    core = exercise.pattern is Pattern.CORE
    fits = [
        (
            max(0, math.floor(((firm if helps and core else left)[muscle] + 1e-9) / share)),
            muscle,
        )
        for muscle, share in _shares(exercise)
        for helps in (muscle not in exercise.primary,)
    ]
    least, muscle = min(fits, default=(wanted, Muscle.NECK))
    return muscle, min(wanted, least)


def _cut(item: Item, sets: int, why: str) -> Item:
    before = tuple(one for one in item.block.sets if one.kind is not SetKind.WORK)
    work = tuple(one for one in item.block.sets if one.kind is SetKind.WORK)[:sets]
    reason = because("fewer_sets_week", why=why)
    block = replace(item.block, sets=before + work, reasons=(*item.block.reasons, reason))
    return Item(block, item.priority)
