"""What is known of the athlete and of the day, the same for every candidate."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from spotter.athletes.profile import Goal, Sex
from spotter.body.checkin import Checkin
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.ranker.dose import Vector
from spotter.prescribe.ranker.lately import Lately
from spotter.prescribe.schedule import Due
from spotter.prescribe.situation import Situation
from spotter.training.catalogue import rank

# Deviations beyond this many SD say nothing more.
FAR = 3.0
_AGE, _MASS_KG = 40.0, 75.0
_NIGHT = ("hrv_sdnn_ms", "hrv_rmssd_ms")


def _who(inputs: Inputs) -> Iterator[tuple[str, float]]:
    profile = inputs.profile
    age = profile.age_on(inputs.day)
    yield "age_decades", (_AGE if age is None else age) / 10
    yield "female", float(profile.sex is Sex.FEMALE)
    yield "mass", (inputs.mass_kg or _MASS_KG) / _MASS_KG
    yield "experience", float(rank(profile.experience))
    yield "days_per_week", float(profile.days_per_week)
    yield "minutes", profile.minutes_per_session / 60
    yield "competes", float(profile.competes)
    yield "limitations", float(len(profile.limitations))
    for goal in Goal:
        yield f"goal_{goal.value}", float(profile.goal is goal)


def _today(inputs: Inputs, now: Situation, due: Due) -> Iterator[tuple[str, float]]:
    yield "readiness", 0.65 if now.score is None else now.score / 100
    yield "readiness_known", float(now.known)
    yield "confidence", inputs.readiness.confidence
    yield "level", float(now.level)
    yield "checked_in", float(now.checked_in)
    said = inputs.checkin or Checkin(inputs.day)
    yield "sleep_quality", float(said.sleep_quality or 3.5)
    yield "mood", float(said.mood or 3.5)
    yield "energy", float(said.energy or 3.5)
    yield "stress", float(said.stress or 2.5)
    yield "soreness_worst", float(max(now.soreness.values(), default=0))
    yield "soreness_sites", float(len(now.soreness))
    yield "pain_worst", float(max(now.pain.values(), default=0))
    hrv = [z for name in _NIGHT if (z := _z(inputs, name)) is not None]
    yield "hrv_z", hrv[0] if hrv else 0.0
    yield "hrv_known", float(bool(hrv))
    yield "resting_hr_z", _z(inputs, "resting_hr_bpm") or 0.0
    slept = _z(inputs, "sleep_s")
    yield "sleep_z", slept or 0.0
    yield "sleep_known", float(slept is not None)
    yield "due_recover", float(due is Due.RECOVER)
    yield "due_rest", float(due is Due.REST)
    yield "first_weeks", float(now.first_weeks)


def _z(inputs: Inputs, metric: str) -> float | None:
    reading = inputs.body.readings.get(metric)
    if reading is None or reading.z is None or not math.isfinite(reading.z):
        return None
    return max(-FAR, min(FAR, reading.z))


def _before(inputs: Inputs, now: Situation, past: Lately) -> Iterator[tuple[str, float]]:
    week = [dose for age, dose in past.doses if 0 < age <= 7]
    yield "days_off", math.log1p(28.0 if now.days_off is None else min(now.days_off, 90))
    yield "sessions_7", float(len(week))
    yield "sessions_28", float(past.sessions)
    yield "planned_share_28", min(1.5, past.sessions / max(1, 4 * inputs.profile.days_per_week))
    yield "ever_done", math.log1p(len(inputs.trained))
    yield "load_7_au", sum(dose.load_au for dose in week) / 1000
    yield "load_28_au", sum(dose.load_au for _, dose in past.doses) / 4000
    yield "load_2_au", sum(dose.load_au for age, dose in past.doses if age in (1, 2)) / 300
    yield "hard_sets_7", sum(dose.hard_sets for dose in week) / 20
    yield "carried_sets", float(past.muscles.sum()) / 20
    yield "done_share", past.done_share
    yield "last_share", past.last_share
    yield "session_rpe", past.session_rpe
    yield "set_rpe", past.set_rpe
    yield "soreness_after", past.soreness_after
    yield "sore_per_load", past.sore_per_load
    yield "sore_factor", past.sore_factor
    yield "sore_kept", past.sore_kept
    yield "done_often", past.done_often
    yield "effort_off", past.effort_off
    yield "effort_off_last", past.effort_off_last
    yield "effort_off_large", past.effort_off_large
    yield "efforts_known", min(1.0, past.efforts / 12)
    left = inputs.profile.days_per_week - past.trained_6
    yield "days_left", float(max(-1, min(3, left)))
    yield "week_full", float(left <= 0)
    yield "fatigue_fast", past.fatigue_fast / 300
    yield "fatigue_slow", past.fatigue_slow / 600
    yield "sets_usual", past.sets_usual / 10
    yield "load_usual_au", past.load_usual / 300


def _all(inputs: Inputs, now: Situation, due: Due, past: Lately) -> Iterator[tuple[str, float]]:
    yield from _who(inputs)
    yield from _today(inputs, now, due)
    yield from _before(inputs, now, past)


def known(inputs: Inputs, now: Situation, due: Due, past: Lately) -> Vector:
    """Return the values of `KNOWN` in their order."""
    return np.array([value for _, value in _all(inputs, now, due, past)], dtype=np.float64)


KNOWN: tuple[str, ...] = (
    "age_decades",
    "female",
    "mass",
    "experience",
    "days_per_week",
    "minutes",
    "competes",
    "limitations",
    *(f"goal_{goal.value}" for goal in Goal),
    "readiness",
    "readiness_known",
    "confidence",
    "level",
    "checked_in",
    "sleep_quality",
    "mood",
    "energy",
    "stress",
    "soreness_worst",
    "soreness_sites",
    "pain_worst",
    "hrv_z",
    "hrv_known",
    "resting_hr_z",
    "sleep_z",
    "sleep_known",
    "due_recover",
    "due_rest",
    "first_weeks",
    "days_off",
    "sessions_7",
    "sessions_28",
    "planned_share_28",
    "ever_done",
    "load_7_au",
    "load_28_au",
    "load_2_au",
    "hard_sets_7",
    "carried_sets",
    "done_share",
    "last_share",
    "session_rpe",
    "set_rpe",
    "soreness_after",
    "sore_per_load",
    "sore_factor",
    "sore_kept",
    "done_often",
    "effort_off",
    "effort_off_last",
    "effort_off_large",
    "efforts_known",
    "days_left",
    "week_full",
    "fatigue_fast",
    "fatigue_slow",
    "sets_usual",
    "load_usual_au",
)


def named(inputs: Inputs, now: Situation, due: Due, past: Lately) -> dict[str, float]:
    """Return the same by name."""
    return dict(_all(inputs, now, due, past))
