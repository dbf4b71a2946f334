"""What the profile says, as numbers of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spotter.athletes.profile import Experience, Profile, Sex


@dataclass(frozen=True, slots=True)
class Targets:
    """What the athlete aims for: body mass, and the sum of the lifts followed, both in kg."""

    mass_kg: float | None = None
    e1rm_kg: float | None = None


def facts_on(profile: Profile, targets: Targets, day: date) -> dict[str, object]:
    """Return the columns of `columns.FACTS` that are known on `day`."""
    found: dict[str, float | None] = {
        "age_years": profile.age_on(day),
        "female": None if profile.sex is None else float(profile.sex is Sex.FEMALE),
        "height_m": profile.height_m,
        "told_mass_kg": profile.mass_kg,
        "days_per_week": profile.days_per_week,
        "minutes_per_session": profile.minutes_per_session,
        "experience": tuple(Experience).index(profile.experience),
        "planned_day": float(day.isoweekday() in profile.weekdays) if profile.weekdays else None,
        "limitations": sum(one.since is None or one.since <= day for one in profile.limitations),
        "target_mass_kg": targets.mass_kg,
        "target_e1rm_kg": targets.e1rm_kg,
    }
    return {name: float(value) for name, value in found.items() if value is not None}
