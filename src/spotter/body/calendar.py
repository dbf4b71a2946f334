"""The athlete's local days as edges on the line of instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

Instants = NDArray[np.int64]
"""Microseconds since 1970-01-01 UTC, as Polars and Parquet hold them."""

SECOND = 1_000_000
HOUR = 3600 * SECOND

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(moment: datetime) -> int:
    """Return the microseconds since the epoch of an aware `moment`."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(at: int) -> datetime:
    """Return the aware datetime (UTC) of `at` microseconds since the epoch."""
    return _EPOCH + timedelta(microseconds=at)


def midnight(day: date, zone: ZoneInfo) -> int:
    """Return the instant at which `day` begins in `zone`.

    Where a clock change skips midnight, that is the moment of the change.
    """
    return instant(datetime.combine(day, time(), zone))


def clock_hours(at: int, day: date, zone: ZoneInfo) -> float:
    """Return the wall-clock hours of `at` after midnight of `day`; negative on the evening before.

    Wall clock, not elapsed time: three in the morning is 3.0 on the night of a clock change too.
    """
    local = moment(at).astimezone(zone)
    return (local.date() - day).days * 24 + (
        local.hour + local.minute / 60 + (local.second + local.microsecond / 1e6) / 3600
    )


@lru_cache(maxsize=256)
def zone_or(name: str | None, home: ZoneInfo) -> ZoneInfo:
    """Return the zone a record names, or `home` where it names none that exists."""
    if not name:
        return home
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        # Vendors write abbreviations and offsets here too; those do not tell the clock's rules.
        return home


@dataclass(frozen=True, slots=True)
class Calendar:
    """Consecutive local days: day i runs from `edges[i]` up to `edges[i + 1]`.

    A day of a clock change is 23 or 25 hours long, which is why edges and not division.
    """

    zone: ZoneInfo
    first: date
    edges: Instants

    @classmethod
    def covering(cls, zone: ZoneInfo, start: int, end: int) -> Calendar:
        """Return the days of `zone` from the one that holds `start` to the one that holds `end`."""
        first = moment(start).astimezone(zone).date()
        count = (moment(end).astimezone(zone).date() - first).days + 2
        edges = [midnight(first + timedelta(days=n), zone) for n in range(count)]
        return cls(zone, first, np.array(edges, dtype=np.int64))

    def index(self, instants: Instants) -> Instants:
        """Return for each instant the number of the day that holds it."""
        return np.searchsorted(self.edges, instants, side="right") - 1

    def day(self, index: int) -> date:
        """Return the date of day number `index`."""
        return self.first + timedelta(days=int(index))
