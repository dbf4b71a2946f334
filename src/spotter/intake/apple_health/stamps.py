"""Apple's timestamps, `YYYY-MM-DD HH:MM:SS ±HHMM`, a whole column at a time.

The offset is the one of the phone at export time, whatever the date: the instant is right, the
wall clock is not. So the instant is all that is kept.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

import polars as pl

from spotter.intake.columns import mapped

_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")
_WALL = "%Y-%m-%d %H:%M:%S"
_WALL_LENGTH = 19


@lru_cache(maxsize=4_096)
def _offset_us(text: str) -> int | None:
    """Return the microseconds to subtract from the wall clock, None for what is no offset."""
    cleaned = text.strip()
    if cleaned in {"Z", "UTC", "GMT"}:
        return 0
    match = _OFFSET.fullmatch(cleaned)
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    if int(hours) > 14 or int(minutes) > 59:
        return None
    seconds = int(hours) * 3600 + int(minutes) * 60
    return (seconds if sign == "+" else -seconds) * 1_000_000


def instants(column: pl.Series) -> pl.Series:
    """Return `column` (text) as instants in UTC, null where it cannot be read."""
    text = column.str.slice(0, _WALL_LENGTH)
    # A cache would cost more than it saves: hardly two stamps are alike.
    wall = text.str.to_datetime(_WALL, strict=False, time_unit="us", cache=False)
    shift = mapped(column.str.slice(_WALL_LENGTH), _offset_us, pl.Int64)
    return (wall.cast(pl.Int64) - shift).cast(pl.Datetime("us", "UTC"))


@lru_cache(maxsize=65_536)
def moment(text: str | None) -> datetime | None:
    """Return one timestamp as an aware datetime, None where it cannot be read."""
    if not text:
        return None
    try:
        parsed = datetime.fromisoformat(text.strip().replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return None
    return parsed.astimezone(UTC) if parsed.tzinfo is not None else None
