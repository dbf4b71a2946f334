"""Times of Oura: instants with an offset, sometimes without, and days that are the athlete's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

Document = Mapping[str, object]


def instant(value: object, zone: tzinfo) -> datetime | None:
    """Return an ISO time as an aware instant, read in `zone` when it names no offset."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        if found is None:
            return None
        return found.replace(tzinfo=found.tzinfo or zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def day_of(value: object) -> date | None:
    """Return an ISO date, None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return when `day` begins where the athlete lives."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def whole_day(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return when `day` begins and when it ends where the athlete lives."""
    return midnight(day, zone), midnight(day + timedelta(days=1), zone)


def noon(day: date, zone: tzinfo) -> datetime:
    """Return the middle of `day`: what was measured of a day without saying when."""
    return datetime.combine(day, time(12), zone).astimezone(UTC)


def span(document: Document, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """Return from when to when `document` speaks, None when it does not say.

    A document of a day speaks of the day it names, whatever its time stamp says: the two differ
    where the athlete travelled.
    """
    for first, last in _SPANS:
        start = instant(document.get(first), zone)
        if start is not None:
            return start, instant(document.get(last), zone) or start
    for name in ("day", "start_day"):
        try:
            day = day_of(document.get(name))
            if day is not None:
                return whole_day(day, zone)
        except OverflowError:
            return None
    at = instant(document.get("timestamp") or document.get("set_up_at"), zone)
    return None if at is None else (at, at)


_SPANS = (
    ("bedtime_start", "bedtime_end"),
    ("start_datetime", "end_datetime"),
    ("start_time", "end_time"),
)
