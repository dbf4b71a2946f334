"""One set's answer: what the set just done says about the sets of that exercise still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spotter.prescribe.grid import next_step, on_grid
from spotter.prescribe.lifts.strength import Strength
from spotter.prescribe.progression import (
    BIGGEST_STEP,
    PAIN_FACTOR,
    PAIN_REGRESS_ABOVE,
)
from spotter.prescribe.sparing import PAIN_HOLD_FROM
from spotter.prescribe.words import load_words, number
from spotter.training.exercise import Exercise
from spotter.training.reasons import because
from spotter.training.session import LoggedSet, PlannedSet
from spotter.training.strength import e1rm, load_for

# Effort this far from the target changes the next set; within it, plans stand. People misjudge
# repetitions in reserve by about one (12 studies, n = 414), so a smaller gap is noise.
EASY_BY, HARD_BY = 1.5, 1.5
# So far below the target the next set takes the biggest step there may be, or two repetitions.
FAR_BY, FAR_REPS = 2.0, 2
# The most that a load falls between two sets for effort alone.
BIGGEST_FALL = 0.15


@dataclass(frozen=True, slots=True)
class Answer:
    """The remaining sets of the exercise, why, and whether the movement is to stop."""

    sets: tuple[PlannedSet, ...]
    reason: str
    stop: bool = False


def adjust(
    exercise: Exercise,
    planned: PlannedSet,
    done: LoggedSet,
    rest: Sequence[PlannedSet],
    *,
    may_rise: bool,
    imperial: bool,
    strength: Strength | None = None,
    faulty: bool = False,
) -> Answer:
    """Return the remaining sets `rest` after `done`, which was planned as `planned`.

    `may_rise` is whether a load may go up at all today, `faulty` whether the camera saw faults in
    this set: with pain, however little, that ends the movement. `strength` is what the lift carries
    today, from the days before and today's sets; without it the set just done speaks alone. Pain
    speaks before repetitions, repetitions before effort.
    """
    pain = done.pain or 0
    if pain and faulty:
        return Answer((), because("set_stop_form", pain=pain), stop=True)
    if pain > PAIN_REGRESS_ABOVE:
        return Answer((), because("set_stop_pain", pain=pain), stop=True)
    if not rest:
        return Answer((), _of_the_last(planned, done, pain))
    base = _carry(exercise, planned, done, rest)
    load = base[0].load_kg
    if pain >= PAIN_HOLD_FROM:
        return _for_pain(exercise, base, pain, imperial)
    if pain:
        return Answer(_without_rise(base), because("set_hold_pain", pain=pain))
    if load is None or done.reps is None or planned.reps is None:
        return _by_effort_only(base, planned, done, may_rise=may_rise)
    if done.reps < planned.reps - 1:
        # A set that fell short is taken to have ended at its limit.
        limit = 10.0 if done.rpe is None else done.rpe
        lower = _fitting(exercise, base, done, limit, strength)
        return _missed(base, planned, done, imperial, lower)
    if done.rpe is None:
        return Answer(base, "set_effort_unknown")
    if done.rpe >= planned.rpe + HARD_BY:
        lower = _fitting(exercise, base, done, done.rpe, strength)
        return _harder(base, planned, done, imperial, lower)
    if done.rpe <= planned.rpe - EASY_BY and done.reps >= planned.reps and may_rise:
        return _easier(exercise, base, planned, done, imperial)
    return Answer(base, "set_as_planned")


def _of_the_last(planned: PlannedSet, done: LoggedSet, pain: int) -> str:
    """Return what to say of the last set of an exercise: there is none that could answer to it."""
    if pain:
        return because("set_last_pain", pain=pain)
    if done.reps is not None and planned.reps is not None and done.reps < planned.reps - 1:
        return because("set_last_short", reps=done.reps, planned=planned.reps)
    if done.rpe is not None and done.rpe >= planned.rpe + HARD_BY:
        return because("set_last_hard", rpe=number(done.rpe), target=number(planned.rpe))
    return "set_as_planned"


def _carry(
    exercise: Exercise, planned: PlannedSet, done: LoggedSet, rest: Sequence[PlannedSet]
) -> tuple[PlannedSet, ...]:
    """Return `rest` at the load really lifted, so that a weight picked or swapped carries on."""
    if exercise.increment_kg <= 0 or not done.load_kg or done.load_kg == planned.load_kg:
        return tuple(rest)
    lifted = on_grid(done.load_kg, exercise)
    if planned.load_kg is not None:
        # A heavier weight than planned was the athlete's choice, not an order for the next set.
        lifted = min(lifted, planned.load_kg)
    return tuple(
        replace(one, load_kg=lifted) if one.load_kg == planned.load_kg else one for one in rest
    )


def _with_load(sets: Sequence[PlannedSet], load: float) -> tuple[PlannedSet, ...]:
    return tuple(replace(one, load_kg=load) for one in sets)


def _without_rise(sets: Sequence[PlannedSet]) -> tuple[PlannedSet, ...]:
    """Return the sets with no load or repetitions above those of the first."""
    first = sets[0]
    return tuple(
        replace(
            one,
            load_kg=None if one.load_kg is None else min(one.load_kg, first.load_kg or 0.0),
            reps=None if one.reps is None else min(one.reps, first.reps or one.reps),
        )
        for one in sets
    )


def _for_pain(
    exercise: Exercise, base: tuple[PlannedSet, ...], pain: int, imperial: bool
) -> Answer:
    gentler = tuple(replace(one, rpe=min(one.rpe, 6.0)) for one in _without_rise(base))
    load = base[0].load_kg
    if load is None:
        shorter = tuple(
            replace(
                one,
                reps=None if one.reps is None else max(1, one.reps * 3 // 4),
                duration_s=None if one.duration_s is None else max(5, one.duration_s * 3 // 4),
            )
            for one in gentler
        )
        return Answer(shorter, because("set_reps_down_pain", pain=pain))
    lower = min(on_grid(load * PAIN_FACTOR, exercise), load)
    reason = because("set_down_pain", now=load_words(lower, imperial), pain=pain)
    return Answer(_with_load(gentler, lower), reason)


def _by_effort_only(
    base: tuple[PlannedSet, ...], planned: PlannedSet, done: LoggedSet, *, may_rise: bool
) -> Answer:
    """Answer where no load can change: repetitions follow the effort."""
    easy = done.rpe is not None and done.rpe <= planned.rpe - FAR_BY
    counted = done.reps is not None and planned.reps is not None and base[0].load_kg is None
    if easy and may_rise and counted and (done.reps or 0) >= (planned.reps or 0):
        more = tuple(replace(one, reps=(one.reps or 0) + FAR_REPS) for one in base)
        return Answer(more, "set_reps_up")
    short = done.reps is not None and planned.reps is not None and done.reps < planned.reps - 1
    hard = done.rpe is not None and done.rpe >= planned.rpe + HARD_BY
    if not (short or hard):
        return Answer(base, "set_effort_unknown" if done.rpe is None else "set_as_planned")
    fewer = tuple(
        replace(
            one,
            reps=None if one.reps is None else max(1, min(one.reps - 1, done.reps or one.reps)),
            duration_s=None if one.duration_s is None else max(5, one.duration_s * 4 // 5),
        )
        for one in base
    )
    return Answer(fewer, "set_reps_down")


def _missed(
    base: tuple[PlannedSet, ...],
    planned: PlannedSet,
    done: LoggedSet,
    imperial: bool,
    lower: float | None,
) -> Answer:
    if lower is None:
        fewer = tuple(replace(one, reps=max(1, done.reps or 1)) for one in base)
        return Answer(fewer, "set_reps_down")
    now = load_words(lower, imperial)
    reason = because("set_down_reps", now=now, reps=done.reps, planned=planned.reps)
    return Answer(_with_load(base, lower), reason)


def _harder(
    base: tuple[PlannedSet, ...],
    planned: PlannedSet,
    done: LoggedSet,
    imperial: bool,
    lower: float | None,
) -> Answer:
    if lower is None:
        fewer = tuple(replace(one, reps=max(1, (one.reps or 2) - 2)) for one in base)
        return Answer(fewer, "set_reps_down")
    reason = because(
        "set_down",
        now=load_words(lower, imperial),
        reps=done.reps,
        rpe=number(done.rpe or 10.0),
        target=number(planned.rpe),
    )
    return Answer(_with_load(base, lower), reason)


def _fitting(
    exercise: Exercise,
    base: tuple[PlannedSet, ...],
    done: LoggedSet,
    rpe: float,
    strength: Strength | None,
) -> float | None:
    """Return a lower load that fits the first remaining set, None when there is no lower one."""
    one = base[0]
    load, lifted = one.load_kg or 0.0, done.load_kg or one.load_kg or 0.0
    reps = one.reps or done.reps or 1
    estimate = e1rm(lifted, done.reps, rpe) if done.reps else None
    if estimate is None:
        fit = load * (1 - BIGGEST_STEP)
    elif strength is not None:
        fit = strength.load_kg(reps, one.rpe)
    else:
        fit = load_for(estimate, reps, one.rpe)
    least = on_grid(load * (1 - BIGGEST_FALL) + exercise.increment_kg * 0.999, exercise)
    lower = max(on_grid(fit, exercise), least)
    if lower >= load:
        lower = on_grid(load - exercise.increment_kg, exercise)
    return lower if lower < load else None


def _easier(
    exercise: Exercise,
    base: tuple[PlannedSet, ...],
    planned: PlannedSet,
    done: LoggedSet,
    imperial: bool,
) -> Answer:
    load = base[0].load_kg or 0.0
    far = (done.rpe or 0.0) <= planned.rpe - FAR_BY
    up = next_step(load, exercise, BIGGEST_STEP)
    if up is None:
        extra = FAR_REPS if far else 1
        more = tuple(replace(one, reps=(one.reps or 0) + extra) for one in base)
        over = load_words(on_grid(load, exercise) + exercise.increment_kg, imperial)
        reason = because("set_up_limit", was=load_words(load, imperial), now=over)
        return Answer(more, reason)
    if far:
        up = max(up, on_grid(load * (1 + BIGGEST_STEP), exercise))
    reason = because(
        "set_up",
        now=load_words(up, imperial),
        reps=done.reps,
        rpe=number(done.rpe or 0.0),
        target=number(planned.rpe),
    )
    return Answer(_with_load(base, up), reason)
