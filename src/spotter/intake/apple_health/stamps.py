"""Apple's timestamps, `YYYY-MM-DD HH:MM:SS ±HHMM`, a whole column at a time.

The offset is the one of the phone at export time, whatever the date: the instant is right, the
wall clock is not. So the instant is all that is kept.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.intake.columns import mapped

_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")
_WALL = "%Y-%m-%d %H:%M:%S"
_WALL_LENGTH, LENGTH = 19, 25

Words = NDArray[np.uint64]
Bytes = NDArray[np.uint8]

# Where the digits of YYYY-MM-DD stand, and which of them are year, month and day.
_DIGITS = (0, 1, 2, 3, 5, 6, 8, 9)
_DATE = ((slice(0, 4), 4), (slice(4, 6), 2), (slice(6, 8), 2))
_TENS = np.array([1000, 100, 10, 1], dtype=np.int64)

# "HH:MM:SS" as one little-endian word: its zeros and colons, what to add to each byte so that a
# byte above its highest (2 9 : 5 9 : 5 9) reaches 16, and the bits that tell.
_MIDNIGHT = np.uint64(int.from_bytes(b"00:00:00", "little"))
_TO_16 = np.uint64(0x060A_0F06_0A0F_060D)
_HIGH = np.uint64(0xF0F0_F0F0_F0F0_F0F0)


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
    plain = _plain(column)
    return _parsed(column) if plain is None else plain


def _parsed(column: pl.Series) -> pl.Series:
    text = column.str.slice(0, _WALL_LENGTH)
    # A cache would cost more than it saves: hardly two stamps are alike.
    wall = text.str.to_datetime(_WALL, strict=False, time_unit="us", cache=False)
    shift = mapped(column.str.slice(_WALL_LENGTH), _offset_us, pl.Int64)
    return (wall.cast(pl.Int64) - shift).cast(pl.Datetime("us", "UTC"))


def _plain(column: pl.Series) -> pl.Series | None:
    """Return what `_parsed` does for a column of well-formed stamps with one offset, else None."""
    count = len(column)
    if not count or column.null_count() or not (column.str.len_bytes() == LENGTH).all():
        return None
    data: bytes = column.str.join("").cast(pl.Binary).item()
    found = instants_at(np.frombuffer(data, dtype=np.uint8).reshape(count, LENGTH), 0)
    return None if found is None else found.alias(column.name)


def instants_at(table: Bytes, at: int) -> pl.Series | None:
    """Return as instants the stamps that begin in column `at` of a table of characters.

    None unless all are well formed and share one offset. Days are read once for each run of rows
    of one day, clocks eight characters at a time.
    """
    count, width = table.shape

    def part(kind: str, first: int) -> Words:
        return np.ndarray(count, kind, table, at + first, (width,))

    shift = _offset_us(table[0, at + _WALL_LENGTH : at + LENGTH].tobytes().decode("latin-1"))
    blank, sign, offset = part("u1", 10), part("<u2", _WALL_LENGTH), part("<u4", 21)
    if shift is None or (blank != ord(" ")).any():
        return None
    if (sign != sign[0]).any() or (offset != offset[0]).any():
        return None
    starts = _runs(part("<u8", 0), part("<u2", 8))
    seconds, days = _clock(part("<u8", 11)), _days(table[starts, at : at + 10])
    if seconds is None or days is None:
        return None
    first = days * 86_400
    moments = np.repeat(first, np.diff(starts, append=count)) + seconds
    return pl.Series(moments * 1_000_000 - shift).cast(pl.Datetime("us", "UTC"))


def _days(text: Bytes) -> NDArray[np.int64] | None:
    """Return the days since 1970 of rows of YYYY-MM-DD, None unless all are dates."""
    digits = text[:, _DIGITS] - np.uint8(ord("0"))  # what stands before zero becomes large
    if (digits > 9).any() or (text[:, (4, 7)] != ord("-")).any():
        return None
    year, month, day = (digits[:, part] @ _TENS[-width:] for part, width in _DATE)
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    found = months.astype("datetime64[D]") + (day - 1)
    real = (year > 0) & (month > 0) & (month < 13) & (day > 0)
    if not (real & (found < (months + 1).astype("datetime64[D]"))).all():
        return None
    days: NDArray[np.int64] = found.astype(np.int64)
    return days


def _runs(months: Words, days: Words) -> NDArray[np.int64]:
    """Return the rows at which the text of the day differs from the row before."""
    other = (months[1:] != months[:-1]) | (days[1:] != days[:-1])
    return np.concatenate(([0], np.flatnonzero(other) + 1))


def _clock(text: Words) -> NDArray[np.int64] | None:
    """Return the seconds after midnight of words of text, None unless all are HH:MM:SS."""
    digits = text ^ _MIDNIGHT
    if np.bitwise_or.reduce(digits | (digits + _TO_16)) & _HIGH:
        return None
    pairs = digits * np.uint64(10) + (digits >> np.uint64(8))
    hour, minute, second = (
        ((pairs >> np.uint64(bit)) & np.uint64(0xFF)).view(np.int64) for bit in (0, 24, 48)
    )
    if hour.max() > 23:
        return None
    return (hour * 60 + minute) * 60 + second


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
