"""WHOOP's data export: cycles, sleeps, workouts and journal, a table each.

A cycle repeats the main sleep of the table of sleeps: both tell it in the same rows, so it comes in
once. Recovery, strain and the scores of sleep are WHOOP's own and stay under its names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import partial

from spotter.intake import moments
from spotter.intake.activities import activity
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.moments import Span
from spotter.intake.readings import Readings, kilojoules, number
from spotter.intake.readings import batches as told
from spotter.intake.strength.table import Row, Table, header

_MARK = {"cycle start time", "cycle timezone"}
_MINUTE_S = 60.0
_ENERGY = "energy burned (cal)"  # kilocalories, whatever it says

# Column → type, unit: numbers of WHOOP's own that are nobody else's signal.
_OF_CYCLE: Mapping[str, tuple[str, str]] = {
    "recovery score %": ("Recovery score", "%"),
    "day strain": ("Day strain", ""),
    _ENERGY: ("Energy burned", "kcal"),
    "max hr (bpm)": ("Day max HR", "bpm"),
    "average hr (bpm)": ("Day average HR", "bpm"),
}
_OF_SLEEP: Mapping[str, tuple[str, str]] = {
    "sleep performance %": ("Sleep performance", "%"),
    "sleep need (min)": ("Sleep need", "min"),
    "sleep debt (min)": ("Sleep debt", "min"),
    "sleep efficiency %": ("Sleep efficiency", "%"),
    "sleep consistency %": ("Sleep consistency", "%"),
}
_STAGES: Mapping[str, str] = {
    "core": "light sleep duration (min)",
    "deep": "deep (sws) duration (min)",
    "rem": "rem duration (min)",
}
_SKIN = re.compile(r"skin temp \((celsius|fahrenheit)\)")


def detect(head: bytes) -> bool:
    """Return whether `head` begins one of the tables."""
    return set(header(head)) >= _MARK


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of one table; raises `Damaged` where it breaks off."""
    drafts = Drafts(now=now, about=about)
    readings = Readings(drafts, "WHOOP", "watch WHOOP", vendor="WHOOP")
    kind, tell = _teller(set(header(opened.head)))
    clock = Clock(about.zone, moments.day_first(opened.head.decode("utf-8", "replace")))
    yield from told(Table(opened.stream), partial(tell, readings, clock), drafts, kind)


@dataclass(frozen=True, slots=True)
class Clock:
    """How the stamps of a table are read: in which zone and, where a spreadsheet saved it, whether
    its dates begin with the day."""

    zone: tzinfo
    day_first: bool | None

    def at(self, cell: str) -> datetime | None:
        """Return the instant of a cell, None when it is none."""
        return moments.numbered(cell, self.zone, self.day_first)

    def span(self, row: Row, first: str, last: str) -> Span | None:
        """Return from one column to the other."""
        return moments.between(self.at(row.get(first, "")), self.at(row.get(last, "")))


Tell = Callable[[Readings, Clock, Row], None]


def _teller(columns: set[str]) -> tuple[str, Tell]:
    if "workout start time" in columns:
        return "Workout", _workout
    if "question text" in columns:
        return "Journal entry", _answer
    if "nap" in columns:
        return "Sleep", _sleep
    return "Cycle", _cycle


def _place(readings: Readings, home: Clock, row: Row) -> tuple[Readings, Clock]:
    """Return where the clock of a row stood: WHOOP writes local times and their offset."""
    where = moments.fixed(row["cycle timezone"])
    return readings.where(moments.name_of(where)), replace(home, zone=where or home.zone)


def _cycle(readings: Readings, home: Clock, row: Row) -> None:
    """Tell a cycle: from falling asleep to falling asleep again; the running one has no end."""
    readings, clock = _place(readings, home, row)
    start = clock.at(row["cycle start time"])
    end = clock.at(row.get("cycle end time", ""))
    whole = moments.between(start, end or start)
    _numbers(readings, row, _OF_CYCLE, whole)
    night = clock.span(row, "sleep onset", "wake onset")
    if night is None:
        return
    _night(readings, row, night)
    woke = moments.moment(night[1])
    readings.value(
        "Resting heart rate",
        "resting_heart_rate",
        woke,
        number(row.get("resting heart rate (bpm)")),
        "bpm",
    )
    variability = number(row.get("heart rate variability (ms)"))
    readings.value("Heart rate variability", "hrv_rmssd", night, variability, "ms")
    readings.value("Blood oxygen", "spo2", woke, number(row.get("blood oxygen %")), "%")
    for column, cell in row.items():
        if found := _SKIN.fullmatch(column):
            unit = "degC" if found[1] == "celsius" else "degF"
            readings.value("Skin temperature", "wrist_temperature", night, number(cell), unit)


def _sleep(readings: Readings, home: Clock, row: Row) -> None:
    readings, clock = _place(readings, home, row)
    _night(readings, row, clock.span(row, "sleep onset", "wake onset"))


def _night(readings: Readings, row: Row, span: Span | None) -> None:
    """Tell a sleep, naps too: a recording without stages is time in bed alone."""
    totals = {stage: number(row.get(column), 1 / _MINUTE_S) for stage, column in _STAGES.items()}
    readings.night("Sleep", span, totals)
    breaths = number(row.get("respiratory rate (rpm)"))
    readings.value("Respiratory rate", "respiratory_rate", span, breaths, "count/min")
    _numbers(readings, row, _OF_SLEEP, span)


def _workout(readings: Readings, home: Clock, row: Row) -> None:
    readings, clock = _place(readings, home, row)
    name = row.get("activity name", "")
    span = clock.span(row, "workout start time", "workout end time")
    zones = [number(row.get(f"hr zone {n} %")) for n in range(1, 6)]
    told_of = {
        "name": name,
        "distance_m": number(row.get("distance (meters)")),
        "energy_kj": kilojoules(number(row.get(_ENERGY))),
        "hr_mean_bpm": number(row.get("average hr (bpm)")),
        "hr_max_bpm": number(row.get("max hr (bpm)")),
        "ascent_m": number(row.get("altitude gain (meters)")),
        "zones_percent": zones if any(zones) else None,
    }
    readings.workout("Workout", span, activity(name), told_of, content=name)
    strain = number(row.get("activity strain"))
    readings.value("Activity strain", None, span, strain, "", content=name)


def _answer(readings: Readings, home: Clock, row: Row) -> None:
    """Tell the answer to a question about the cycle's day: 1 for yes, 0 for no."""
    readings, clock = _place(readings, home, row)
    start = clock.at(row["cycle start time"])
    answered = {"true": 1.0, "false": 0.0}.get(row.get("answered yes", "").casefold())
    notes = {"notes": row.get("notes", "")}
    question = row["question text"]
    readings.row("Journal", None, moments.moment(start), value=answered, text=question, about=notes)


def _numbers(
    readings: Readings, row: Row, columns: Mapping[str, tuple[str, str]], span: Span | None
) -> None:
    for column, (kind, unit) in columns.items():
        readings.value(kind, None, span, number(row.get(column)), unit)
