"""The next set, decided anew after each one logged, and through the gate again.

A running session is kept as what is left of it. Logging a set takes it off the front of its
exercise; the answer changes the sets behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spotter.athletes.profile import BodySite
from spotter.form.exercises.movements import KIND_OF
from spotter.prescribe.adjust import adjust
from spotter.prescribe.choose import instead_for_pain
from spotter.prescribe.history import history
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.lifts.strength import Shown, Strength
from spotter.prescribe.minutes import drop_to_fit
from spotter.prescribe.progression import SORE_FROM
from spotter.prescribe.situation import Level, situation
from spotter.prescribe.sparing import PAIN_HOLD_FROM
from spotter.prescribe.watched import just_faulty
from spotter.prescribe.words import site_words
from spotter.safety.approved import ApprovedSession
from spotter.safety.gate import review
from spotter.safety.known import SafetyState
from spotter.safety.verdict import Refusal
from spotter.training import programmes
from spotter.training.catalogue import Catalogue
from spotter.training.exercise import Exercise, Measure
from spotter.training.reasons import Reason, because, say
from spotter.training.session import (
    Block,
    Focus,
    LoggedSet,
    Part,
    PlannedSet,
    Session,
    SetKind,
)
from spotter.training.strength import e1rm

# Effort of what replaces a movement that hurt.
REPLACEMENT_RPE = 6.0
WORK = frozenset({Part.MAIN, Part.ACCESSORY, Part.CONDITIONING})


@dataclass(frozen=True, slots=True)
class Running:
    """A session under way: what is `left` of it and what the next decision rests on.

    `inputs` must not hold this session's own log, `state` must count its sets; `done` are those
    before the set to answer. `minutes_left` None means that no limit is known.
    """

    left: Session
    inputs: Inputs
    state: SafetyState
    catalogue: Catalogue
    minutes_left: float | None = None
    done: tuple[LoggedSet, ...] = ()


@dataclass(frozen=True, slots=True)
class NextSet:
    """What comes after the set just logged.

    `outcome` is what is left of the session, through the gate again; the next set is the first of
    block `block` in it (None when nothing is left). `complete` is whether the work is over.
    """

    outcome: ApprovedSession | Refusal
    reasons: tuple[Reason, ...]
    complete: bool
    block: int | None = None


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left after a logged set, where it was taken from, and why it changed."""

    session: Session
    block: int
    reasons: tuple[str, ...] = ()


def next_set(running: Running, done: LoggedSet) -> NextSet:
    """Return what to do after `done`, which is not yet taken off `running.left`."""
    after = _after(running, done)
    if running.minutes_left is not None:
        fitted, names = drop_to_fit(after.session, running.minutes_left, running.catalogue)
        dropped = tuple(because("set_time", was=name) for name in names)
        after = replace(after, session=fitted, reasons=after.reasons + dropped)
    outcome = review(_whole(after.session), running.state)
    if isinstance(outcome, Refusal):
        return _stopped(outcome)
    return _answer(outcome, after, running)


def gated_again(left: Session, state: SafetyState, block: int) -> NextSet:
    """Return what is left unchanged, through the gate again, when something was said meanwhile."""
    outcome = review(_whole(left), state)
    if isinstance(outcome, Refusal):
        return _stopped(outcome)
    complete = not any(one.part in WORK for one in outcome.session.blocks)
    if complete:
        return NextSet(outcome, (), complete, 0 if outcome.session.blocks else None)
    return NextSet(outcome, (), complete, next_block(outcome.session, block))


def take(left: Session, done: LoggedSet) -> tuple[int, PlannedSet] | None:
    """Return the block that `done` belongs to and the planned set it answers, None for neither.

    The exercise decides; `done.block` only where the athlete did another one in its place. A work
    set skips the lighter sets before it.
    """
    index = _block_of(left, done)
    if index is None:
        return None
    sets = left.blocks[index].sets
    ramp = sets[0].kind is SetKind.WARM_UP and _is_ramp(sets[0], done)
    if ramp:
        return index, sets[0]
    return index, next((one for one in sets if one.kind is SetKind.WORK), sets[-1])


def _is_ramp(planned: PlannedSet, done: LoggedSet) -> bool:
    if done.kind is SetKind.WARM_UP or planned.load_kg is None:
        return True
    return (done.load_kg or 0.0) <= planned.load_kg


def _block_of(left: Session, done: LoggedSet) -> int | None:
    same = [i for i, block in enumerate(left.blocks) if block.exercise == done.exercise]
    if done.block in same:
        return done.block
    if same:
        return same[0]
    given = done.block
    return given if given is not None and 0 <= given < len(left.blocks) else None


def _after(running: Running, done: LoggedSet) -> _Left:
    left, taken = running.left, take(running.left, done)
    if taken is None:
        return _Left(left, 0)
    index, planned = taken
    block = left.blocks[index]
    rest = block.sets[block.sets.index(planned) + 1 :]
    calm = planned.kind is SetKind.WARM_UP and (done.pain or 0) < PAIN_HOLD_FROM
    if calm or done.exercise not in running.catalogue:
        return _Left(_with_sets(left, index, rest), index, ("set_as_planned",))
    exercise = running.catalogue.get(done.exercise)
    answer = adjust(
        exercise,
        planned,
        done,
        rest,
        may_rise=_may_rise(exercise, running),
        imperial=running.inputs.profile.imperial,
        faulty=just_faulty(running.inputs.watched, KIND_OF.get(exercise.id), running.inputs.day),
        strength=_strength(exercise, running, done),
    )
    if answer.stop:
        return _stop(running, index, rest, done, answer.reason)
    return _Left(_with_sets(left, index, answer.sets), index, (answer.reason,))


def _strength(exercise: Exercise, running: Running, done: LoggedSet) -> Strength | None:
    """Return what the lift carries today: by the days before, and by today's sets so far.

    A set that was not rated is taken to have ended at its limit.
    """
    past = history(running.inputs.trained, {exercise.id: exercise})
    known = past.strength(exercise.id, running.inputs.day)
    today = [
        Shown(running.inputs.day, one.load_kg, float(one.reps), one.rpe)
        for one in (*running.done, done)
        if one.exercise == exercise.id
        and one.kind is SetKind.WORK
        and one.load_kg
        and one.reps
        and e1rm(one.load_kg, one.reps, one.rpe) is not None
    ]
    return None if known is None else known.on(today)


def _may_rise(exercise: Exercise, running: Running) -> bool:
    """Return whether a load may go up between two sets.

    Only with a check-in of today, on a good day (a fair one where nothing was ever done, so that a
    first load finds its place), outside a lighter week, and with no pain told where the exercise
    loads: in the check-in, after the last session, in this one, or in the exercise the last time.
    """
    now, state = situation(running.inputs), running.state
    hurts = any((state.pain or {}).get(site, 0) > 0 for site in exercise.stresses)
    if hurts or now.pain_for(exercise.stresses) or not now.checked_in or _lighter(running.left):
        return False
    sore = now.soreness_for(exercise.stresses)
    past = history(running.inputs.trained, {exercise.id: exercise}).of(exercise.id)
    if (sore and sore[1] >= SORE_FROM) or (past and past[-1].pain):
        return False
    return now.level is Level.GOOD or (not past and now.level is Level.FAIR)


def _lighter(left: Session) -> bool:
    """Return whether the programme's week is one in which nothing grows."""
    known = {one.id: one for one in programmes.programmes()}.get(left.programme)
    return known is not None and any(
        week.deload for week in known.weeks if week.number == left.week
    )


def _stop(
    running: Running, index: int, rest: tuple[PlannedSet, ...], done: LoggedSet, reason: str
) -> _Left:
    """End the movement, put a painless one in its place and spare the site in what follows."""
    exercise = running.catalogue.get(done.exercise)
    hurt = frozenset({done.pain_site}) if done.pain_site else exercise.stresses
    before, behind = running.left.blocks[:index], running.left.blocks[index + 1 :]
    kept = _spared(before, hurt, running.catalogue)
    blocks = (*kept, *_spared(behind, hurt, running.catalogue))
    spared = replace(running.left, blocks=blocks)
    other = instead_for_pain(exercise, hurt, running.inputs, spared, running.catalogue)
    if other is None or not rest:
        return _Left(spared, len(kept), (reason,))
    why = because("set_replace_pain", name=other.name, site=_named(done.pain_site))
    part = running.left.blocks[index].part
    new = Block(part, other.id, tuple(_gentle(one, other) for one in rest), (why,))
    blocks = (*kept, new, *blocks[len(kept) :])
    return _Left(replace(spared, blocks=blocks), len(kept), (reason, why))


def _named(site: BodySite | None) -> str:
    return "painful part" if site is None else site_words(site)


def _gentle(one: PlannedSet, other: Exercise) -> PlannedSet:
    timed = other.measure is Measure.DURATION
    return replace(
        one,
        load_kg=None,
        rpe=min(one.rpe, REPLACEMENT_RPE),
        reps=None if timed else one.reps or 8,
        duration_s=(one.duration_s or 30) if timed else None,
    )


def _spared(
    blocks: tuple[Block, ...], hurt: frozenset[BodySite], catalogue: Catalogue
) -> tuple[Block, ...]:
    """Return the blocks without work that loads a site that hurt too much."""
    return tuple(
        block
        for block in blocks
        if block.part is Part.COOL_DOWN or not catalogue.get(block.exercise).stresses & hurt
    )


def _with_sets(session: Session, index: int, sets: tuple[PlannedSet, ...]) -> Session:
    """Return `session` with the sets of one block replaced; without sets the block goes."""
    block = replace(session.blocks[index], sets=sets)
    new = (block,) if sets else ()
    return replace(session, blocks=(*session.blocks[:index], *new, *session.blocks[index + 1 :]))


def _whole(left: Session) -> Session:
    """Return `left` as the gate knows sessions: without work, what is left is a cool-down."""
    if any(block.part in WORK for block in left.blocks):
        return left
    kept = tuple(block for block in left.blocks if block.part is Part.COOL_DOWN)
    return replace(left, focus=Focus.REST, blocks=kept)


def _stopped(refusal: Refusal) -> NextSet:
    why = refusal.voices[0].text if refusal.voices else ""
    return NextSet(refusal, (say(because("session_stopped", why=why)),), complete=True)


def _answer(outcome: ApprovedSession, after: _Left, running: Running) -> NextSet:
    blocks = outcome.session.blocks
    complete = not any(block.part in WORK for block in blocks)
    if complete:
        told = tuple(say(one) for one in (*after.reasons, "session_complete"))
        return NextSet(outcome, told, complete, 0 if blocks else None)
    index = next_block(outcome.session, after.block)
    told = tuple(say(one) for one in after.reasons)
    same = running.left.blocks[after.block : after.block + 1]
    if not same or same[0].exercise != blocks[index].exercise:
        name = running.catalogue.get(blocks[index].exercise).name
        told = (*told, say(because("exercise_next", name=name)))
    return NextSet(outcome, told, complete, index)


def next_block(left: Session, current: int) -> int:
    """Return the block to go on with: the current one, work after it, work before it."""
    work = [i for i, block in enumerate(left.blocks) if block.part in WORK]
    ahead = [i for i in work if i >= current]
    if current < len(left.blocks) and left.blocks[current].part is Part.WARM_UP:
        return current
    return next(iter([*ahead, *work]))
