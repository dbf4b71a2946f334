"""Polar's training sessions, as exports wrote them until 2023 and as they do since.

Both have local times and the offset in minutes beside them. The older form stamps every sample, the
newer gives an interval and a list; a missing sample is the text `NaN`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from spotter.intake import moments
from spotter.intake.activities import activity
from spotter.intake.documents import Document
from spotter.intake.polar.sports import SPORTS
from spotter.intake.readings import Readings, kilojoules, number, part, parts, positive, words

_DURATION = re.compile(
    r"PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?", re.IGNORECASE
)
_HEART = "HEART_RATE"
# As long as the longest sessions at one sample a second; more is not worth the memory.
_MOST = 200_000


def seconds(text: str) -> float | None:
    """Return the seconds of an ISO 8601 duration such as `PT1H2M3.5S`, None for anything else."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    hours, minutes, rest = (float(each or 0) for each in found.groups())
    return hours * 3600 + minutes * 60 + rest


def tell(readings: Readings, home: tzinfo, session: Document) -> None:
    """Tell a session, its heart rates and, of each exercise in it, the route."""
    exercises = parts(session.get("exercises"))
    first = exercises[0] if exercises else {}
    zone = _zone(session) or _zone(first)
    readings, where = readings.where(moments.name_of(zone)), zone or home
    start = moments.at(words(session.get("startTime")), where)
    end = moments.at(words(session.get("stopTime")), where)
    sport = _sport(session) or _sport(first)
    lasted = number(session.get("durationMillis"), 1000)
    lasted = seconds(words(session.get("duration"))) if lasted is None else lasted
    heart = part(first, "heartRate")
    about = {
        "name": words(session.get("name")),
        "sport": sport,
        "note": words(session.get("note")),
        "distance_m": _first(session, "distanceMeters", "distance"),
        "energy_kj": kilojoules(_first(session, "calories", "kiloCalories")),
        "hr_mean_bpm": _first(session, "hrAvg", "averageHeartRate") or positive(heart.get("avg")),
        "hr_max_bpm": _first(session, "hrMax", "maximumHeartRate") or positive(heart.get("max")),
        "hr_min_bpm": positive(heart.get("min")),
    }
    span = moments.between(start, end) or moments.lasting(start, lasted)
    content = words(part(session, "identifier").get("id"))[:60] or None
    readings.workout(
        "Training session", span, activity(sport), about, duration_s=lasted, content=content
    )
    for exercise in exercises:
        _samples(readings, where, exercise)
        _route(readings, where, exercise)


def _zone(record: Document) -> tzinfo | None:
    keys = ("timezoneOffsetMinutes", "timezoneOffset", "timeZoneOffset")
    given = next((record[key] for key in keys if record.get(key) is not None), None)
    return moments.minutes_east(number(given))


def _sport(record: Document) -> str:
    """Return the name of a sport, which older files write and newer number."""
    given = record.get("sport")
    return words(given) or SPORTS.get(str(part(given).get("id")), "")


def _first(record: Document, *keys: str) -> float | None:
    return next((found for key in keys if (found := positive(record.get(key)))), None)


def _samples(readings: Readings, zone: tzinfo, exercise: Document) -> None:
    samples = part(exercise, "samples")
    for stamped in parts(samples.get("heartRate"))[:_MOST]:
        span = moments.moment(moments.at(words(stamped.get("dateTime")), zone))
        _beat(readings, span, stamped.get("value"))
    start = moments.at(words(exercise.get("startTime")), zone)
    for series in parts(samples.get("samples")):
        if words(series.get("type")).endswith(_HEART) and start is not None:
            for at, value in _spaced(series, start):
                _beat(readings, (at, at), value)


def _spaced(series: Document, start: datetime) -> Iterator[tuple[datetime, object]]:
    step, values = positive(series.get("intervalMillis")), series.get("values")
    if step is None or step > 3_600_000 or not isinstance(values, list):
        return
    for index, value in enumerate(values[:_MOST]):
        yield start + timedelta(milliseconds=step * index), value


def _beat(readings: Readings, span: moments.Span | None, value: object) -> None:
    found = None if value == "NaN" else positive(value)
    readings.value("Heart rate", "heart_rate", span, found, "bpm")


def _route(readings: Readings, zone: tzinfo, exercise: Document) -> None:
    """Tell where an exercise went: its points in time, as far as they say when they were."""
    route = part(exercise, "routes", "route")
    begin = moments.at(words(route.get("startTime")), zone)
    points: list[tuple[datetime, float, float, float | None]] = []
    recorded = parts(part(exercise, "samples").get("recordedRoute")) or parts(
        route.get("wayPoints")
    )
    for one in recorded[:_MOST]:
        stamped = moments.at(words(one.get("dateTime")), zone)
        passed = moments.lasting(begin, number(one.get("elapsedMillis"), 1000))
        at = stamped or (passed[1] if passed else None)
        lat, lon = number(one.get("latitude")), number(one.get("longitude"))
        if at and lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180:
            points.append((at, lat, lon, number(one.get("altitude"))))
    if not points:
        return
    first, last = min(each[0] for each in points), max(each[0] for each in points)
    about = {
        "t_s": [(each[0] - first).total_seconds() for each in points],
        "lat": [each[1] for each in points],
        "lon": [each[2] for each in points],
        "ele_m": [each[3] for each in points],
    }
    count = float(len(points))
    readings.value("Route", "route", (first, last), count, "count", about=about)
