"""How heavy, how hard, how close to the limit."""

from __future__ import annotations

import math

from spotter.athletes.profile import Experience
from spotter.safety.known import SafetyState
from spotter.safety.limit import Limit
from spotter.safety.loads import after_break, earned, stepped_load
from spotter.safety.plausible import (
    ANY_MASS_RATIO,
    MOST_REPS,
    MOST_SECONDS,
    PRESS_MASS_RATIO,
    PRESSES,
)
from spotter.safety.rule import Edge, Rule, everyone, member, some
from spotter.safety.rules.age import newcomer
from spotter.safety.verdict import Action
from spotter.training import volume
from spotter.training.exercise import Exercise, Pattern
from spotter.training.session import PlannedSet, SetKind

STRENGTH_RPE, CARDIO_RPE, FIRST_RPE = 8.0, 9.0, 7.0
# Fewer repetitions than this under load come close to a test of the maximum.
LEAST_REPS = 3
# Sets of an exercise that the athlete has no number for, after a break.
SETS_AFTER_BREAK = 2
SET_SHARE_AFTER_BREAK = 0.7
BREAK_DAYS = 14
MOST_REST_S = 1800


def _instead(exercise: Exercise, one: PlannedSet, state: SafetyState) -> int:
    """Return the one repetition more that stands in for a step too big to take."""
    done = state.done.get(exercise.id)
    return int(done is not None and one.kind is SetKind.WORK and earned(done, one))


def _target(exercise: Exercise, _: SafetyState) -> float:
    return CARDIO_RPE if exercise.pattern is Pattern.LOCOMOTION else STRENGTH_RPE


def _fewer_sets(exercise: Exercise, state: SafetyState) -> int | None:
    if state.days_off is None or state.days_off < BREAK_DAYS or not volume.counts(exercise):
        return None
    done = state.done.get(exercise.id)
    if done is None:
        return SETS_AFTER_BREAK
    return max(1, math.floor(done.sets * SET_SHARE_AFTER_BREAK))


def _not_maximal(_: Exercise, one: PlannedSet, state: SafetyState) -> bool:
    heavy = one.load_kg is not None and one.kind is SetKind.WORK
    return not (heavy and one.reps is not None and one.reps < LEAST_REPS)


def _possible(exercise: Exercise, one: PlannedSet, state: SafetyState) -> bool:
    """Return whether a set can be meant: finite, positive, and within what a body can do."""
    numbers = [one.rpe, float(one.rest_s), one.load_kg or 0.0]
    if not all(math.isfinite(number) for number in numbers):
        return False
    if (one.reps is None) == (one.duration_s is None):
        return False
    ratio = PRESS_MASS_RATIO if exercise.pattern in PRESSES else ANY_MASS_RATIO
    zone = one.hr_bpm or (60, 120)
    return (
        1 <= one.rpe <= 10
        and 0 <= one.rest_s <= MOST_REST_S
        and (one.reps is None or 1 <= one.reps <= MOST_REPS)
        and (one.duration_s is None or 1 <= one.duration_s <= MOST_SECONDS)
        and 0 <= (one.load_kg or 0.0) <= ratio * (state.mass_kg or 0.0)
        and 30 <= zone[0] < zone[1] <= 230
    )


_NO_MAXIMUM = some(
    lambda state: state.experience in (None, Experience.BEGINNER),
    member("hypertension"),
    member("heart_disease"),
    member("pregnant"),
    lambda state: state.age_years is None or state.age_years < 18 or state.age_years >= 65,
    lambda state: (state.systolic_mmhg or 0) >= 160 or (state.diastolic_mmhg or 0) >= 90,
)

RULES = (
    Rule(
        id="S34",
        action=Action.CAP,
        when=everyone,
        say="Load goes up by 10 % at most, and only after you beat the last target. Where the next "
        "weight is a bigger step, reps go up until they carry it. First loads are careful.",
        source="ACSM 2009 [S]; rounding rule [2nd]; when reps carry it, Epley 1985, ours",
        limit=Limit(load=stepped_load, instead=_instead),
        quiet=True,
        edges=(
            Edge(field="proposal.load_step", first=45.0, step=1.0),
            Edge(field="proposal.load_unearned", first=41.0, step=1.0),
            # 10 * (1 + 13 / 30) against 8 * (1 + 23.75 / 30).
            Edge(field="proposal.coarse_capacity", first=23.5, step=0.5, rising=False),
            Edge(field="proposal.coarse_two_steps", first=11.0, step=1.0),
            Edge(field="proposal.first_load", first=13.0, step=1.0),
        ),
    ),
    Rule(
        id="S38",
        action=Action.CAP,
        when=everyone,
        say="Every set ends with at least two reps left in you.",
        source="ACSM 2026 [2nd]",
        limit=Limit(rpe=_target),
        quiet=True,
        edges=(
            Edge(field="proposal.rpe", first=8.5, step=0.5),
            Edge(field="proposal.cardio_rpe", first=9.5, step=0.5),
        ),
    ),
    Rule(
        id="S38b",
        action=Action.CAP,
        when=newcomer,
        say="In your first two weeks every set ends with at least three reps left in you.",
        source="ACSM 2026 [2nd]",
        limit=Limit(rpe=lambda exercise, state: FIRST_RPE),
        quiet=True,
        edges=(
            Edge(field="proposal.first_sessions", first=2, step=1, rising=False),
            Edge(field="proposal.first_days", first=13, step=1, rising=False),
            Edge(field="proposal.first_rpe", first=7.5, step=0.5),
        ),
    ),
    Rule(
        id="S39",
        action=Action.CAP,
        when=everyone,
        say="After a break you come back with less load and fewer sets, and build up from there.",
        source="directions [2nd], numbers assumed",
        limit=Limit(load=after_break, sets=_fewer_sets),
        quiet=True,
        edges=(
            Edge(field="proposal.break_days", first=14, step=1),
            Edge(field="proposal.break_days_long", first=29, step=1),
            Edge(field="proposal.break_days_longest", first=91, step=1),
            Edge(field="proposal.break_sets", first=14, step=1),
        ),
    ),
    Rule(
        id="S42",
        action=Action.BLOCK,
        applies=_NO_MAXIMUM,
        when=everyone,
        say="No tests of your maximum: loaded sets have three reps or more.",
        say_missing="Until the health questions are answered, loaded sets have three reps or more.",
        source="Mayhew, Reynolds [2nd]",
        limit=Limit(keeps=_not_maximal),
        quiet=True,
        edges=(Edge(field="proposal.reps", first=2, step=1, rising=False),),
    ),
    Rule(
        id="S48",
        action=Action.BLOCK,
        when=everyone,
        say="Some sets made no sense and were left out.",
        source="engineering",
        reviewed=True,
        limit=Limit(keeps=_possible),
        quiet=True,
        edges=(
            Edge(field="proposal.impossible_reps", first=101, step=1),
            Edge(field="proposal.impossible_rest", first=1801, step=1),
        ),
    ),
    Rule(
        id="S48b",
        action=Action.CAP,
        when=lambda state: bool(state.dropped),
        say="A reading could not be right, so we left it out and go easier today. Please measure "
        "again.",
        source="engineering",
        reviewed=True,
        limit=Limit(rpe=lambda exercise, state: FIRST_RPE),
        edges=(Edge(field="dropped", first=frozenset({"resting_hr_bpm"})),),
    ),
)
