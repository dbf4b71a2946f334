"""What an athlete logs, checked before anything is changed."""

from __future__ import annotations

import math
from collections.abc import Mapping

from spotter.athletes.profile import BodySite
from spotter.kit.errors import BadInput
from spotter.safety.redflags import SYMPTOMS
from spotter.training.catalogue import catalogue
from spotter.training.session import LoggedSet

# Beyond these a number is a slip of the finger: the heaviest lifts known stay below 1000 kg.
MOST_REPS, MOST_LOAD_KG, MOST_SET_S, MOST_MINUTES = 500, 1000.0, 43_200, 1440.0


def check_set(logged: LoggedSet) -> None:
    """Raise `BadInput` naming the field of a set that cannot be meant."""
    if logged.exercise not in catalogue():
        raise BadInput(
            f"There is no exercise '{logged.exercise}' in the catalogue.", field="exercise"
        )
    if logged.at.tzinfo is None:
        raise BadInput("The time of a set needs a UTC offset.", field="at")
    if logged.reps is None and logged.duration_s is None:
        raise BadInput("Give repetitions or seconds.", field="reps")
    within("reps", logged.reps, 0, MOST_REPS)
    within("duration_s", logged.duration_s, 0, MOST_SET_S)
    within("load_kg", logged.load_kg, 0, MOST_LOAD_KG)
    within("rpe", logged.rpe, 1, 10)
    within("pain", logged.pain, 0, 10)


def check_finish(
    session_rpe: float,
    duration_min: float | None,
    mood: int | None,
    pain: Mapping[BodySite, int],
    symptoms: frozenset[str],
) -> None:
    """Raise `BadInput` naming the field of an answer that cannot be meant."""
    within("session_rpe", session_rpe, 0, 10)
    within("duration_min", duration_min, 0, MOST_MINUTES)
    within("mood", mood, 1, 5)
    for level in pain.values():
        within("pain", level, 0, 10)
    unknown = sorted(symptoms - {symptom.id for symptom in SYMPTOMS})
    if unknown:
        raise BadInput(f"There is no symptom '{unknown[0]}'.", field="symptoms")


def within(field: str, value: float | None, low: float, high: float) -> None:
    """Raise `BadInput` unless `value` is None or a number from `low` to `high`."""
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        raise BadInput(f"{field} must be between {low:g} and {high:g}.", field=field)
