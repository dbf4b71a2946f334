"""Documents of every kind → rows. What Spotter has no signal for is kept as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from spotter.intake.oura import night
from spotter.intake.oura.stamps import day_of, instant, noon, span, whole_day
from spotter.intake.oura.teller import Teller, number
from spotter.kit.units import kj_from_kcal

# What Oura calls a workout → what Spotter does; anything else keeps Oura's word.
_ACTIVITIES: Mapping[str, str] = {
    "walking": "walking",
    "running": "running",
    "trail_running": "running",
    "indoor_running": "running",
    "treadmill_running": "running",
    "hiking": "hiking",
    "cycling": "cycling",
    "indoor_cycling": "cycling",
    "mountain_biking": "cycling",
    "swimming": "swimming",
    "rowing": "rowing",
    "indoor_rowing": "rowing",
    "elliptical": "elliptical",
    "stair_exercise": "stairs",
    "strength_training": "strength",
    "weight_lifting": "strength",
    "core_exercise": "core",
    "hiit": "hiit",
    "cross_training": "hiit",
    "yoga": "yoga",
    "pilates": "pilates",
    "stretching": "mobility",
    "dance": "dance",
    "boxing": "combat",
    "martial_arts": "combat",
    "cross_country_skiing": "skiing",
    "downhill_skiing": "skiing",
    "snowboarding": "skiing",
    "climbing": "climbing",
    "golf": "golf",
    "tennis": "racket",
    "badminton": "racket",
    "squash": "racket",
    "padel": "racket",
    "soccer": "team_sport",
    "football": "team_sport",
    "basketball": "team_sport",
    "volleyball": "team_sport",
    "hockey": "team_sport",
}
_MINDFUL = frozenset({"breathing", "meditation", "relaxation"})

Tell = Callable[[Teller, datetime, datetime], None]


def tell(teller: Teller) -> None:
    """Tell the rows of one document; one that does not say when is refused."""
    when = span(teller.document, teller.zone)
    if when is None:
        teller.refuse("unreadable_time")
        return
    _TELL.get(teller.kind, _as_it_is)(teller, *when)


def _as_it_is(teller: Teller, start: datetime, end: datetime) -> None:
    teller.row("", None, start, end, value=_score(teller), metadata=teller.entries())


def _score(teller: Teller) -> float | None:
    return number(teller.document.get("score"))


def _tag(teller: Teller, start: datetime, end: datetime) -> None:
    at = instant(teller.document.get("timestamp"), teller.zone)
    teller.row("", None, at or start, at or end, metadata=teller.entries())


def _readiness(teller: Teller, start: datetime, end: datetime) -> None:
    _as_it_is(teller, start, end)
    _of_the_day(teller, "temperature_deviation", "wrist_temperature", "degC")


def _vo2max(teller: Teller, start: datetime, end: datetime) -> None:
    _as_it_is(teller, start, end)
    _of_the_day(teller, "vo2_max", "vo2max", "mL/kg/min")


def _of_the_day(teller: Teller, field: str, signal: str, unit: str) -> None:
    day = day_of(teller.document.get("day"))
    if day is not None:
        teller.reading(field, signal, noon(day, teller.zone), unit)


def _spo2(teller: Teller, start: datetime, end: datetime) -> None:
    _as_it_is(teller, start, end)
    said, day = teller.document.get("spo2_percentage"), day_of(teller.document.get("day"))
    value = number(said.get("average")) if isinstance(said, Mapping) else number(said)
    if value and day is not None:
        at = noon(day, teller.zone)
        teller.row("spo2_percentage", "spo2", at, value=value, unit="%")


def _activity(teller: Teller, start: datetime, end: datetime) -> None:
    """Tell the totals of a day, spread over the date: Oura's runs from four to four."""
    _as_it_is(teller, start, end)
    document, day = teller.document, day_of(teller.document.get("day"))
    active = number(document.get("active_calories"))
    steps = number(document.get("steps"))
    if day is None or not (active or steps):
        return  # the ring was not worn: its zeros say nothing
    first, last = whole_day(day, teller.zone)
    in_all = number(document.get("total_calories"))
    brisk = [number(document.get(f"{one}_activity_time")) for one in ("medium", "high")]
    totals = (
        ("steps", "steps", steps, "count"),
        ("active_calories", "active_energy", active, "kcal"),
        (
            "resting_calories",
            "basal_energy",
            in_all - active if in_all and active is not None and in_all > active else None,
            "kcal",
        ),
        ("brisk_time", "exercise_time", sum(filter(None, brisk)) if any(brisk) else None, "s"),
    )
    for field, signal, value, unit in totals:
        if value is not None:
            teller.row(field, signal, first, last, value=value, unit=unit)


def _workout(teller: Teller, start: datetime, end: datetime) -> None:
    document = teller.document
    word = str(document.get("activity") or "other")
    energy = number(document.get("calories"))
    about = {
        "distance_m": number(document.get("distance")),
        "active_energy_kj": None if energy is None else round(kj_from_kcal(energy), 3),
    }
    teller.row(
        "",
        "workout",
        start,
        end,
        value=(end - start).total_seconds(),
        unit="s",
        text=_activity_of(word),
        metadata={key: value for key, value in about.items() if value} | teller.entries(),
    )


def _activity_of(word: str) -> str:
    # Camel case and blanks are both seen in its lists of activities.
    name = re.sub(r"(?<=[a-z])(?=[A-Z])|[ -]+", "_", word).lower()
    return _ACTIVITIES.get(name, name)


def _session(teller: Teller, start: datetime, end: datetime) -> None:
    kind = str(teller.document.get("type") or "")
    signal = "mindful" if kind in _MINDFUL else None
    teller.row("", signal, start, end, text=kind, metadata=teller.entries())


def _battery(teller: Teller, start: datetime, end: datetime) -> None:
    level = number(teller.document.get("level"))
    teller.row("", None, start, end, value=level, unit="%", metadata=teller.entries())


_TELL: Mapping[str, Tell] = {
    "sleep": night.tell,
    "daily_readiness": _readiness,
    "daily_activity": _activity,
    "daily_spo2": _spo2,
    "vO2_max": _vo2max,
    "workout": _workout,
    "session": _session,
    "tag": _tag,
    "ring_battery_level": _battery,
}
