"""Workouts of Health Auto Export → rows: the workout, its heart rates, its route."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from spotter.intake import moments
from spotter.intake.activities import activity
from spotter.intake.health_auto_export.metrics import digest, stamp
from spotter.intake.readings import Readings, number, part, parts, words
from spotter.intake.strength.reading import Unreadable
from spotter.kit.units import KJ_PER_KCAL, M_PER_IN, M_PER_MILE

_METRES = {"m": 1.0, "km": 1000.0, "mi": M_PER_MILE, "ft": M_PER_IN * 12, "yd": M_PER_IN * 36}
_KILOJOULES = {"kj": 1.0, "kcal": KJ_PER_KCAL, "cal": KJ_PER_KCAL}
_BPM = {"bpm": 1.0, "count/min": 1.0}
# Longer than the longest recorded workouts at one point a second.
_MOST_POINTS = 500_000


def tell(found: Mapping[str, object], told: Readings) -> None:
    """Put one workout into drafts; raises `Unreadable` when it has no time."""
    name = words(found.get("name"))
    span = moments.between(stamp(found.get("start")), stamp(found.get("end")))
    about: dict[str, object] = {
        "document": _name(found),
        "name": name,
        "distance_m": _first(found, _METRES, "distance", "walkingAndRunningDistance"),
        "active_energy_kj": _first(found, _KILOJOULES, "activeEnergyBurned", "activeEnergy"),
        "hr_mean_bpm": _heart(found, "avg", "avgHeartRate"),
        "hr_min_bpm": _heart(found, "min", "minHeartRate"),
        "hr_max_bpm": _heart(found, "max", "maxHeartRate"),
        "indoor": found.get("isIndoor"),
        "location": words(found.get("location")),
    }
    duration_s, version = number(found.get("duration")), digest(found)
    told.workout("workout", span, activity(name), about, duration_s=duration_s, content=version)
    for entry in parts(found.get("heartRateData")):
        _beat(entry, about["document"], version, told)
    _route(found, name, version, told)


def _name(found: Mapping[str, object]) -> str:
    which = words(found.get("id")) or f"{words(found.get('name'))} {words(found.get('start'))}"
    return re.sub(r'["\\]', "", f"workout {which}")[:300]


def _first(found: Mapping[str, object], factors: Mapping[str, float], *keys: str) -> float | None:
    """Return the first of `keys` that is one quantity in a unit we know."""
    for key in keys:
        one = part(found, key)
        qty, factor = number(one.get("qty")), factors.get(words(one.get("units")).casefold())
        if qty is not None and factor is not None:
            return round(qty * factor, 3)
    return None


def _heart(found: Mapping[str, object], of_all: str, alone: str) -> float | None:
    """Return a heart rate of the workout: since version 2 under `heartRate`, before by itself."""
    return _first(part(found, "heartRate"), _BPM, of_all) or _first(found, _BPM, alone)


def _beat(entry: Mapping[str, object], of: object, version: str, told: Readings) -> None:
    value = number(entry.get("Avg", entry.get("qty")))
    when = moments.moment(stamp(entry.get("date")))
    unit = words(entry.get("units")) or "bpm"
    try:
        told.value(
            "heartRateData",
            "heart_rate",
            when,
            value,
            unit,
            about={"document": of},
            content=version,
        )
    except Unreadable as error:
        told.drafts.refuse(error.reason, "heartRateData")


def _route(found: Mapping[str, object], name: str, version: str, told: Readings) -> None:
    points = []
    for point in parts(found.get("route"))[:_MOST_POINTS]:
        try:
            one = _point(point)
        except Unreadable:
            one = None
        if one is None:
            told.drafts.refuse("unreadable_time", "route")
        else:
            points.append(one)
    if not points:
        return
    points.sort(key=lambda each: each[0])
    start = points[0][0]
    about = {
        "document": _name(found),
        "t_s": [(each[0] - start).total_seconds() for each in points],
        "lat": [each[1] for each in points],
        "lon": [each[2] for each in points],
        "ele_m": [each[3] for each in points],
    }
    told.row(
        "route",
        "route",
        (start, points[-1][0]),
        value=float(len(points)),
        unit="count",
        text=name,
        about=about,
        content=version,
    )


def _point(point: Mapping[str, object]) -> tuple[datetime, float, float, float | None] | None:
    at = stamp(point.get("timestamp"))
    lat = number(point.get("latitude", point.get("lat")))
    lon = number(point.get("longitude", point.get("lon")))
    if at is None or lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None
    return at, lat, lon, number(point.get("altitude"))
