"""What an athlete logs, checked before anything is changed."""

from __future__ import annotations

import math
from collections.abc import Mapping

from spotter.athletes.profile import BodySite
from spotter.kit.errors import BadInput
from spotter.safety.plausible import check_done
from spotter.safety.redflags import SYMPTOMS
from spotter.training.catalogue import catalogue
from spotter.training.session import LoggedSet

MOST_MINUTES = 1440.0


def check_set(logged: LoggedSet, mass_kg: float | None) -> None:
    """Raise `BadInput` naming the field of a set that somebody of `mass_kg` cannot have done."""
    if logged.exercise not in catalogue():
        raise BadInput(
            f"There is no exercise '{logged.exercise}' in the catalogue.", field="exercise"
        )
    if logged.at.tzinfo is None:
        raise BadInput("The time of a set needs a UTC offset.", field="at")
    if logged.reps is None and logged.duration_s is None:
        raise BadInput("Give repetitions or seconds.", field="reps")
    check_done(logged, mass_kg)


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
