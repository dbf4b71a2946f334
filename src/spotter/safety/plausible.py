"""Which readings can be true: the rest is dropped, and the day treated as unknown (rule S48)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from spotter.kit.errors import BadInput
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Pattern
from spotter.training.session import LoggedSet

# Least and most that a living adult can have; outside lies a wrong unit or a broken sensor.
RANGES: dict[str, tuple[float, float]] = {
    "age_years": (0, 120),
    "height_m": (0.9, 2.6),
    "mass_kg": (25, 400),
    "systolic_mmhg": (50, 300),
    "diastolic_mmhg": (30, 200),
    "exercise_systolic_mmhg": (50, 400),
    "exercise_diastolic_mmhg": (20, 250),
    "resting_hr_bpm": (30, 230),
    "session_hr_bpm": (30, 230),
    "glucose_mmol_l": (0.5, 60),
    "heat_index_c": (-60, 80),
    "pregnancy_weeks": (0, 60),
    "effort": (0, 10),
    "level": (0, 10),
}

# What a set can be at most, planned or done: repetitions, seconds, kilograms (the heaviest lifts
# known are about 500), and the load as a multiple of body mass, for presses and for the rest.
MOST_REPS, MOST_SECONDS, MOST_LOAD_KG = 100, 4 * 3600, 500.0
PRESS_MASS_RATIO, ANY_MASS_RATIO = 3.0, 8.0
PRESSES = frozenset({Pattern.HORIZONTAL_PUSH, Pattern.VERTICAL_PUSH})


def most_load_kg(pattern: Pattern, mass_kg: float | None) -> float:
    """Return the heaviest load in kg that somebody of `mass_kg` (None: unknown) can have moved."""
    if mass_kg is None:
        return MOST_LOAD_KG
    ratio = PRESS_MASS_RATIO if pattern in PRESSES else ANY_MASS_RATIO
    return min(MOST_LOAD_KG, ratio * mass_kg)


def check_done(done: LoggedSet, mass_kg: float | None) -> None:
    """Refuse a set that nobody of `mass_kg` can have done; raises `BadInput` naming the field.

    An exercise that the catalogue does not have is left to who reads the catalogue.
    """
    beyond = _beyond(done, mass_kg)
    if beyond is not None:
        name, least, most = beyond
        raise BadInput(
            f"{name} must be between {least:g} and {most:g} for this exercise; look at the "
            "number and its unit again.",
            field=name,
        )


def can_be(done: LoggedSet, mass_kg: float | None) -> bool:
    """Return whether somebody of `mass_kg` can have done this set."""
    return _beyond(done, mass_kg) is None


def _beyond(done: LoggedSet, mass_kg: float | None) -> tuple[str, float, float] | None:
    """Return the first field that cannot be, and what it must lie between."""
    known = done.exercise in catalogue()
    pattern = catalogue().get(done.exercise).pattern if known else Pattern.CARRY
    limits = (
        ("reps", done.reps, 0, MOST_REPS),
        ("duration_s", done.duration_s, 0, MOST_SECONDS),
        ("load_kg", done.load_kg, 0, most_load_kg(pattern, mass_kg)),
        ("rpe", done.rpe, 1, 10),
        ("pain", done.pain, 0, 10),
    )
    return next(
        (
            (name, least, most)
            for name, value, least, most in limits
            if value is not None and not (math.isfinite(value) and least <= value <= most)
        ),
        None,
    )


@dataclass(slots=True)
class Sieve:
    """Lets plausible readings through and remembers the names of the others."""

    dropped: set[str] = field(default_factory=set)

    def keep(self, name: str, value: object, kind: str = "") -> float | None:
        """Return `value` when it is a number in the range of `kind` (else of `name`), or None.

        None itself is only missing; anything else that is refused is noted as dropped.
        """
        if value is None:
            return None
        least, most = RANGES[kind or name]
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if good and math.isfinite(float(value)) and least <= float(value) <= most:  # type: ignore[arg-type]
            return float(value)  # type: ignore[arg-type]
        self.dropped.add(name)
        return None
