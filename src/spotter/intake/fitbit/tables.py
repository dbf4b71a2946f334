"""Fitbit's tables: the CSV files of its export and those that Google Takeout adds.

Those of Google (`…_GoogleData`) are stamped in UTC and carry offsets; the others are local, even
where they write a `Z` (a sleep score's stamp is the local end of its sleep, to the second).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import partial

from spotter.intake import moments
from spotter.intake.fitbit.sleep import minutes_after
from spotter.intake.moments import Span
from spotter.intake.readings import Readings, number, positive
from spotter.intake.strength.table import Row

Place = Callable[[str, tzinfo], Span | None]


def _moment(stamp: str, zone: tzinfo) -> Span | None:
    """Return the moment of a stamp in UTC."""
    return moments.moment(moments.at(stamp, UTC))


def _minute(stamp: str, zone: tzinfo) -> Span | None:
    return minutes_after(moments.at(stamp, UTC), 1)


def _local_minute(stamp: str, zone: tzinfo) -> Span | None:
    return minutes_after(moments.at(stamp.removesuffix("Z"), zone), 1)


def _local_window(stamp: str, zone: tzinfo) -> Span | None:
    return minutes_after(moments.at(stamp, zone), 5)


def _local(stamp: str, zone: tzinfo) -> Span | None:
    return moments.moment(moments.at(stamp.removesuffix("Z"), zone))


def _day(stamp: str, zone: tzinfo) -> Span | None:
    return moments.whole_day(moments.day_of(stamp), zone)


def _night(stamp: str, zone: tzinfo) -> Span | None:
    return moments.early_morning(moments.day_of(stamp), zone)


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of table: the columns it must have and how its file must be called where that does
    not tell it from others; what the value in the first column is, and when it was."""

    columns: tuple[str, ...]
    type: str
    signal: str | None
    unit: str
    place: Place
    named: str = ""
    google: bool = False

    @property
    def stamp(self) -> str:
        """Return the column of the time."""
        own = (name for name in ("date", "date_time") if name in self.columns)
        return next(own, "timestamp")


# How Google's own tables are laid out: read off the notes beside them and the code that reads them.
_GOOGLE: tuple[tuple[str, str, str | None, str, Place], ...] = (
    ("beats per minute", "Heart rate", "heart_rate", "bpm", _moment),
    ("steps", "Steps", "steps", "count", _minute),
    ("distance", "Distance", "distance", "m", _minute),
    ("calories", "Calories", None, "kcal", _minute),
    ("floors", "Floors", "flights", "count", _minute),
    ("oxygen saturation percentage", "Oxygen saturation", "spo2", "%", _moment),
    ("average percentage", "Daily oxygen saturation", "spo2", "%", _night),
    ("average heart rate variability milliseconds", "Daily HRV", "hrv_rmssd", "ms", _night),
    ("breaths per minute", "Daily respiratory rate", "respiratory_rate", "count/min", _night),
    ("body fat percentage", "Body fat", "body_fat", "%", _moment),
    ("weight grams", "Weight", "mass", "g", _moment),
    (
        "root mean square of successive differences milliseconds",
        *("HRV", "hrv_rmssd", "ms", _moment),
    ),
)

# How Fitbit's own are: also by what other columns beside the first they are known.
_OWN: tuple[tuple[tuple[str, ...], str, str | None, str, Place], ...] = (
    (("rmssd", "coverage"), "HRV details", "hrv_rmssd", "ms", _local_window),
    (("rmssd", "nremhr"), "Daily HRV", "hrv_rmssd", "ms", _night),
    (("daily_respiratory_rate",), "Daily breathing", "respiratory_rate", "count/min", _night),
    (
        ("full_sleep_breathing_rate", "deep_sleep_breathing_rate"),
        *("Breathing asleep", "respiratory_rate", "count/min", _night),
    ),
    (("average_value", "lower_bound"), "Daily SpO2", "spo2", "%", _night),
    (("overall_score", "sleep_log_entry_id"), "Sleep score", None, "", _local),
    (("stress_score", "updated_at", "date"), "Stress score", None, "", _day),
    (("readiness_score_value", "readiness_state", "date"), "Readiness score", None, "", _day),
    (
        ("total_minutes", "heart_zone_id", "date_time"),
        *("Active zone minutes", None, "min", _local_minute),
    ),
)
SHAPES: tuple[Shape, ...] = (
    *(Shape(columns, type, signal, unit, place) for columns, type, signal, unit, place in _OWN),
    Shape(("value",), "Minute SpO2", "spo2", "%", _minute, named="minute spo2"),
    Shape(
        ("beats per minute",),
        *("Resting heart rate", "resting_heart_rate", "bpm", _day),
        named="daily_resting_heart_rate",
        google=True,
    ),
    *(
        Shape(
            (column,),
            *(type, signal, unit, place),
            named="heart_rate" if signal == "heart_rate" else "",
            google=True,
        )
        for column, type, signal, unit, place in _GOOGLE
    ),
)
"""The first that fits counts."""

_COUNTS = {"steps", "distance", "flights"}
_TEMPERATURE = {"sleep_start", "sleep_end", "nightly_temperature"}
_STAGE = {"sleep_id", "sleep_stage_type", "sleep_stage_start", "sleep_stage_end"}
_STAGES: Mapping[str, str] = {
    "light": "core",
    "deep": "deep",
    "rem": "rem",
    "awake": "awake",
    "asleep": "asleep",
    "restless": "awake",
}
Tell = Callable[[Row], None]


def known(columns: set[str]) -> bool:
    """Return whether a table with these columns is one of Fitbit's."""
    return columns >= _TEMPERATURE or columns >= _STAGE or any(_fit(columns))


def _fit(columns: set[str]) -> Iterator[Shape]:
    """Yield the shapes that `columns` fit; a lone value belongs to a table of two columns."""
    for shape in SHAPES:
        if {shape.stamp, *shape.columns} <= columns and (
            shape.columns != ("value",) or len(columns) == 2
        ):
            yield shape


def teller(
    columns: set[str], name: str, both: tuple[Readings, Readings], zone: tzinfo
) -> tuple[str, Tell]:
    """Return what a row of a table called `name` is, and who tells it.

    `both` are for Fitbit's tables and for Google's. Raises LookupError when the name must tell what
    the table is, and does not.
    """
    fitbit, google = both
    if columns >= _STAGE:
        return "Sleep stage", partial(_stage, google)
    if columns >= _TEMPERATURE:
        return "Nightly temperature", partial(_temperature, fitbit, zone)
    file = name.rsplit("/", 1)[-1].casefold()
    for shape in _fit(columns):
        if file.startswith(shape.named):
            return shape.type, partial(_value, google if shape.google else fitbit, zone, shape)
    raise LookupError(name)


def _value(readings: Readings, zone: tzinfo, shape: Shape, row: Row) -> None:
    cell = row[shape.columns[0]]
    # Minus one and zero stand for what was not measured; only a count can be zero.
    found = number(cell) if shape.signal in _COUNTS else positive(cell)
    about = {"data_source": row.get("data source", "")}
    span = shape.place(row[shape.stamp], zone)
    readings.value(shape.type, shape.signal, span, found, shape.unit, about=about)


def _temperature(readings: Readings, zone: tzinfo, row: Row) -> None:
    span = moments.between(moments.at(row["sleep_start"], zone), moments.at(row["sleep_end"], zone))
    found = positive(row["nightly_temperature"])
    readings.value("Nightly temperature", "wrist_temperature", span, found, "degC")


def _stage(readings: Readings, row: Row) -> None:
    where = moments.fixed(row.get("end_utc_offset", ""))
    span = moments.between(
        moments.at(row["sleep_stage_start"], UTC), moments.at(row["sleep_stage_end"], UTC)
    )
    stage = _STAGES.get(row["sleep_stage_type"].casefold())
    readings.where(moments.name_of(where)).stage("Sleep stage", span, stage)
