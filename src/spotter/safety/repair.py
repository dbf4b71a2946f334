"""Bring a session inside every limit in force, with the least that does it.

The order is fixed so that the result is its own repair: sets that cannot be, then exercises, then
the number of sets, then effort, then load. A stricter limit anywhere never lets more through.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spotter.kit.errors import NotFound
from spotter.safety.known import SafetyState
from spotter.safety.limit import Limits
from spotter.safety.loads import loadable
from spotter.training import volume
from spotter.training.catalogue import catalogue
from spotter.training.duration import minutes
from spotter.training.exercise import Exercise, Muscle
from spotter.training.gym import gym_catalogue
from spotter.training.reasons import because
from spotter.training.session import Block, Part, PlannedSet, Session, SetKind

# A repetition is worth about 3-4 % of the load in the usual range (Nuzzo 2024: about 15 at 70 %,
# 9 at 80 % of the maximum); the larger figure lowers more.
LOAD_PER_RPE = 0.04
_SECONDS_PER_REP = 4
# A shortened effort is no shorter than this.
SHORTEST_S = 300
# Sets are taken away from the end of this list first.
_KEEP_FIRST = (Part.MAIN, Part.CONDITIONING, Part.ACCESSORY)


@dataclass(slots=True)
class Mending:
    """What happens to one session: the rules that bit, and what each changed, in words."""

    state: SafetyState
    limits: Limits
    bit: set[str] = field(default_factory=set)

    def biting(self, rules: Collection[str]) -> bool:
        """Note the rules that bit and return whether there was one."""
        self.bit.update(rules)
        return bool(rules)


@dataclass(frozen=True, slots=True)
class Mended:
    """A session inside every limit, and the ids of the rules that had to change it."""

    session: Session
    bit: frozenset[str]


def mend(session: Session, state: SafetyState, limits: Limits) -> Mended:
    """Return `session` inside `limits`, whose rules must all be in force for `state`."""
    work = Mending(state, limits)
    blocks = [block for one in session.blocks if (block := _sound(one, work)) is not None]
    blocks = _allowed(blocks, work)
    blocks = _within_set_limits(blocks, work)
    blocks = _within_budgets(blocks, work)
    blocks = _within_minutes(blocks, work)
    blocks = [_eased(block, work) for block in blocks]
    changed = replace(session, blocks=tuple(blocks))
    if changed.blocks == session.blocks:
        return Mended(session, frozenset(work.bit))
    return Mended(replace(changed, duration_min=_minutes(session, changed)), frozenset(work.bit))


def shares(exercise: Exercise) -> Iterator[tuple[Muscle, float]]:
    """Yield each muscle with the part of a set that counts for it."""
    for muscle in exercise.primary:
        yield muscle, volume.PRIMARY
    for muscle in exercise.secondary:
        yield muscle, volume.SECONDARY


def counted_sets(block: Block, exercise: Exercise) -> int:
    """Return how many planned sets of `block` count as hard sets for its muscles."""
    if block.part in volume.UNCOUNTED_PARTS or not volume.counts(exercise):
        return 0
    return sum(one.kind is SetKind.WORK for one in block.sets)


def _minutes(before: Session, after: Session) -> int:
    was, now = _seconds(before), _seconds(after)
    if was <= 0 or now >= was:
        return before.duration_min
    return max(1, math.ceil(before.duration_min * now / was))


def _seconds(session: Session) -> float:
    return sum(
        (one.duration_s or (one.reps or 0) * _SECONDS_PER_REP) + one.rest_s
        for block in session.blocks
        for one in block.sets
    )


def _changed(block: Block, what: str) -> Block:
    return replace(block, reasons=(*block.reasons, because("gate_changed", what=what)))


def _sound(block: Block, work: Mending) -> Block | None:
    """Return `block` without the sets that cannot be meant, None when none is left."""
    try:
        exercise = catalogue().get(block.exercise)
    except NotFound:
        work.bit.add("S48")
        return None
    # Most sets of a block are the same one again.
    out = {id(one): work.biting(_senseless(exercise, one, work)) for one in block.sets}
    kept = [one for one in block.sets if not out[id(one)]]
    if len(kept) == len(block.sets):
        return block if kept else None
    if not any(one.kind is SetKind.WORK for one in kept):
        return None
    return _changed(replace(block, sets=tuple(kept)), "sets that are not safe to plan left out")


def _senseless(exercise: Exercise, one: PlannedSet, work: Mending) -> list[str]:
    return [rule for rule, keeps in work.limits.keeps if not keeps(exercise, one, work.state)]


def _against(exercise: Exercise, block: Block, work: Mending) -> list[str]:
    return [rule for rule, forbids in work.limits.forbids if forbids(exercise, block, work.state)]


def _allowed(blocks: Sequence[Block], work: Mending) -> list[Block]:
    """Return the blocks with forbidden exercises replaced by an easier one, or left out."""
    used = {block.exercise for block in blocks}
    result = []
    for block in blocks:
        exercise = catalogue().get(block.exercise)
        if not work.biting(_against(exercise, block, work)):
            result.append(block)
            continue
        easier = _easier(exercise, block, work, used)
        if easier is not None:
            used.add(easier.id)
            result.append(_swapped(block, exercise, easier))
    return result


def _easier(
    exercise: Exercise, block: Block, work: Mending, used: Collection[str]
) -> Exercise | None:
    """Return the nearest regression that no rule forbids and the equipment allows, if any."""
    has = work.state.equipment or frozenset()
    seen = {exercise.id}
    waiting = list(exercise.regressions)
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        other = catalogue().get(name)
        fits = other.measure is exercise.measure and other.equipment <= has
        if fits and name not in used and not _against(other, block, work):
            return other
        waiting.extend(other.regressions)
    return None


def _swapped(block: Block, was: Exercise, now: Exercise) -> Block:
    # The load of another exercise says nothing here: the first-load limit sets the new one.
    sets = tuple(
        replace(one, load_kg=math.inf if now.increment_kg > 0 else None)
        for one in block.sets
        if one.kind is SetKind.WORK
    )
    swapped = replace(block, exercise=now.id, sets=sets)
    return _changed(swapped, f"{now.name} instead of {was.name}")


def _within_set_limits(blocks: Sequence[Block], work: Mending) -> list[Block]:
    """Return the blocks with at most as many work sets per exercise as every rule allows."""
    spent: dict[str, int] = {}
    result = []
    for block in blocks:
        exercise = catalogue().get(block.exercise)
        most = [
            (rule, limit)
            for rule, sets in work.limits.sets
            if (limit := sets(exercise, work.state)) is not None
        ]
        planned = sum(one.kind is SetKind.WORK for one in block.sets)
        room = {rule: max(0, limit - spent.get(block.exercise, 0)) for rule, limit in most}
        count = min(planned, *room.values()) if room else planned
        work.biting([rule for rule, left in room.items() if left < planned])
        spent[block.exercise] = spent.get(block.exercise, 0) + count
        if count > 0 or planned == 0:
            result.append(_cut(block, count))
    return result


def _cut(block: Block, count: int) -> Block:
    """Return `block` with its first `count` work sets."""
    kept: list[PlannedSet] = []
    left = count
    for one in block.sets:
        if one.kind is SetKind.WORK:
            left -= 1
            if left < 0:
                continue
        kept.append(one)
    if len(kept) == len(block.sets):
        return block
    return _changed(
        replace(block, sets=tuple(kept)), f"{count} work set{'' if count == 1 else 's'}"
    )


def _within_budgets(blocks: Sequence[Block], work: Mending) -> list[Block]:
    """Return the blocks with no muscle above its number of hard sets; main work is kept longest."""
    order = sorted(range(len(blocks)), key=lambda index: (_rank(blocks[index].part), index))
    left: dict[tuple[str, Muscle], float] = {}
    result: dict[int, Block] = {}
    for index in order:
        block = blocks[index]
        exercise = catalogue().get(block.exercise)
        planned = counted_sets(block, exercise)
        if planned == 0:
            result[index] = block
            continue
        count = _room(exercise, planned, left, work)
        if count > 0:
            result[index] = _cut(block, count)
    return [result[index] for index in sorted(result)]


def _within_minutes(blocks: Sequence[Block], work: Mending) -> list[Block]:
    """Return the blocks within the minutes of every rule: what matters least goes or shortens."""
    kept, most = list(blocks), math.inf
    for rule, limited in work.limits.minutes:
        limit = limited(work.state)
        if minutes(kept) > limit:
            work.bit.add(rule)
        most = min(most, limit)
    while kept and minutes(kept) > most:
        order = sorted(range(len(kept)), key=lambda index: (_rank(kept[index].part), index))
        last = order[-1]
        shorter = _shortened(kept[last], (minutes(kept) - most) * 60)
        kept[last : last + 1] = [] if shorter is None else [shorter]
    return kept


def _shortened(block: Block, over_s: float) -> Block | None:
    """Return one steady effort `over_s` seconds shorter, None where that leaves too little."""
    one = block.sets[0]
    if len(block.sets) > 1 or one.duration_s is None or one.duration_s - over_s < SHORTEST_S:
        return None
    seconds = int(one.duration_s - over_s)
    changed = replace(block, sets=(replace(one, duration_s=seconds),))
    return _changed(changed, f"{seconds // 60} minutes")


def _rank(part: Part) -> int:
    return _KEEP_FIRST.index(part) if part in _KEEP_FIRST else len(_KEEP_FIRST)


def _room(
    exercise: Exercise, planned: int, left: dict[tuple[str, Muscle], float], work: Mending
) -> int:
    """Return how many of `planned` hard sets every muscle has room for, and take them."""
    count = planned
    for rule, budget in work.limits.budget:
        for muscle, share in shares(exercise):
            if (rule, muscle) not in left:
                left[rule, muscle] = budget(muscle, work.state)
            fits = max(0, math.floor((left[rule, muscle] + 1e-9) / share))
            if fits < planned:
                work.bit.add(rule)
            count = min(count, fits)
    for rule, _ in work.limits.budget:
        for muscle, share in shares(exercise):
            left[rule, muscle] -= share * count
    return count


def _eased(block: Block, work: Mending) -> Block:
    """Return `block` with effort, load and heart-rate zones inside every limit."""
    exercise = gym_catalogue(work.state.steps).get(block.exercise)
    asked = ((rule, rpe(exercise, work.state)) for rule, rpe in work.limits.rpe)
    efforts = {rule: cap for rule, cap in asked if cap is not None}
    eased = {id(one): _eased_set(one, exercise, efforts, work) for one in block.sets}
    sets = tuple(eased[id(one)] for one in block.sets)
    if sets == block.sets:
        return block
    changed = replace(block, sets=sets)
    notes = _notes(block, changed)
    return _changed(changed, notes) if notes else changed


def _notes(before: Block, after: Block) -> str:
    pairs = list(zip(before.sets, after.sets, strict=True))
    found = []
    if any(one.rpe != other.rpe for one, other in pairs):
        found.append(f"effort lowered to RPE {max(one.rpe for one in after.sets):g}")
    if any(one.load_kg not in (other.load_kg, math.inf) for one, other in pairs):
        found.append("less load")
    if any(one.reps != other.reps for one, other in pairs):
        found.append("a repetition more instead of too big a step in load")
    if any(one.hr_bpm != other.hr_bpm for one, other in pairs):
        found.append("effort by feel, not by heart rate")
    return ", ".join(found)


def _eased_set(
    one: PlannedSet, exercise: Exercise, efforts: Mapping[str, float], work: Mending
) -> PlannedSet:
    """Return `one` inside every limit; `efforts` are the highest RPE by rule for its exercise."""
    eased = _effort(one, exercise, efforts, work)
    eased = _load(eased, exercise, work)
    if eased.hr_bpm is not None and work.biting(work.limits.no_heart_rate):
        eased = replace(eased, hr_bpm=None)
    return eased


def _effort(
    one: PlannedSet, exercise: Exercise, caps: Mapping[str, float], work: Mending
) -> PlannedSet:
    if not work.biting([rule for rule, cap in caps.items() if cap < one.rpe]):
        return one
    rpe = min(caps.values())
    load = one.load_kg
    if load is not None and math.isfinite(load):
        load = min(load, loadable(exercise, load * (1 - LOAD_PER_RPE * (one.rpe - rpe))))
    # A zone or pace words for the old effort would contradict the new one.
    return replace(one, rpe=rpe, load_kg=load, pace=_pace(rpe) if one.pace else "", hr_bpm=None)


def _pace(rpe: float) -> str:
    """Return the talk test for an effort (CR10)."""
    if rpe <= 4:
        return "easy, full sentences"
    return "steady, short sentences" if rpe <= 6 else "strong, a few words at a time"


def _load(one: PlannedSet, exercise: Exercise, work: Mending) -> PlannedSet:
    if one.load_kg is None:
        return one
    caps = {
        rule: cap
        for rule, load, _ in work.limits.load
        if (cap := load(exercise, one, work.state)) is not None
    }
    over = [rule for rule, cap in caps.items() if one.load_kg > cap + 1e-9]
    swapped = math.isinf(one.load_kg)
    if not over or (not swapped and not work.biting(over)):
        return one
    load = round(min(caps.values()), 3)
    more = 0 if swapped else _more_reps(over, one, exercise, work)
    return replace(one, load_kg=load, reps=(one.reps + more) if one.reps else one.reps)


def _more_reps(over: list[str], one: PlannedSet, exercise: Exercise, work: Mending) -> int:
    """Return the repetitions to add where one rule alone held the load and grants them for it."""
    instead = next(instead for rule, _, instead in work.limits.load if rule == over[0])
    if len(over) > 1 or instead is None:
        return 0
    return instead(exercise, one, work.state)
