"""Withings' data export: tables of weight, blood pressure, sleep, activities, and raw series.

The raw series (`raw_tracker_hr.csv`) and the totals of days (`aggregates_steps.csv`) all have the
same columns: what they measure, their names alone tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import partial
from zoneinfo import ZoneInfo

from spotter.body.calendar import zone_or
from spotter.intake import moments
from spotter.intake.activities import activity
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.errors import NotThisFormat
from spotter.intake.readings import Readings, kilojoules, number, part, positive
from spotter.intake.readings import batches as told
from spotter.intake.strength.reading import Unreadable
from spotter.intake.strength.table import Row, Table, header

_WEIGHT = re.compile(r"(weight|fat mass) \((kg|lb|st)\)")
# The table of sleeps is written in the language of the account: English, German, Spanish.
_SLEEP: tuple[Mapping[str, str], ...] = (
    {"start": "from", "end": "to", "core": "light (s)", "deep": "deep (s)", "rem": "rem (s)"},
    {"start": "von", "end": "bis", "core": "leicht (s)", "deep": "tief (s)", "rem": "rem (s)"},
    {"start": "de", "end": "a", "core": "ligero (s)", "deep": "profundo (s)", "rem": "rem (s)"},
)
_OF_SLEEP: Mapping[str, tuple[str, str]] = {
    "average heart rate": ("Sleep average HR", "bpm"),
    "heart rate (min)": ("Sleep lowest HR", "bpm"),
    "heart rate (max)": ("Sleep highest HR", "bpm"),
    "snoring (s)": ("Snoring", "s"),
    "wake up": ("Times awake", "count"),
}
# Type, signal, unit.
_How = tuple[str, str | None, str]

# By the last word of a file's name.
_RAW: Mapping[str, _How] = {
    "hr": ("Heart rate", "heart_rate", "bpm"),
    "steps": ("Steps", "steps", "count"),
    "distance": ("Distance", "distance", "m"),
    "calories-earned": ("Active energy", "active_energy", "kcal"),
    "respiratory-rate": ("Respiratory rate", "respiratory_rate", "count/min"),
    "spo2": ("SpO2", "spo2", "%"),
    "elevation": ("Elevation", None, "m"),
    "sleep-state": ("Sleep state", "sleep", ""),
}
_TOTALS: Mapping[str, _How] = {
    "steps": ("Steps of the day", "steps", "count"),
    "distance": ("Distance of the day", "distance", "m"),
    "calories_earned": ("Active energy of the day", "active_energy", "kcal"),
    "calories_passive": ("Resting energy of the day", "basal_energy", "kcal"),
    "elevation": ("Elevation of the day", None, "m"),
}
# Sleep states as in Withings' developer documentation.
_STATES: Mapping[int, str] = {0: "awake", 1: "core", 2: "deep", 3: "rem"}
_MOST = 100_000

Tell = Callable[[Readings, tzinfo, Row], None]


def detect(head: bytes) -> bool:
    """Return whether `head` begins one of the tables."""
    return _kind(set(header(head))) is not None


def _kind(columns: set[str]) -> str | None:
    names = {found[1] for column in columns if (found := _WEIGHT.fullmatch(column))}
    if "date" in columns and names == {"weight", "fat mass"}:
        return "Weight"
    if any(set(one.values()) <= columns for one in _SLEEP):
        return "Sleep"
    return next((kind for kind, wanted in _COLUMNS.items() if columns >= wanted), None) or next(
        (kind for kind, wanted in _EXACT.items() if columns == wanted), None
    )


_COLUMNS: Mapping[str, set[str]] = {
    "Blood pressure": {"date", "heart rate", "systolic", "diastolic"},
    "Height": {"date", "height (m)", "comments"},
    "Activity": {"from", "to", "timezone", "activity type", "data"},
}
_EXACT: Mapping[str, set[str]] = {
    "Series": {"start", "duration", "value"},
    "Total": {"date", "value"},
}


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of one table; raises `Damaged` where it breaks off."""
    drafts = Drafts(now=now, about=about)
    kind = _kind(set(header(opened.head))) or ""
    tell = _named(opened.name, kind) if kind in _EXACT else _TELLERS[kind]
    # Day totals and totals of nights are sources of their own: what the raw series tell of the same
    # time counts once.
    source, device = {
        "Total": ("Withings (days)", "app Withings"),
        "Sleep": ("Withings (nights)", "app Withings"),
        "Series": ("Withings", "watch Withings"),
    }.get(kind, ("Withings", "other Withings"))
    readings = Readings(drafts, source, device, vendor="Withings")
    yield from told(Table(opened.stream), partial(tell, readings, about.zone), drafts, kind)


def _named(name: str, kind: str) -> Tell:
    """Return who tells a table that only its name explains."""
    file = name.rsplit("/", 1)[-1].casefold().removesuffix(".csv")
    if kind == "Total" and file.startswith("aggregates_"):
        if how := _TOTALS.get(file.removeprefix("aggregates_")):
            return partial(_total, how)
    elif kind == "Series" and file.startswith("raw_"):
        return partial(_series, _RAW.get(file.rsplit("_", 1)[-1]), file)
    raise NotThisFormat(
        "Only its own name tells what this table measures (such as aggregates_steps.csv). Give it "
        "the name it had in the export."
    )


def _weight(readings: Readings, zone: tzinfo, row: Row) -> None:
    span = moments.moment(moments.at(row["date"], zone))
    found = {
        match[1]: (positive(cell), match[2])
        for column, cell in row.items()
        if (match := _WEIGHT.fullmatch(column))
    }
    (weight, unit), (fat, _) = found["weight"], found["fat mass"]
    about = {"comment": row.get("comments", "")}
    readings.value("Weight", "mass", span, weight, unit, about=about)
    if weight and fat:
        readings.value("Fat share", "body_fat", span, 100 * fat / weight, "%")


def _height(readings: Readings, zone: tzinfo, row: Row) -> None:
    span = moments.moment(moments.at(row["date"], zone))
    readings.value("Height", "height", span, positive(row["height (m)"]), "m")


def _pressure(readings: Readings, zone: tzinfo, row: Row) -> None:
    span = moments.moment(moments.at(row["date"], zone))
    about = {"comment": row.get("comments", "")}
    for name in ("systolic", "diastolic"):
        value = positive(row[name])
        readings.value(name.title(), name, span, value, "mmHg", about=about)
    readings.value("Heart rate", "heart_rate", span, positive(row["heart rate"]), "bpm")


def _sleep(readings: Readings, zone: tzinfo, row: Row) -> None:
    names = next(one for one in _SLEEP if set(one.values()) <= set(row))
    span = moments.between(
        moments.at(row[names["start"]], zone), moments.at(row[names["end"]], zone)
    )
    totals = {stage: number(row[names[stage]]) for stage in ("core", "deep", "rem")}
    readings.night("Sleep", span, totals)
    for column, (kind, unit) in _OF_SLEEP.items():
        readings.value(kind, None, span, positive(row.get(column)), unit)


def _activity(readings: Readings, zone: tzinfo, row: Row) -> None:
    """Tell an activity; its numbers stand in one cell, as JSON."""
    name = row["activity type"]
    # A zone that there is tells where the athlete was.
    place = zone_or(row["timezone"], ZoneInfo("UTC"))
    own = place.key if row["timezone"] == place.key else None
    where: tzinfo = place if own else zone
    span = moments.between(moments.at(row["from"], where), moments.at(row["to"], where))
    try:
        data = part(json.loads(row["data"] or "{}"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("no_number") from error
    about = {
        "name": name,
        "distance_m": positive(data.get("distance")),
        "energy_kj": kilojoules(positive(data.get("calories"))),
        "hr_mean_bpm": positive(data.get("hr_average")),
        "hr_min_bpm": positive(data.get("hr_min")),
        "hr_max_bpm": positive(data.get("hr_max")),
        "steps": positive(data.get("steps")),
    }
    active = positive(data.get("effduration"))
    told_by = readings.where(own)
    told_by.workout("Activity", span, activity(name), about, duration_s=active, content=name)


def _total(how: _How, readings: Readings, zone: tzinfo, row: Row) -> None:
    kind, signal, unit = how
    span = moments.whole_day(moments.day_of(row["date"]), zone)
    readings.value(kind, signal, span, number(row["value"]), unit)


def _series(how: _How | None, file: str, readings: Readings, zone: tzinfo, row: Row) -> None:
    """Tell a run of readings one after another: `[60,60]` seconds, `[72,73]`."""
    if how is None:
        readings.drafts.skip(file[:100])
        return
    kind, signal, unit = how
    start = moments.at(row["start"], zone)
    lengths, numbers = _numbers(row["duration"]), _numbers(row["value"])
    if start is None or len(lengths) != len(numbers):
        raise Unreadable("unreadable_time")
    for length, found in zip(lengths, numbers, strict=True):
        span = moments.lasting(start, length)
        if span is None:
            raise Unreadable("unreadable_time")
        if signal == "sleep":
            readings.stage(kind, span, _STATES.get(int(found)))
        else:
            readings.value(kind, signal, span, found, unit)
        start += timedelta(seconds=length)


def _numbers(cell: str) -> list[float]:
    inner = cell.strip().removeprefix("[").removesuffix("]").split(",", _MOST)
    found = [number(one.strip()) for one in inner]
    return [one for one in found if one is not None]


_TELLERS: Mapping[str, Tell] = {
    "Weight": _weight,
    "Height": _height,
    "Blood pressure": _pressure,
    "Sleep": _sleep,
    "Activity": _activity,
}
