"""Tables of Garmin Connect's data: the list of activities that its web page saves, and the days,
activities and laps that download scripts write. All times in them are local."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, tzinfo
from functools import partial

from spotter.intake import moments
from spotter.intake.activities import activity
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.readings import Readings, kilojoules, number, positive
from spotter.intake.readings import batches as told
from spotter.intake.strength.reading import seconds
from spotter.intake.strength.table import Row, Table, header

Place = Callable[[datetime | None], moments.Span | None]

# Column of the table of days → type, signal, unit. Sleep has lengths there and no times: without
# an onset it makes no night.
_OF_DAY: Mapping[str, tuple[str, str | None, str]] = {
    "total steps": ("Steps", "steps", "count"),
    "active calories": ("Active energy", "active_energy", "kcal"),
    "bmr calories": ("Resting energy", "basal_energy", "kcal"),
    "resting heart rate": ("Resting heart rate", "resting_heart_rate", "bpm"),
    "average spo2": ("SpO2", "spo2", "%"),
    "weight (lbs)": ("Weight", "mass", "lb"),
    "weight (kg)": ("Weight", "mass", "kg"),
    "body fat %": ("Body fat", "body_fat", "%"),
    "min heart rate": ("Lowest heart rate", None, "bpm"),
    "max heart rate": ("Highest heart rate", None, "bpm"),
    "floors ascended": ("Metres ascended", None, "m"),
    "body battery max": ("Body battery highest", None, ""),
    "body battery min": ("Body battery lowest", None, ""),
    "avg sleep stress": ("Sleep stress", None, ""),
    "sleep time (sec)": ("Sleep time", None, "s"),
    "nap time (sec)": ("Nap time", None, "s"),
    "deep sleep (sec)": ("Deep sleep", None, "s"),
    "light sleep (sec)": ("Light sleep", None, "s"),
    "rem sleep (sec)": ("REM sleep", None, "s"),
    "awake sleep (sec)": ("Awake in sleep", None, "s"),
}
_OF_NIGHT: Mapping[str, tuple[str, str, str]] = {
    "hrv last night avg": ("HRV last night", "hrv_rmssd", "ms"),
    "sleep avg respiration": ("Sleep respiration", "respiratory_rate", "count/min"),
}


def detect(head: bytes) -> bool:
    """Return whether `head` begins one of the tables."""
    return _kind(set(header(head))) is not None


def _kind(columns: set[str]) -> str | None:
    return next((kind for kind, names in _COLUMNS.items() if names <= columns), None)


_COLUMNS: Mapping[str, set[str]] = {
    "Day": {"date", "resting heart rate", "hrv last night avg"},
    "Lap": {"activity date/time", "activity type", "lap #"},
    "Activity": {"activity date/time", "activity type", "duration (sec)"},
    "Listed activity": {"activity type", "date", "favorite", "title"},
}


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of one table; raises `Damaged` where it breaks off."""
    drafts = Drafts(now=now, about=about)
    kind = _kind(set(header(opened.head))) or ""
    readings = Readings(drafts, "Garmin Connect", "app Garmin Connect", vendor="Garmin")
    yield from told(
        Table(opened.stream), partial(_TELLERS[kind], readings, about.zone), drafts, kind
    )


def _day(readings: Readings, zone: tzinfo, row: Row) -> None:
    date = moments.day_of(row["date"])
    day, night = moments.whole_day(date, zone), moments.early_morning(date, zone)
    for column, (kind, signal, unit) in _OF_DAY.items():
        found = number(row.get(column)) if signal in _COUNTED else positive(row.get(column))
        readings.value(kind, signal, day, found, unit)
    for column, (kind, signal, unit) in _OF_NIGHT.items():
        readings.value(kind, signal, night, positive(row.get(column)), unit)
    moderate = number(row.get("moderate intensity minutes"))
    vigorous = number(row.get("vigorous intensity minutes"))
    if moderate is not None or vigorous is not None:
        brisk = (moderate or 0) + (vigorous or 0)
        readings.value("Intensity minutes", "exercise_time", day, brisk, "min")


_COUNTED = {"steps", "active_energy"}


def _activity(readings: Readings, zone: tzinfo, row: Row) -> None:
    duration = number(row["duration (sec)"])
    span = moments.lasting(moments.at(row["activity date/time"], zone), duration)
    about = {
        "name": row.get("activity name", ""),
        "sport": row["activity type"],
        "distance_m": positive(row.get("distance (m)")),
        "energy_kj": kilojoules(positive(row.get("total calories"))),
        "hr_mean_bpm": positive(row.get("average hr")),
        "hr_max_bpm": positive(row.get("max hr")),
        "ascent_m": positive(row.get("ascent (m)")),
        "training_load": positive(row.get("exercise load")),
    }
    readings.workout("Activity", span, activity(row["activity type"]), about)


def _lap(readings: Readings, zone: tzinfo, row: Row) -> None:
    """Tell a lap, beside the activity that another table tells; when it began, none says."""
    span = moments.moment(moments.at(row["activity date/time"], zone))
    about = {
        "name": row.get("activity name", ""),
        "lap": number(row["lap #"]),
        "distance_m": number(row.get("lap distance (m)")),
        "hr_mean_bpm": positive(row.get("lap avg hr")),
        "hr_max_bpm": positive(row.get("lap max hr")),
    }
    length, text = number(row.get("lap time (sec)")), row["activity type"]
    readings.value("Lap", None, span, length, "s", text=text, about=about, content=row["lap #"])


def _listed(readings: Readings, zone: tzinfo, row: Row) -> None:
    """Tell an activity of the web page's list. Distances there are in the units of the page, which
    the file does not name: they are kept as written."""
    elapsed, moved = _clock(row.get("elapsed time", "")), _clock(row.get("time", ""))
    span = moments.lasting(moments.at(row["date"], zone), elapsed or moved)
    about = {
        "name": row["title"],
        "sport": row["activity type"],
        "distance_exported": row.get("distance", ""),
        "energy_kj": kilojoules(positive(_plain(row.get("calories", "")))),
        "hr_mean_bpm": positive(_plain(row.get("avg hr", ""))),
        "hr_max_bpm": positive(_plain(row.get("max hr", ""))),
    }
    readings.workout("Activity", span, activity(row["activity type"]), about, duration_s=moved)


def _plain(cell: str) -> str:
    """Return a whole number without the commas between its thousands, "" for `--`."""
    return "" if cell.strip("- ") == "" else cell.replace(",", "")


def _clock(cell: str) -> float | None:
    """Return the seconds of `01:02:03.4`."""
    return seconds("" if cell.strip("- ") == "" else cell.split(".", maxsplit=1)[0])


_TELLERS: Mapping[str, Callable[[Readings, tzinfo, Row], None]] = {
    "Day": _day,
    "Lap": _lap,
    "Activity": _activity,
    "Listed activity": _listed,
}
