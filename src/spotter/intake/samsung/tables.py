"""Samsung's tables: each names itself in its first line, its columns stand in the second.

Times are in UTC, with the offset of the clock beside them. Columns carry the name of the data type
in front or not, as the version of the app pleases: only the last part of a column's name counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from spotter.intake import moments
from spotter.intake.activities import activity
from spotter.intake.moments import Span
from spotter.intake.readings import Readings, kilojoules, number, positive
from spotter.intake.samsung.exercises import EXERCISES
from spotter.intake.strength.table import Row

# Table → its readings: column, type, signal, unit.
_Reading = tuple[str, str, str | None, str]
_PLAIN: Mapping[str, tuple[_Reading, ...]] = {
    "tracker.heart_rate": (("heart_rate", "Heart rate", "heart_rate", "bpm"),),
    "tracker.oxygen_saturation": (("spo2", "Oxygen saturation", "spo2", "%"),),
    "oxygen_saturation": (("spo2", "Oxygen saturation", "spo2", "%"),),
    "respiratory_rate": (("average", "Respiratory rate", "respiratory_rate", "count/min"),),
    "skin_temperature": (("temperature", "Skin temperature", "wrist_temperature", "degC"),),
    "body_temperature": (("temperature", "Body temperature", "body_temperature", "degC"),),
    "blood_glucose": (("glucose", "Blood glucose", "glucose", "mmol/L"),),
    "blood_pressure": (
        ("systolic", "Systolic", "systolic", "mmHg"),
        ("diastolic", "Diastolic", "diastolic", "mmHg"),
        ("pulse", "Pulse", "heart_rate", "bpm"),
    ),
    "weight": (
        ("weight", "Weight", "mass", "kg"),
        ("body_fat", "Body fat", "body_fat", "%"),
        ("height", "Height", "height", "cm"),
    ),
    "height": (("height", "Height", "height", "cm"),),
    "floors_climbed": (("floor", "Floors", "flights", "count"),),
    "stress": (("score", "Stress", None, ""),),
    "vitality_score": (("total_score", "Energy score", None, ""),),
}
_STAGES: Mapping[float, str] = {40001: "awake", 40002: "core", 40003: "deep", 40004: "rem"}
# The trend of all devices together; the others are of one device each.
_ALL_DEVICES = -2

Tell = Callable[[Readings, tzinfo, Row], None]


def table_of(name: str) -> str:
    """Return the name of a table without the part that all share: `com.samsung.shealth.`."""
    plain = name.removeprefix("com.samsung.")
    return plain.removeprefix("shealth.").removeprefix("health.")


def teller(table: str) -> Tell | None:
    """Return who tells a row of `table`, None for tables that are left out on purpose."""
    if table in _PLAIN:
        return lambda readings, zone, row: _plain(readings, _PLAIN[table], row)
    return _TELLERS.get(table)


def _short(row: Row) -> Row:
    """Return a row by the last part of its columns' names; those with a prefix count more."""
    ordered = sorted(row, key=lambda name: name.startswith("com.samsung."))
    return {name.rsplit(".", 1)[-1]: row[name] for name in ordered}


def _where(readings: Readings, row: Row) -> Readings:
    return readings.where(moments.name_of(moments.fixed(row.get("time_offset", ""))))


def _stamp(cell: str) -> datetime | None:
    """Return an instant: text in UTC, or milliseconds."""
    return moments.at_ms(float(cell)) if cell.isdecimal() else moments.at(cell, UTC)


def _span(row: Row) -> Span | None:
    start = _stamp(row.get("start_time", ""))
    end = _stamp(row.get("end_time", ""))
    return moments.between(start, end or start)


def _plain(readings: Readings, columns: tuple[_Reading, ...], row: Row) -> None:
    row = _short(row)
    told, span = _where(readings, row), _span(row)
    for column, kind, signal, unit in columns:
        told.value(kind, signal, span, positive(row.get(column)), unit)


def _sleep(readings: Readings, zone: tzinfo, row: Row) -> None:
    """Tell a sleep as a whole: as a source of its own, which counts where no stages are."""
    row = _short(row)
    span = _span(row)
    told = replace(_where(readings, row), source=f"{readings.source} (sessions)")
    told.stage("Sleep", span, "asleep")
    told.row("Sleep", "sleep", span, text="in_bed")
    told.value("Sleep score", None, span, positive(row.get("sleep_score")), "")
    told.value("Sleep efficiency", None, span, positive(row.get("efficiency")), "%")


def _stage(readings: Readings, zone: tzinfo, row: Row) -> None:
    row = _short(row)
    stage = _STAGES.get(number(row.get("stage")) or 0)
    _where(readings, row).stage("Sleep stage", _span(row), stage)


def _steps(readings: Readings, zone: tzinfo, row: Row) -> None:
    """Tell steps of one device: each is a source of its own, since phone and watch both count."""
    row = _short(row)
    device = row.get("deviceuuid", "")[:8]
    source = f"{readings.source} {device}".strip()
    told, span = replace(_where(readings, row), source=source), _span(row)
    told.value("Steps", "steps", span, number(row.get("count")), "count")
    told.value("Distance", "distance", span, number(row.get("distance")), "m")


def _trend(readings: Readings, zone: tzinfo, row: Row) -> None:
    """Tell the steps of a day; its time is midnight UTC of the date, wherever the athlete was."""
    row = _short(row)
    if number(row.get("source_type")) != _ALL_DEVICES:
        readings.drafts.skip("day of one device")
        return
    label = _stamp(row.get("day_time", ""))
    span = moments.whole_day(None if label is None else label.date(), zone)
    told = replace(readings, source=f"{readings.source} (days)")
    told.value("Steps of the day", "steps", span, number(row.get("count")), "count")
    told.value("Distance of the day", "distance", span, number(row.get("distance")), "m")


def _exercise(readings: Readings, zone: tzinfo, row: Row) -> None:
    row = _short(row)
    code = number(row.get("exercise_type"))
    name = EXERCISES.get(int(code), "") if code is not None else ""
    about = {
        "name": name or row.get("title", ""),
        "code": code,
        "distance_m": positive(row.get("distance")),
        "energy_kj": kilojoules(positive(row.get("calorie"))),
        "hr_mean_bpm": positive(row.get("mean_heart_rate")),
        "hr_min_bpm": positive(row.get("min_heart_rate")),
        "hr_max_bpm": positive(row.get("max_heart_rate")),
    }
    told, span = _where(readings, row), _span(row)
    told.workout(
        "Exercise",
        span,
        activity(name),
        about,
        duration_s=positive(row.get("duration"), 1000),
        content=row.get("datauuid", "")[:40],
    )
    told.value("Exercise VO2max", "vo2max", span, positive(row.get("vo2_max")), "mL/min·kg")


_TELLERS: Mapping[str, Tell] = {
    "sleep": _sleep,
    "sleep_stage": _stage,
    "tracker.pedometer_step_count": _steps,
    "step_count": _steps,
    "step_daily_trend": _trend,
    "exercise": _exercise,
}
