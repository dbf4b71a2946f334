"""What the profile says, as numbers of a day."""

from __future__ import annotations

from datetime import date

from spotter.athletes.profile import Experience, Profile, Sex
from spotter.athletes.targets import RACES, Aim, vo2max_needed


def facts_on(profile: Profile, day: date) -> dict[str, object]:
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
        **_targets(profile, day),
    }
    return {name: float(value) for name, value in found.items() if value is not None}


def _targets(profile: Profile, day: date) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    races = [one for one in profile.targets if one.what in RACES]
    if races:
        found["target_vo2max"] = max(vo2max_needed(one) for one in races)
    for one in profile.targets:
        if one.what is Aim.MASS:
            found["target_mass_kg"] = one.value
        elif one.what not in RACES:
            found[f"target_e1rm_{one.what}_kg"] = one.value
    ahead = [(one.by - day).days for one in profile.targets if one.by and one.by >= day]
    found["target_days_left"] = min(ahead) if ahead else None
    return found
