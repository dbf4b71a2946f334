"""Proposals at the edge of each rule that limits what a session may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from safety.people import SQUAT, block, clear, session, work
from spotter.athletes.profile import BodySite, Experience
from spotter.safety.approved import ApprovedSession
from spotter.safety.known import AclState, Done, SafetyState
from spotter.safety.verdict import Refusal
from spotter.training.exercise import Muscle
from spotter.training.session import Focus, Session

Answer = ApprovedSession | Refusal


@dataclass(frozen=True)
class Probe:
    """A proposal and a state, and what to look at besides the rule's voice."""

    session: Session
    state: SafetyState
    bites: Callable[[Answer], bool] | None = None


def _done(**changes: Any) -> dict[str, Done]:
    return {SQUAT: replace(Done(days_ago=3, load_kg=40.0, capacity=13.0, sets=4), **changes)}


def _all(value: float) -> dict[Muscle, float]:
    return dict.fromkeys(Muscle, value)


def _heaviest(answer: Answer) -> float:
    assert isinstance(answer, ApprovedSession)
    return max(one.load_kg or 0.0 for part in answer.session.blocks for one in part.sets)


def _without_squat(answer: Answer) -> bool:
    return isinstance(answer, Refusal) or all(
        part.exercise != SQUAT for part in answer.session.blocks
    )


def load_step(value: Any) -> Probe:
    return Probe(session(block(load_kg=value)), clear())


def load_unearned(value: Any) -> Probe:
    return Probe(session(block(load_kg=value)), clear(done=_done(capacity=11.9)))


def coarse_capacity(value: Any) -> Probe:
    # The next weight after 8 kg is 10 kg, a quarter more.
    state = clear(done=_done(load_kg=8.0, capacity=value))
    return replace(
        Probe(session(block(load_kg=10.0)), state), bites=lambda answer: _heaviest(answer) <= 8.0
    )


def coarse_two_steps(value: Any) -> Probe:
    return Probe(session(block(load_kg=value)), clear(done=_done(load_kg=8.0, capacity=60.0)))


def first_load(value: Any) -> Probe:
    # Body mass 80 kg, start 0.12, trained two years: 80 * 0.12 * 1.25 = 12 kg.
    return Probe(session(block(load_kg=value)), clear(done={}))


def rpe(value: Any) -> Probe:
    return Probe(session(block(rpe=value)), clear())


def cardio_rpe(value: Any) -> Probe:
    return Probe(session(block("bike_intervals", reps=None, duration_s=60, rpe=value)), clear())


def first_sessions(value: Any) -> Probe:
    return Probe(session(block(rpe=8.0)), clear(sessions_done=value))


def first_days(value: Any) -> Probe:
    return Probe(session(block(rpe=8.0)), clear(first_session_days_ago=value))


def first_rpe(value: Any) -> Probe:
    return Probe(session(block(rpe=value)), clear(sessions_done=1))


def break_days(value: Any) -> Probe:
    return Probe(session(block(load_kg=40.0)), clear(done=_done(days_ago=value), days_off=value))


def break_days_long(value: Any) -> Probe:
    return replace(break_days(value), bites=lambda answer: _heaviest(answer) <= 32.0)


def break_days_longest(value: Any) -> Probe:
    return replace(break_days(value), bites=lambda answer: _heaviest(answer) <= 28.0)


def break_sets(value: Any) -> Probe:
    return Probe(session(block(sets=4, load_kg=20.0)), clear(days_off=value))


def reps(value: Any) -> Probe:
    return Probe(
        session(block(reps=value, load_kg=20.0), block("push_up")),
        clear(experience=Experience.BEGINNER),
    )


def impossible_reps(value: Any) -> Probe:
    return Probe(session(block(reps=value), block("push_up")), clear())


def impossible_rest(value: Any) -> Probe:
    odd = block()
    odd = replace(odd, sets=(replace(work(), rest_s=value),))
    return Probe(session(odd, block("push_up")), clear())


def ramp_sets(value: Any) -> Probe:
    state = clear(muscle_usual=_all(10.0), muscle_week=_all(8.0))
    return Probe(session(block(sets=value - 8)), state)


def start_sets(value: Any) -> Probe:
    state = clear(muscle_usual={}, muscle_week=_all(8.0))
    return Probe(session(block(sets=value - 8)), state)


def session_sets(value: Any) -> Probe:
    state = clear(muscle_usual=_all(19.0), muscle_week=_all(6.0), muscle_today=_all(6.0))
    return Probe(session(block(sets=value - 6)), state)


def novice_week_sets(value: Any) -> Probe:
    state = clear(muscle_usual=_all(12.0), muscle_week=_all(8.0), experience=Experience.BEGINNER)
    return Probe(session(block(sets=value - 8)), state)


def trained_week_sets(value: Any) -> Probe:
    state = clear(muscle_usual=_all(20.0), muscle_week=_all(16.0))
    return Probe(session(block(sets=value - 16)), state)


def hard_days_ago(value: Any) -> Probe:
    return Probe(session(), clear(hard_days_ago={Muscle.QUADRICEPS: value}))


def failure_days_ago(value: Any) -> Probe:
    return Probe(session(), clear(failure_days_ago={Muscle.QUADRICEPS: value}))


def soreness(value: Any) -> Probe:
    return Probe(session(), clear(soreness={BodySite.THIGH: value}))


def pain_hold(value: Any) -> Probe:
    return Probe(
        session(block(load_kg=42.0)),
        clear(pain={BodySite.KNEE: value}),
        bites=lambda answer: _heaviest(answer) <= 40.0,
    )


def pain_regress(value: Any) -> Probe:
    return Probe(session(), clear(pain={BodySite.KNEE: value}), bites=_without_squat)


def pain_twice(value: Any) -> Probe:
    state = clear(done=_done(pain=value, pain_before=3))
    return Probe(session(), state, bites=_without_squat)


def knee_pain(value: Any) -> Probe:
    return Probe(session(block("push_up")), clear(pain={BodySite.KNEE: value}))


def senior_strength_days(value: Any) -> Probe:
    return Probe(session(), clear(strength_days_of_last_6=value), bites=_without_squat)


def heat(value: Any) -> Probe:
    outdoors = block("brisk_walk", reps=None, duration_s=600, rpe=7.0)
    return Probe(session(outdoors, focus=Focus.ENDURANCE), clear(heat_index_c=value))


def out_of_support(value: Any) -> Probe:
    marked = replace(block(), reasons=("out_of_support",) if value is True else ())
    return Probe(session(marked, block("push_up")), clear(), bites=_without_squat)


def more_days(value: Any) -> Probe:
    # A usual week has three days of training; this is the first after `value` days in this one.
    state = clear(training_days_usual=3, training_days_of_last_6=value, muscle_week=_all(12.0))
    return Probe(session(block(load_kg=44.0, reps=6, sets=1)), state)


def more_days_sets(value: Any) -> Probe:
    state = clear(
        training_days_usual=3,
        training_days_of_last_6=3,
        muscle_usual=_all(10.0),
        muscle_week=_all(value),
    )
    return replace(
        Probe(session(block(load_kg=44.0, reps=6, sets=1)), state),
        bites=lambda answer: _heaviest(answer) <= 40.0,
    )


def pregnant_minutes(value: Any) -> Probe:
    # One minute of it is the way to the bike.
    ride = block("bike_easy", sets=1, reps=None, duration_s=60 * (value - 1), rpe=3.0)
    ride = replace(ride, sets=(replace(ride.sets[0], rest_s=0),))
    return Probe(session(ride, focus=Focus.ENDURANCE), clear(minutes_week=100.0))


def failed_phase(value: Any) -> Probe:
    knee = AclState(
        weeks=45.0,
        graft="hamstring",
        meniscus_repair=False,
        clinician=True,
        phase_passed=value is None,
        effusion=0.0,
        quads_lsi=0.95,
    )
    state = clear(acl=knee)
    return Probe(
        session(block(load_kg=40.0, reps=6)), state, bites=lambda answer: _heaviest(answer) <= 36.0
    )


PROBES: dict[str, Callable[[Any], Probe]] = {
    "load_step": load_step,
    "load_unearned": load_unearned,
    "coarse_capacity": coarse_capacity,
    "coarse_two_steps": coarse_two_steps,
    "first_load": first_load,
    "rpe": rpe,
    "cardio_rpe": cardio_rpe,
    "first_sessions": first_sessions,
    "first_days": first_days,
    "first_rpe": first_rpe,
    "break_days": break_days,
    "break_days_long": break_days_long,
    "break_days_longest": break_days_longest,
    "break_sets": break_sets,
    "reps": reps,
    "impossible_reps": impossible_reps,
    "impossible_rest": impossible_rest,
    "ramp_sets": ramp_sets,
    "start_sets": start_sets,
    "session_sets": session_sets,
    "novice_week_sets": novice_week_sets,
    "trained_week_sets": trained_week_sets,
    "hard_days_ago": hard_days_ago,
    "failure_days_ago": failure_days_ago,
    "soreness": soreness,
    "pain_hold": pain_hold,
    "pain_regress": pain_regress,
    "pain_twice": pain_twice,
    "knee_pain": knee_pain,
    "senior_strength_days": senior_strength_days,
    "heat": heat,
    "out_of_support": out_of_support,
    "more_days": more_days,
    "more_days_sets": more_days_sets,
    "pregnant_minutes": pregnant_minutes,
    "failed_phase": failed_phase,
}
