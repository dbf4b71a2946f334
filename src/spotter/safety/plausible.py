"""Which readings can be true: the rest is dropped, and the day treated as unknown (rule S48)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

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
