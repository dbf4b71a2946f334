"""Aware datetimes and the athlete's local calendar day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from spotter.kit.errors import BadInput

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def zone(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`.

    Raises `BadInput` naming the field when there is no such zone.
    """
    if name not in _names():
        raise BadInput(
            f"'{name}' is not an IANA time zone; use a name such as Europe/Berlin.",
            field="time_zone",
        )
    return ZoneInfo(name)


@cache
def _names() -> frozenset[str]:
    # Asked once: it walks the whole folder of zones.
    return frozenset(available_timezones())


def local_day(instant: datetime, where: ZoneInfo) -> date:
    """Return the calendar date of `instant` where the athlete lives."""
    return instant.astimezone(where).date()
