"""How much, how often, and when to rest."""

from __future__ import annotations

import math

from spotter.athletes.profile import BodySite, Experience
from spotter.safety.history import HARD_RPE
from spotter.safety.known import SafetyState
from spotter.safety.limit import Limit
from spotter.safety.loads import held_load
from spotter.safety.rule import Edge, Rule, everyone
from spotter.safety.verdict import Action
from spotter.training import volume
from spotter.training.exercise import Exercise, Muscle
from spotter.training.session import Block, PlannedSet, SetKind

RAMP, RAMP_SETS = 1.2, 2.0
# Weekly sets a muscle may get with nothing behind it: about three a session, three times.
START_SETS = 10.0
NOVICE_SETS, TRAINED_SETS, SESSION_SETS = 12.0, 20.0, 10.0
SPACING_DAYS, LONG_SPACING_DAYS = 2, 3
SORE_FROM = 7
MOST_SESSIONS = 6
WEEKS_BEFORE_DELOAD, LIFTS_DOWN = 7, 2
DELOAD_RPE, DELOAD_SHARE, DELOAD_SETS = 7.0, 0.7, 2
# Acute over chronic load from which it is shown; it decides nothing (Impellizzeri 2020).
ACWR_SHOWN = 1.5

_MUSCLES_AT: dict[BodySite, frozenset[Muscle]] = {
    BodySite.NECK: frozenset({Muscle.NECK, Muscle.TRAPS}),
    BodySite.SHOULDER: frozenset({Muscle.SHOULDERS}),
    BodySite.ELBOW: frozenset({Muscle.BICEPS, Muscle.TRICEPS}),
    BodySite.WRIST: frozenset({Muscle.FOREARMS}),
    BodySite.CHEST: frozenset({Muscle.CHEST}),
    BodySite.UPPER_BACK: frozenset({Muscle.MIDDLE_BACK, Muscle.TRAPS, Muscle.LATS}),
    BodySite.LOWER_BACK: frozenset({Muscle.LOWER_BACK}),
    BodySite.ABDOMEN: frozenset({Muscle.ABDOMINALS}),
    BodySite.HIP: frozenset({Muscle.GLUTES, Muscle.ABDUCTORS, Muscle.ADDUCTORS}),
    BodySite.THIGH: frozenset({Muscle.QUADRICEPS, Muscle.HAMSTRINGS, Muscle.ADDUCTORS}),
    BodySite.KNEE: frozenset({Muscle.QUADRICEPS}),
    BodySite.CALF: frozenset({Muscle.CALVES}),
    BodySite.ANKLE: frozenset({Muscle.CALVES}),
    BodySite.FOOT: frozenset({Muscle.CALVES}),
}


def _ramp(muscle: Muscle, state: SafetyState) -> float:
    usual = state.muscle_usual.get(muscle, 0.0)
    most = max(usual * RAMP, usual + RAMP_SETS, START_SETS)
    return most - state.muscle_week.get(muscle, 0.0)


def _most(muscle: Muscle, state: SafetyState) -> float:
    novice = state.experience in (None, Experience.BEGINNER)
    week = (NOVICE_SETS if novice else TRAINED_SETS) - state.muscle_week.get(muscle, 0.0)
    return min(week, SESSION_SETS - state.muscle_today.get(muscle, 0.0))


def resting(state: SafetyState) -> frozenset[Muscle]:
    """Return the muscles that must not work hard today: trained too lately, or very sore."""
    lately = {muscle for muscle, days in state.hard_days_ago.items() if days < SPACING_DAYS}
    lately |= {
        muscle for muscle, days in state.failure_days_ago.items() if days < LONG_SPACING_DAYS
    }
    for site, level in (state.soreness or {}).items():
        if level >= SORE_FROM:
            lately |= _MUSCLES_AT[site]
    return frozenset(lately)


def more_days(state: SafetyState) -> bool:
    """Return whether training today makes more days of training than in a usual week.

    Where nothing usual is known yet there is nothing to be more than.
    """
    if state.training_days_usual is None:
        return False
    days = state.training_days_of_last_6
    return days is None or days + 1 > state.training_days_usual


def _not_together(exercise: Exercise, one: PlannedSet, state: SafetyState) -> float | None:
    """Return the load of last time where days and sets of what it works are both going up."""
    more = any(
        state.muscle_week.get(muscle, 0.0) + 1 > state.muscle_usual.get(muscle, 0.0)
        for muscle in exercise.primary
    )
    return held_load(exercise, one, state) if more else None


def _too_soon(exercise: Exercise, block: Block, state: SafetyState) -> bool:
    if block.part in volume.UNCOUNTED_PARTS or not volume.counts(exercise):
        return False
    hard = any(one.kind is SetKind.WORK and one.rpe >= HARD_RPE for one in block.sets)
    return hard and bool(resting(state) & frozenset(exercise.primary))


def deload_due(state: SafetyState) -> bool:
    """Return whether a lighter week is due: none for seven weeks, or lifts that went down."""
    return (state.weeks_without_deload or 0) >= WEEKS_BEFORE_DELOAD or (
        state.lifts_down or 0
    ) >= LIFTS_DOWN


def _deload_sets(exercise: Exercise, state: SafetyState) -> int | None:
    if not volume.counts(exercise):
        return None
    done = state.done.get(exercise.id)
    return DELOAD_SETS if done is None else max(1, math.floor(done.sets * DELOAD_SHARE))


def _acwr(state: SafetyState) -> bool:
    if state.acute_load is None or not state.chronic_load:
        return False
    return state.acute_load / state.chronic_load >= ACWR_SHOWN


RULES = (
    Rule(
        id="S35",
        action=Action.CAP,
        when=everyone,
        say="A muscle gets at most a fifth, or two sets, more than in your usual week.",
        source="convention [M]",
        limit=Limit(budget=_ramp),
        quiet=True,
        edges=(
            Edge(field="proposal.ramp_sets", first=13, step=1),
            Edge(field="proposal.start_sets", first=11, step=1),
        ),
    ),
    Rule(
        id="S35b",
        action=Action.CAP,
        when=more_days,
        say="You train on more days than usual this week, so what gets more sets does not get "
        "heavier as well.",
        source="convention [M]",
        limit=Limit(load=_not_together),
        quiet=True,
        edges=(
            Edge(field="proposal.more_days", first=3, step=1),
            Edge(field="proposal.more_days_sets", first=9.5, step=0.5),
        ),
    ),
    Rule(
        id="S36",
        action=Action.CAP,
        when=everyone,
        say="More sets for one muscle than this bring more tiredness than gain.",
        source="12-20 sets a week [S]; rest [M]",
        limit=Limit(budget=_most),
        quiet=True,
        edges=(
            Edge(field="proposal.session_sets", first=11, step=1),
            Edge(field="proposal.novice_week_sets", first=13, step=1),
            Edge(field="proposal.trained_week_sets", first=21, step=1),
        ),
    ),
    Rule(
        id="S37",
        action=Action.BLOCK,
        when=lambda state: bool(resting(state)),
        say="A muscle that worked hard needs two days of rest from hard work. After sets to the "
        "limit, or when it is very sore, it needs three.",
        source="24-48 h slower recovery [2nd]; hours [M]",
        limit=Limit(forbids=_too_soon),
        quiet=True,
        edges=(
            Edge(field="proposal.hard_days_ago", first=1, step=1, rising=False),
            Edge(field="proposal.failure_days_ago", first=2, step=1, rising=False),
            Edge(field="proposal.soreness", first=7, step=1),
        ),
    ),
    Rule(
        id="S40",
        action=Action.BLOCK,
        when=lambda state: (
            (state.training_days_of_last_6 or 0) >= MOST_SESSIONS
            or (state.sessions_of_last_7 or 0) >= MOST_SESSIONS
        ),
        needs=("training_days_of_last_6", "sessions_of_last_7"),
        say="Today is a rest day: a week has at least one, and six sessions at the most.",
        say_missing="We do not know how much you trained this week, so today is a rest day.",
        source="rest days [M]",
        # Only a day of rest, which has no exercises, is left.
        limit=Limit(forbids=lambda exercise, block, state: True),
        edges=(
            Edge(field="training_days_of_last_6", first=6, step=1),
            Edge(field="sessions_of_last_7", first=6, step=1),
        ),
    ),
    Rule(
        id="S41",
        action=Action.CAP,
        when=deload_due,
        needs=("weeks_without_deload", "lifts_down"),
        say="Time for an easier week: fewer sets, more in reserve, same days.",
        say_missing="We do not know when your last easy week was, so this is one.",
        source="Delphi consensus on deloads [2nd]",
        limit=Limit(
            rpe=lambda exercise, state: DELOAD_RPE if volume.counts(exercise) else None,
            sets=_deload_sets,
        ),
        edges=(
            Edge(field="weeks_without_deload", first=7, step=1),
            Edge(field="lifts_down", first=2, step=1),
        ),
    ),
    Rule(
        id="S43",
        action=Action.WARN,
        when=_acwr,
        say="For your information: the last seven days were a good deal more than your month. This "
        "alone changes nothing.",
        source="Impellizzeri 2020 [S]",
        reviewed=True,
        edges=(Edge(field="acute_load", first=150.0, step=1, given={"chronic_load": 100.0}),),
    ),
)
