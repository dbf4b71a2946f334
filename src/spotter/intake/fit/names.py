"""What numbers in FIT files mean: sports, devices, exercises. Names are those of the profile."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

# Sport and sub sport of the FIT profile → the neutral activity; the sub sport is asked first.
_SUB_SPORT: Mapping[str, str] = {
    "strength_training": "strength",
    "cardio_training": "cardio",
    "hiit": "hiit",
    "yoga": "yoga",
    "pilates": "pilates",
    "flexibility_training": "mobility",
    "elliptical": "elliptical",
    "stair_climbing": "stairs",
    "indoor_rowing": "rowing",
    "lap_swimming": "swimming",
    "open_water": "swimming",
    "indoor_climbing": "climbing",
    "bouldering": "climbing",
}
_SPORT: Mapping[str, str] = {
    "running": "running",
    "cycling": "cycling",
    "e_biking": "cycling",
    "swimming": "swimming",
    "walking": "walking",
    "hiking": "hiking",
    "mountaineering": "hiking",
    "snowshoeing": "hiking",
    "rowing": "rowing",
    "paddling": "rowing",
    "kayaking": "rowing",
    "stand_up_paddleboarding": "rowing",
    "cross_country_skiing": "skiing",
    "alpine_skiing": "skiing",
    "snowboarding": "skiing",
    "golf": "golf",
    "tennis": "racket",
    "racket": "racket",
    "soccer": "team_sport",
    "basketball": "team_sport",
    "american_football": "team_sport",
    "rugby": "team_sport",
    "hockey": "team_sport",
    "volleyball": "team_sport",
    "boxing": "combat",
    "mixed_martial_arts": "combat",
    "rock_climbing": "climbing",
    "hiit": "hiit",
    "dance": "dance",
    "multisport": "triathlon",
    "wheelchair_push_walk": "wheelchair",
    "wheelchair_push_run": "wheelchair",
}
_UNKNOWN_EXERCISE = 65_534
_NOT_WORN = ("edge", "index", "hrm", "vector", "rally", "foot_pod", "bike")


@cache
def _enum(name: str) -> Mapping[int, str]:
    # The whole profile is slow to import, and only needed here.
    from fitdecode import profile

    found = profile.FIELD_TYPES.get(name)
    return {} if found is None or found.enum is None else dict(found.enum)


@cache
def message_name(number: int) -> str:
    """Return the name of a global message number, `message N` for one the profile lacks."""
    from fitdecode import profile

    found = profile.MESSAGE_TYPES.get(number)
    return f"message {number}" if found is None else str(found.name)


@cache
def named(kind: str, number: object) -> str:
    """Return the name of `number` in the enumeration `kind`, empty for one it lacks."""
    return str(_enum(kind).get(number, "")) if isinstance(number, int) else ""


def activity(sport: object, sub_sport: object) -> str:
    """Return the neutral activity, `other` for a sport this table does not know."""
    by_sub = _SUB_SPORT.get(named("sub_sport", sub_sport))
    return by_sub or _SPORT.get(named("sport", sport), "other")


def exercise(category: object, subtype: object) -> str:
    """Return the exercise of a set as words, `unknown` where the watch did not recognise one."""
    group = named("exercise_category", category)
    if not group or category == _UNKNOWN_EXERCISE or group == "unknown":
        return "unknown"
    return (named(f"{group}_exercise_name", subtype) or group).replace("_", " ")


def maker(manufacturer: object) -> str:
    """Return the name of the manufacturer, `FIT` when there is none."""
    return named("manufacturer", manufacturer).replace("_", " ").title() or "FIT"


def device(manufacturer: object, product: object, product_name: object = None) -> str:
    """Return `class maker model`: a watch, unless the model is something that is not worn."""
    model = product_name if isinstance(product_name, str) else ""
    brand = named("manufacturer", manufacturer)
    if not model and brand in {"garmin", "dynastream", "dynastream_oem"}:
        model = named("garmin_product", product)
    if not brand and not model:
        return ""
    worn = brand == "garmin" and not model.startswith(_NOT_WORN)
    return " ".join(
        part for part in ("watch" if worn else "other", maker(manufacturer), model) if part
    )
