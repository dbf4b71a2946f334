"""PMSys, with which athletes of teams report sessions and how they feel, as PMData publishes it.

A table each of sessions (session RPE), of wellness and of injuries, and beside them the daily form
of that study, which asks for the weight. What is no signal of ours keeps the app's own name: its
scales run from 1 to 5, readiness from 0 to 10.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial

from spotter.intake import moments
from spotter.intake.activities import activity
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.limits import OLDEST
from spotter.intake.moments import Span
from spotter.intake.readings import Readings, number, words
from spotter.intake.readings import batches as told
from spotter.intake.strength.reading import Unreadable
from spotter.intake.strength.table import Row, Table, header

_COLUMNS: Mapping[str, set[str]] = {
    "Session": {"end_date_time", "activity_names", "perceived_exertion", "duration_min"},
    "Wellness": {"effective_time_frame", "fatigue", "mood", "readiness", "soreness"},
    "Injuries": {"effective_time_frame", "injuries"},
    "Daily form": {"date", "timestamp", "meals", "weight", "glasses_of_fluid"},
}
# Column of wellness → type and unit, as the app has them.
_WELLNESS: Mapping[str, tuple[str, str]] = {
    "fatigue": ("Fatigue", "1-5"),
    "mood": ("Mood", "1-5"),
    "readiness": ("Readiness", "0-10"),
    "sleep_duration_h": ("Sleep duration", "h"),
    "sleep_quality": ("Sleep quality", "1-5"),
    "soreness": ("Soreness", "1-5"),
    "stress": ("Stress", "1-5"),
}
_MINUTE_S = 60.0
# Lists and objects stand in a cell as Python prints them.
_NAMED = re.compile(r"""["']([^"']{1,100})["']""")
_CODE = re.compile(r"\d{1,18}")
_INJURY = re.compile(rf"{_NAMED.pattern}\s*:\s*{_NAMED.pattern}")


def detect(head: bytes) -> bool:
    """Return whether `head` begins one of the tables."""
    return _kind(head) is not None


def _kind(head: bytes) -> str | None:
    columns = set(header(head))
    return next((kind for kind, names in _COLUMNS.items() if names <= columns), None)


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of one table; raises `Damaged` where it breaks off."""
    drafts = Drafts(now=now, about=about)
    kind = _kind(opened.head) or ""
    source = "PMData form" if kind == "Daily form" else "PMSys"
    readings = Readings(drafts, source, f"app {source}", vendor=source)
    # The form writes the day first; only a spreadsheet may have turned it.
    day_first = moments.day_first(opened.head.decode("utf-8", "replace")) is not False
    tell = partial(_TELLERS[kind], readings, _Clock(about.zone, day_first))
    yield from told(Table(opened.stream), tell, drafts, kind)


@dataclass(frozen=True, slots=True)
class _Clock:
    """How stamps without a zone are read, and whether dates begin with the day."""

    zone: tzinfo
    day_first: bool

    def at(self, cell: str) -> datetime | None:
        """Return the instant of a cell, for a date alone its noon; None when it is none."""
        return moments.numbered(cell, self.zone, self.day_first)


def _session(readings: Readings, clock: _Clock, row: Row) -> None:
    """Tell a session, which the app knows by its end, and how hard it felt."""
    end = clock.at(row["end_date_time"])
    if end is not None and end < OLDEST:
        raise Unreadable("too_old")
    lasts = moments.lasting(end, number(row["duration_min"], 1 / _MINUTE_S))
    names = _NAMED.findall(row["activity_names"])
    span = None if lasts is None else (lasts[0] - (lasts[1] - lasts[0]), lasts[0])
    felt, content = number(row["perceived_exertion"]), ", ".join(names)
    readings.workout("Session", span, _activity(names), {"names": names}, content=content)
    readings.value("Perceived exertion", "effort", moments.moment(end), felt, "", content=content)


def _activity(names: list[str]) -> str:
    """Return what was done; "endurance" alone is cardio, whatever moved."""
    found = activity(" ".join(names))
    return "cardio" if found == "other" and "endurance" in names else found


def _wellness(readings: Readings, clock: _Clock, row: Row) -> None:
    """Tell the answers; the sore parts of the body are numbers of SNOMED CT."""
    at = _reported(clock, row)
    areas = _CODE.findall(row.get("soreness_area", ""))
    answers = {column: number(row.get(column)) for column in _WELLNESS}
    for column, (kind, unit) in _WELLNESS.items():
        about = {"areas": areas} if column == "soreness" else None
        readings.value(kind, None, at, answers[column], unit, about=about)


def _injuries(readings: Readings, clock: _Clock, row: Row) -> None:
    """Tell a report of injuries, how many they are and how bad; none is one too."""
    found = dict(_INJURY.findall(row["injuries"]))
    if not found and row["injuries"].strip("{} "):
        raise Unreadable("unreadable_row")
    readings.row(
        "Injuries",
        None,
        _reported(clock, row),
        value=float(len(found)),
        unit="count",
        about={"injuries": found},
        content=row["injuries"],
    )


def _reported(clock: _Clock, row: Row) -> Span | None:
    return moments.moment(clock.at(row["effective_time_frame"]))


def _day(readings: Readings, clock: _Clock, row: Row) -> None:
    """Tell a day's form at the noon of its date; the stamp is when it was filled in."""
    at, filled = moments.moment(clock.at(row["date"])), clock.at(row["timestamp"])
    if at is None:
        raise Unreadable("unreadable_time")
    weight, fluid = number(row["weight"]), number(row["glasses_of_fluid"])
    readings.value("Weight", "mass", at, weight, "kg", created=filled)
    readings.value("Glasses of fluid", None, at, fluid, "count", created=filled)
    for kind, column in (("Meals", "meals"), ("Alcohol", "alcohol_consumed")):
        if said := words(row.get(column)):
            readings.row(kind, None, at, text=said, created=filled)


_TELLERS: Mapping[str, Callable[[Readings, _Clock, Row], None]] = {
    "Session": _session,
    "Wellness": _wellness,
    "Injuries": _injuries,
    "Daily form": _day,
}
