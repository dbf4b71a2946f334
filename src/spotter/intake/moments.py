"""When something was, however a vendor writes it: stamps, epochs, offsets, bare dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from spotter.intake.strength import values

Span = tuple[datetime, datetime]
"""From when to when, both aware; the two are equal for a moment."""

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_SHORT_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?:\s+(.*))?")
_NUMBERED = re.compile(r"\b(\d{1,2})([/.])(\d{1,2})[/.]\d{4}\b")
_NUMBERED_STAMP = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,?\s+(.*))?")
# What is longer is text, and no pattern is tried on it.
_LONGEST_STAMP = 64
# Room for an offset and a duration on both sides.
_FIRST, _LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Nothing that a body does lasts a year; a longer duration is a number in another unit.
_LONGEST_S = 366 * 86_400.0
_EARLY = timedelta(hours=8)


def at(text: str, zone: tzinfo) -> datetime | None:
    """Return the instant of a stamp in UTC, None when it is none.

    ISO 8601 in any form, and what `strength.values.local` reads. A stamp without an offset is local
    time in `zone`: one that the clock skips is moved forward, one that it shows twice is the first.
    """
    if len(text) > _LONGEST_STAMP:
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return _worded(text, zone)
    return _within(found if found.tzinfo else found.replace(tzinfo=zone))


def _worded(text: str, zone: tzinfo) -> datetime | None:
    try:
        return _within(values.local(text, zone))
    except (ValueError, OverflowError):
        return None


def american(text: str, zone: tzinfo) -> datetime | None:
    """Return the instant of `11/30/19 14:56:32` (month first) or of an ISO stamp, as `at` does."""
    found = _SHORT_DATE.fullmatch(text.strip()) if len(text) <= _LONGEST_STAMP else None
    if found is None:
        return at(text, zone)
    month, day, year, clock = found.groups()
    century = "20" if len(year) == 2 else ""
    return at(f"{century}{year}-{month:0>2}-{day:0>2}T{clock or '00:00:00'}", zone)


def day_first(text: str) -> bool | None:
    """Return whether dates such as `13/05/2024` in `text` begin with the day; None when none of
    them tells. Dates with dots always do."""
    found = _NUMBERED.findall(text)
    if any(int(first) > 12 or dot == "." for first, dot, _ in found):
        return True
    return False if any(int(second) > 12 for _, _, second in found) else None


def numbered(text: str, zone: tzinfo, first_is_day: bool | None) -> datetime | None:
    """Return the instant of a stamp as a spreadsheet saves it (`13/05/2024 7:05`), or of any that
    `at` reads. A date that does not tell day from month is none when nothing else does."""
    found = _NUMBERED_STAMP.fullmatch(text.strip()) if len(text) <= _LONGEST_STAMP else None
    if found is None:
        return at(text, zone)
    if first_is_day is None:
        return None
    one, other, year, clock = found[1], found[2], found[3], found[4]
    day, month = (one, other) if first_is_day else (other, one)
    return _worded(f"{year}-{month}-{day} {clock or ''}".strip(), zone)


def day_of(text: str) -> date | None:
    """Return the date that a stamp begins with, as written: `2024-05-01…` or `05/01/24…`."""
    stamp = american(text, UTC)
    return None if stamp is None else stamp.date()


def at_ms(milliseconds: float | None) -> datetime | None:
    """Return the instant of milliseconds since 1970, None when there is no such instant."""
    if milliseconds is None:
        return None
    try:
        return _within(_EPOCH + timedelta(milliseconds=milliseconds))
    except (OverflowError, ValueError):
        return None


def _within(found: datetime) -> datetime | None:
    try:
        instant = found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return instant if _FIRST < instant < _LAST else None


def fixed(offset: str) -> timezone | None:
    """Return the zone of an offset such as `UTC-04:00`, `UTC+0100` or `+05:30`, None for others."""
    found = _OFFSET.fullmatch(offset.strip()[:_LONGEST_STAMP])
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return minutes_east(-minutes if found[1] == "-" else minutes)


def minutes_east(minutes: float | None) -> timezone | None:
    """Return the zone of an offset in minutes, None where no clock on Earth has it."""
    if minutes is None or not abs(minutes) <= 18 * 60:
        return None
    return timezone(timedelta(minutes=minutes))


def name_of(where: tzinfo | None) -> str | None:
    """Return the IANA name of a fixed zone of whole hours, None for any other."""
    offset = where.utcoffset(None) if isinstance(where, timezone) else None
    if offset is None or offset % timedelta(hours=1) or abs(offset) > timedelta(hours=12):
        return None
    hours = offset // timedelta(hours=1)
    # In POSIX, and so in these names, west is positive.
    return "Etc/UTC" if not hours else f"Etc/GMT{-hours:+d}"


def moment(when: datetime | None) -> Span | None:
    """Return the span of no length at `when`."""
    return None if when is None else (when, when)


def between(start: datetime | None, end: datetime | None) -> Span | None:
    """Return the span from `start` to `end`, None when one of them is not known."""
    return None if start is None or end is None else (start, end)


def lasting(start: datetime | None, seconds: float | None) -> Span | None:
    """Return the span of `seconds` from `start`, None when one of them makes no sense."""
    if start is None or seconds is None or not 0 <= seconds <= _LONGEST_S:
        return None
    return start, start + timedelta(seconds=seconds)


def whole_day(day: date | None, zone: tzinfo) -> Span | None:
    """Return from midnight to midnight of `day` in `zone`."""
    if day is None or not _FIRST.date() < day < _LAST.date():
        return None
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def early_morning(day: date | None, zone: tzinfo) -> Span | None:
    """Return the first eight hours of `day` in `zone`.

    This is where a number of a night goes when its vendor tells no more than the date of waking:
    its middle lies in the night, which `body.night` looks for.
    """
    span = whole_day(day, zone)
    return None if span is None else (span[0], span[0] + _EARLY)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
