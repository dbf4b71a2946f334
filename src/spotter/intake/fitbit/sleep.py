"""Fitbit's sleep logs: stretches of stages, with the short wakes that lie inside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo

from spotter.intake import moments
from spotter.intake.moments import Span
from spotter.intake.readings import Readings, number, part, parts, words

# Of `classic` logs, which know no stages: restless minutes are none asleep, as Fitbit counts.
_STAGES: Mapping[str, str] = {
    "light": "core",
    "deep": "deep",
    "rem": "rem",
    "wake": "awake",
    "asleep": "asleep",
    "restless": "awake",
    "awake": "awake",
}
_SCORES = ("efficiency", "minutesToFallAsleep", "minutesAfterWakeup", "type", "mainSleep")


def tell(readings: Readings, zone: tzinfo, log: Mapping[str, object]) -> None:
    """Tell one log; its times are local and name no zone."""
    start = moments.at(words(log.get("startTime")), zone)
    end = moments.at(words(log.get("endTime")), zone)
    about = {name: log.get(name) for name in _SCORES if isinstance(log.get(name), str | int)}
    readings.row("Sleep", "sleep", moments.between(start, end), text="in_bed", about=about)
    levels = part(log, "levels")
    wakes = [span for span, _ in _stretches(readings, levels.get("shortData"), zone)]
    for span, stage in _stretches(readings, levels.get("data"), zone):
        pieces = [span] if stage == "awake" else without(span, wakes)
        for piece in pieces:
            readings.stage("Sleep", piece, stage)
    for span in wakes:
        readings.stage("Sleep", span, "awake")


def _stretches(readings: Readings, levels: object, zone: tzinfo) -> Iterator[tuple[Span, str]]:
    """Yield the stretches that can be read; one that cannot leaves the others of its night."""
    for one in parts(levels):
        start = moments.at(words(one.get("dateTime")), zone)
        span = moments.lasting(start, number(one.get("seconds")))
        stage = _STAGES.get(words(one.get("level")))
        if span is None or stage is None:
            reason = "unreadable_time" if span is None else "unknown_sleep_stage"
            readings.drafts.refuse(reason, "Sleep")
        else:
            yield span, stage


def without(span: Span, holes: Iterable[Span]) -> list[Span]:
    """Return what of `span` lies in none of `holes`."""
    pieces: list[Span] = []
    begin, end = span
    for low, high in sorted(holes):
        if high <= begin or low >= end:
            continue
        if low > begin:
            pieces.append((begin, low))
        begin = max(begin, high)
    if begin < end:
        pieces.append((begin, end))
    return pieces


def minutes_after(start: datetime | None, minutes: float) -> Span | None:
    """Return the span of `minutes` from `start`."""
    return None if start is None else (start, start + timedelta(minutes=minutes))
