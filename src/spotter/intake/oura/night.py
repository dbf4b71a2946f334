"""A sleep document → its stages, HRV, breathing and resting heart rate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import groupby

from spotter.intake.oura.stamps import Document, day_of, instant, noon
from spotter.intake.oura.teller import Teller, number

# OpenAPI 1.29, PublicModifiedSleepModel: the characters of a sleep phase string.
_STAGES: Mapping[str, str] = {"1": "deep", "2": "core", "3": "rem", "4": "awake"}
# The finest first; the second is what the application shows.
_PHASES = (("sleep_phase_30_sec", 30), ("app_sleep_phase_5_min", 300), ("sleep_phase_5_min", 300))
_SUMS: Mapping[str, str] = {
    "1": "deep_sleep_duration",
    "2": "light_sleep_duration",
    "3": "rem_sleep_duration",
    "4": "awake_time",
}
# Sums that miss the time in bed by more than a minute speak of another stretch of time.
_SLACK_S = 60.0
# Sleep that the athlete confirmed lasts 15 minutes at least (PublicSleepType); what is shorter is
# a fragment that was not asked about.
_SHORTEST_S = 15 * 60
_SLEEPS = frozenset({None, "sleep", "late_nap", "long_sleep"})


def tell(teller: Teller, start: datetime, end: datetime) -> None:
    """Tell one sleep document from bedtime `start` to `end`.

    What the athlete rejected or deleted, and fragments shorter than confirmed sleep, are kept as
    what they are and are no sleep.
    """
    document = teller.document
    said = document.get("type")
    kind = said if isinstance(said, str) else None
    asleep_s = number(document.get("total_sleep_duration"))
    zone = _travelled(document.get("bedtime_end"), teller.zone)
    if kind not in _SLEEPS or asleep_s is None or asleep_s < _SHORTEST_S:
        teller.row("", None, start, end, text=kind or "sleep", metadata=teller.entries())
        return
    if end <= start:
        teller.refuse("ends_before_start")
        return
    teller.row("", "sleep", start, end, text="in_bed", zone=zone, metadata=teller.entries())
    if not _stages(teller, start, end, zone):
        _unstaged(teller, start, end, asleep_s, zone)
    _samples(teller, end)
    breaths = number(document.get("average_breath"))
    if breaths:
        teller.row(
            "average_breath", "respiratory_rate", start, end, value=breaths, unit="count/min"
        )
    day = day_of(document.get("day"))
    if kind == "long_sleep" and day is not None and document.get("lowest_heart_rate"):
        # Oura's resting heart rate is the lowest of the main sleep.
        at = noon(day, teller.zone)
        teller.reading("lowest_heart_rate", "resting_heart_rate", at, "bpm")


def _stages(teller: Teller, start: datetime, end: datetime, zone: str | None) -> bool:
    """Tell the stretches of each stage; return whether there are any."""
    for field, seconds in _PHASES:
        phases = teller.document.get(field)
        if not isinstance(phases, str) or not phases:
            continue
        grain = _grain(teller.document, phases, (end - start).total_seconds())
        at = start
        for mark, run in groupby(phases):
            length = timedelta(seconds=grain.get(mark, seconds) * sum(1 for _ in run))
            # The last stretch is filled up to the full grain: nobody sleeps on after getting up.
            until = min(at + length, end)
            if mark in _STAGES and until > at:
                teller.row("phase", "sleep", at, until, text=_STAGES[mark], zone=zone)
            at = until
        return True
    return False


def _grain(document: Document, phases: str, in_bed_s: float) -> Mapping[str, float]:
    """Return how long one character of each stage lasts, in seconds.

    Five minutes are coarse: a night of them is wrong by up to a twelfth. Oura's own sums are made
    of half minutes, so each stage lasts in all what its sum says, if they fill the time in bed.
    """
    sums = {mark: number(document.get(field)) for mark, field in _SUMS.items()}
    known = {mark: value for mark, value in sums.items() if value is not None}
    if len(known) < len(_SUMS) or abs(sum(known.values()) - in_bed_s) > _SLACK_S:
        return {}
    counts = {mark: phases.count(mark) for mark in known}
    if any(value and not counts[mark] for mark, value in known.items()):
        return {}
    return {mark: value / counts[mark] for mark, value in known.items() if counts[mark]}


def _unstaged(
    teller: Teller, start: datetime, end: datetime, asleep_s: float, zone: str | None
) -> None:
    """Tell a sleep without stages: as long as it says, from when the athlete fell asleep."""
    in_bed_s = (end - start).total_seconds()
    latency = number(teller.document.get("latency")) or 0.0
    onset = start + timedelta(seconds=min(max(0.0, latency), in_bed_s))
    wake = min(onset + timedelta(seconds=min(asleep_s, in_bed_s)), end)
    if wake > onset:
        teller.row("asleep", "sleep", onset, wake, text="asleep", zone=zone)


def _samples(teller: Teller, end: datetime) -> None:
    """Tell the RMSSD of each five minutes; the heart rates come with `heartrate`."""
    hrv = teller.document.get("hrv")
    if not isinstance(hrv, Mapping):
        return
    first, step = instant(hrv.get("timestamp"), teller.zone), number(hrv.get("interval"))
    items = hrv.get("items")
    if first is None or not step or step <= 0 or not isinstance(items, list):
        return
    for position, item in enumerate(items):
        value = number(item)
        at = first + timedelta(seconds=min(step * position, 1e6))
        if value and at <= end:
            teller.row("hrv", "hrv_rmssd", at, value=value, unit="ms")


def _travelled(bedtime_end: object, home: tzinfo) -> str | None:
    """Return the zone the athlete woke in where it is not home's: a night is of its own date."""
    try:
        said = datetime.fromisoformat(bedtime_end) if isinstance(bedtime_end, str) else None
    except ValueError:
        return None
    offset = said.utcoffset() if said else None
    if said is None or offset is None or offset == said.astimezone(home).utcoffset():
        return None
    hours, rest = divmod(offset, timedelta(hours=1))
    if rest or not -12 <= hours <= 14:
        return None
    # Names of this kind count west of Greenwich.
    return f"Etc/GMT{-hours:+d}" if hours else UTC.tzname(None)
