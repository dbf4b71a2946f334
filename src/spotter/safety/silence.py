"""What would be if everything that was not told were fine: tells a fact from a gap."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from spotter.athletes.profile import Experience
from spotter.safety.known import SafetyState

SCREENED: Mapping[str, object] = {
    "screening_age_days": 0,
    "screening_complete": True,
    "health_changed": False,
    "needs_clearance": False,
    "used_to_vigorous": True,
    "symptoms": frozenset(),
    "hypertension": False,
    "heart_disease": False,
    "diabetes": False,
    "glucose_lowering": False,
    "beta_blocker": False,
    "anticoagulant": False,
    "tendon_medicine": False,
    "pregnant": False,
    "pregnancy_weeks": 0.0,
    "pregnancy_contraindicated": False,
    "pregnancy_provider_ok": True,
    "postpartum": False,
    "postpartum_weeks": 100.0,
    "cesarean": False,
    "postpartum_cleared": True,
    "eating_disorder": False,
    "missed_cycles": 0.0,
    "stress_fractures_high": 0.0,
    "stress_fractures_low": 0.0,
    "unintended_weight_loss": False,
    "surgery": False,
    "surgery_weeks": 100.0,
    "hernia": False,
    "retinal_disease": False,
    "acl_rehab": False,
}
"""Fields that the health questions fill, each with its best answer."""

FINE: Mapping[str, object] = {
    **SCREENED,
    "age_years": 30,
    "bmi": 22.0,
    "mass_kg": 70.0,
    "experience": Experience.INTERMEDIATE,
    "limitations": (),
    "symptoms_today": False,
    "held": frozenset(),
    "ill": False,
    "soreness": {},
    "pain": {},
    "systolic_mmhg": 115.0,
    "diastolic_mmhg": 75.0,
    "glucose_mmol_l": 6.0,
    "ketones": "none",
    "heat_index_c": 18.0,
    "training_days_of_last_6": 0,
    "sessions_of_last_7": 0,
    "weeks_without_deload": 0,
    "minutes_week": 0.0,
    "lifts_down": 0,
}
"""Every field whose absence can bring a rule into force, each with its best value.

Used to choose words only: what a rule does never rests on it.
"""


def absent(value: object) -> bool:
    """Return whether `value` is None, NaN or infinite."""
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def presumed(state: SafetyState, fine: Mapping[str, object] = FINE) -> SafetyState:
    """Return `state` with the fields of `fine` that are absent from it at their best."""
    gaps = {name: best for name, best in fine.items() if absent(getattr(state, name))}
    return replace(state, **gaps) if gaps else state  # type: ignore[arg-type]


def unscreened(state: SafetyState) -> bool:
    """Return whether no health question was answered at all."""
    return state.screening_age_days is None
