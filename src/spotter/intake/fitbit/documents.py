"""Fitbit's JSON: arrays of values by time, of sleeps, of exercises, of weighings.

Heart rate, steps, distance, altitude and energy are stamped in UTC, and so are exercises; sleep,
weight and everything that is of a day are local. Nothing in a file says which of these a bare value
is: for those alone the file's own name is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, tzinfo
from functools import partial

from spotter.intake import moments
from spotter.intake.activities import activity
from spotter.intake.documents import Document, Outline
from spotter.intake.fitbit import sleep
from spotter.intake.readings import Readings, kilojoules, number, part, parts, positive, words
from spotter.intake.strength.reading import Unreadable
from spotter.kit.units import M_PER_MILE

Tell = Callable[[Document], None]

# File name → type, signal, unit of a bare value that is of a minute; distance is in centimetres.
_OF_MINUTE: Mapping[str, tuple[str, str | None, str]] = {
    "steps": ("Steps", "steps", "count"),
    "distance": ("Distance", "distance", "cm"),
    "calories": ("Calories", None, "kcal"),
    "altitude": ("Altitude", None, ""),
}
# … that is of a day.
_OF_DAY: Mapping[str, str] = {
    "sedentary_minutes": "Sedentary minutes",
    "lightly_active_minutes": "Lightly active minutes",
    "moderately_active_minutes": "Moderately active minutes",
    "very_active_minutes": "Very active minutes",
}
_VO2MAX = ("filteredDemographicVO2Max", "demographicVO2Max", "filteredRunVO2Max", "runVO2Max")
_METRES: Mapping[str, float] = {"kilometer": 1000.0, "mile": M_PER_MILE, "meter": 1.0}
# Kilograms per square metre of a height of 2.1 m; pounds give that from 1.4 m on.
_POUNDS_FROM = 4.45


def known(outline: Outline) -> bool:
    """Return whether a file laid out like this is one of Fitbit's."""
    return (
        outline.lists("dateTime", "value")
        or outline.lists("logId", "dateOfSleep")
        or outline.lists("logId", "activityName", "activityTypeId")
        or outline.lists("logId", "weight", "date")
    )


def teller(outline: Outline, name: str, readings: Readings, zone: tzinfo) -> tuple[str, Tell]:
    """Return what a record of a file called `name` is, and who tells it."""
    if outline.lists("dateOfSleep"):
        return "Sleep", partial(sleep.tell, readings, zone)
    if outline.lists("activityTypeId"):
        return "Exercise", partial(_exercise, readings)
    if outline.lists("weight"):
        return "Weight", partial(_weight, readings, zone)
    kind = name.rsplit("/", 1)[-1].split("-", 1)[0].removesuffix(".json").casefold()
    return "Value", partial(_value, readings, zone, kind)


def _value(readings: Readings, zone: tzinfo, kind: str, record: Document) -> None:
    value, when = record.get("value"), words(record.get("dateTime"))
    if isinstance(value, Mapping):
        _composed(readings, zone, when, value)
    elif kind in _OF_MINUTE:
        type, signal, unit = _OF_MINUTE[kind]
        span = sleep.minutes_after(moments.american(when, UTC), 1)
        readings.value(type, signal, span, number(value), unit)
    elif kind in _OF_DAY:
        span = moments.whole_day(moments.day_of(when), zone)
        readings.value(_OF_DAY[kind], None, span, number(value), "min")
    else:
        raise Unreadable("no_type")


def _composed(readings: Readings, zone: tzinfo, when: str, value: Document) -> None:
    """Tell a value of several parts, which say what it is."""
    if "bpm" in value:
        _heart_rate(readings, when, value)
        return
    day = moments.whole_day(moments.day_of(when), zone)
    if "valuesInZones" in value:
        minutes = {name: number(one) for name, one in part(value, "valuesInZones").items()}
        readings.row("Time in heart rate zones", None, day, about={"minutes": minutes})
    elif "error" in value and "date" in value:
        rest = positive(value.get("value"))  # zero: not worn
        if rest is None:
            readings.drafts.skip("resting heart rate of a day without wearing")
        about = {"error_bpm": number(value["error"])}
        readings.value("Resting heart rate", "resting_heart_rate", day, rest, "bpm", about=about)
    else:
        _oxygen_uptake(readings, day, value)


def _heart_rate(readings: Readings, when: str, value: Document) -> None:
    """Tell a heart rate; its text is how sure Fitbit is (0 to 3)."""
    confidence = number(value.get("confidence"))
    # Without any confidence the sensor saw no skin.
    signal = "heart_rate" if confidence else None
    span = moments.moment(moments.american(when, UTC))
    sure = None if confidence is None else f"{confidence:g}"
    readings.value("Heart rate", signal, span, number(value["bpm"]), "bpm", text=sure)


def _oxygen_uptake(readings: Readings, day: moments.Span | None, value: Document) -> None:
    for name in (
        "filteredDemographicVO2Max",
        "demographicVO2Max",
        "filteredRunVO2Max",
        "runVO2Max",
    ):
        if found := positive(value.get(name)):
            readings.value(name, "vo2max", day, found, "mL/min·kg")
            return
    raise Unreadable("no_type")


def _exercise(readings: Readings, log: Document) -> None:
    """Tell an exercise; its duration counts pauses, the active one does not."""
    name = words(log.get("activityName"))
    start = moments.american(words(log.get("startTime")), UTC)
    span = moments.lasting(start, number(log.get("duration"), 1000))
    distance = number(log.get("distance"))
    metres = _METRES.get(words(log.get("distanceUnit")).casefold())
    zones = {
        words(one.get("name")): number(one.get("minutes"))
        for one in parts(log.get("heartRateZones"))
    }
    about = {
        "name": name,
        "log_type": words(log.get("logType")),
        "distance_m": distance * metres if distance and metres else None,
        "energy_kj": kilojoules(number(log.get("calories"))),
        "hr_mean_bpm": positive(log.get("averageHeartRate")),
        "steps": number(log.get("steps")),
        "ascent_m": positive(log.get("elevationGain")),
        "zones_minutes": zones,
    }
    active_s = positive(log.get("activeDuration"), 1000)
    content = str(log.get("logId"))[:40]
    readings.workout("Exercise", span, activity(name), about, duration_s=active_s, content=content)


def _weight(readings: Readings, zone: tzinfo, log: Document) -> None:
    """Tell a weighing. The export names no unit: the body mass index beside it tells pounds."""
    stamp = f"{words(log.get('date'))} {words(log.get('time'))}".strip()
    span = moments.moment(moments.american(stamp, zone))
    weight, bmi = positive(log.get("weight")), positive(log.get("bmi"))
    unit = "lb" if bmi is None or (weight or 0) / bmi > _POUNDS_FROM else "kg"
    about = {"scale": words(log.get("source")), "unit_guessed": True}
    readings.value("Weight", "mass", span, weight, unit, about=about)
    readings.value("BMI", "bmi", span, bmi, "kg/m2")
    readings.value("Body fat", "body_fat", span, positive(log.get("fat")), "%")
