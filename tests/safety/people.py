"""A healthy, trained athlete and plain sessions, to change one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from spotter.athletes.profile import Equipment, Experience, Profile, Sex
from spotter.body.checkin import Checkin
from spotter.safety.known import Done, SafetyState
from spotter.training.exercise import Muscle
from spotter.training.session import (
    Block,
    Focus,
    LoggedSet,
    Part,
    PlannedSet,
    Session,
    SessionLog,
)

TODAY = date(2026, 3, 16)
SQUAT = "goblet_squat"

CLEAR = SafetyState(
    day=TODAY,
    age_years=30,
    sex=Sex.FEMALE,
    mass_kg=80.0,
    bmi=24.0,
    mass_loss_per_week=0.0,
    experience=Experience.INTERMEDIATE,
    equipment=frozenset(Equipment),
    limitations=(),
    screening_age_days=10,
    screening_complete=True,
    health_changed=False,
    needs_clearance=False,
    used_to_vigorous=True,
    symptoms=frozenset(),
    symptoms_today=False,
    held=frozenset(),
    ill=False,
    hypertension=False,
    heart_disease=False,
    diabetes=False,
    glucose_lowering=False,
    assisted_hypo_24h=False,
    beta_blocker=False,
    anticoagulant=False,
    tendon_medicine=False,
    pregnant=False,
    pregnancy_contraindicated=False,
    pregnancy_provider_ok=False,
    postpartum=False,
    cesarean=False,
    postpartum_cleared=False,
    eating_disorder=False,
    missed_cycles=0.0,
    stress_fractures_high=0.0,
    stress_fractures_low=0.0,
    unintended_weight_loss=False,
    surgery=False,
    hernia=False,
    retinal_disease=False,
    acl_rehab=False,
    soreness={},
    pain={},
    lasting_pain=frozenset(),
    done={SQUAT: Done(days_ago=3, load_kg=40.0, capacity=13.0, sets=4)},
    muscle_usual=dict.fromkeys(Muscle, 12.0),
    sessions_done=20,
    first_session_days_ago=100,
    days_off=3,
    training_days_of_last_6=2,
    sessions_of_last_7=2,
    strength_days_of_last_6=2,
    weeks_without_deload=2,
    lifts_down=0,
    minutes_week=0.0,
    heat_index_c=18.0,
)


def clear(changes: Mapping[str, Any] | None = None, **more: Any) -> SafetyState:
    """Return the state of a healthy athlete with changes; `acl.x` reaches into the rehab."""
    state = CLEAR
    for name, value in {**(changes or {}), **more}.items():
        if name.startswith("acl."):
            state = replace(state, acl=replace(state.acl, **{name[4:]: value}))
        else:
            state = replace(state, **{name: value})
    return state


def work(
    rpe: float = 7.0, reps: int | None = 8, load_kg: float | None = None, **more: Any
) -> PlannedSet:
    return PlannedSet(rpe=rpe, rest_s=120, reps=reps, load_kg=load_kg, **more)


def block(exercise: str = SQUAT, sets: int = 3, *, part: Part = Part.MAIN, **one: Any) -> Block:
    return Block(part, exercise, (work(**one),) * sets)


def session(*blocks: Block, focus: Focus = Focus.STRENGTH) -> Session:
    return Session("Test", focus, blocks or (block(load_kg=20.0),), 45)


def profile(**changes: Any) -> Profile:
    base = Profile(
        age_years=30,
        sex=Sex.FEMALE,
        height_m=1.75,
        mass_kg=70.0,
        experience=Experience.INTERMEDIATE,
        equipment=frozenset(Equipment),
    )
    return replace(base, **changes)


def checkin(day: date = TODAY, **changes: Any) -> Checkin:
    return replace(Checkin(day, soreness={}, pain={}, symptoms=frozenset(), ill=False), **changes)


def logged(exercise: str = SQUAT, day: date = TODAY, **changes: Any) -> LoggedSet:
    at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    base = LoggedSet(exercise, at, reps=8, load_kg=40.0, rpe=7.0)
    return replace(base, **changes)


def log(day: date, *sets: LoggedSet, **changes: Any) -> SessionLog:
    base = SessionLog(
        f"log-{day}", day, "Test", Focus.STRENGTH, sets, session_rpe=6.0, duration_min=40.0
    )
    return replace(base, **changes)
