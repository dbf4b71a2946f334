"""Raw samples written by hand: the rows that the tests of this room speak about."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from spotter.body.daily import aggregate
from spotter.body.raw import SCHEMA
from spotter.body.state import Day

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")

Row = dict[str, object]


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    """Return the instant of a wall clock such as '2025-03-02 23:10' in `zone`."""
    # In UTC, because adding hours to a zoned datetime moves the wall clock and not the instant.
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def sample(
    signal: str,
    start: datetime,
    si: float | None = None,
    *,
    end: datetime | None = None,
    minutes: float = 0,
    source: str = "Watch",
    device: str = "watch Watch6,7",
    created: datetime | None = None,
    text: str | None = None,
    zone: str | None = None,
    metadata: Mapping[str, object] | None = None,
) -> Row:
    """Return one raw row of `signal`."""
    return {
        "signal": signal,
        "type": signal,
        "start": start,
        "end": end or start + timedelta(minutes=minutes),
        "created": created,
        "si": si,
        "value": si,
        "source": source,
        "device": device,
        "text": text,
        "zone": zone,
        "metadata": None if metadata is None else json.dumps(metadata),
    }


def phone(signal: str, start: datetime, si: float, minutes: float = 0) -> Row:
    """Return a row that a phone counted."""
    return sample(signal, start, si, minutes=minutes, source="Phone", device="phone iPhone14,5")


def app(signal: str, start: datetime, si: float, minutes: float = 0, source: str = "App") -> Row:
    """Return a row that an app wrote which names no device."""
    return sample(signal, start, si, minutes=minutes, source=source, device="")


def asleep(start: datetime, hours: float, stage: str = "core", **more: object) -> Row:
    """Return a stretch of sleep."""
    return sample("sleep", start, minutes=hours * 60, text=stage, **more)  # type: ignore[arg-type]


def workout(start: datetime, minutes: float, activity: str = "running", **more: object) -> Row:
    """Return a workout without pauses."""
    return sample("workout", start, minutes * 60, minutes=minutes, text=activity, **more)  # type: ignore[arg-type]


def frame(rows: Sequence[Row]) -> pl.DataFrame:
    """Return `rows` in the schema of raw samples, each with a key of its own."""
    full = [{name: row.get(name) for name in SCHEMA} | {"key": n} for n, row in enumerate(rows)]
    return pl.DataFrame(full, schema=SCHEMA)


def days_of(
    rows: Sequence[Row], zone: ZoneInfo = BERLIN, days: set[date] | None = None
) -> dict[date, Day]:
    """Return the days that `rows` make."""
    return aggregate(frame(rows).lazy(), zone, days)


def value_of(
    rows: Sequence[Row], metric: str, day: date | None = None, zone: ZoneInfo = BERLIN
) -> float | None:
    """Return `metric` of `day`, or of the only day there is."""
    found = days_of(rows, zone)
    if day is None:
        (day,) = found
    return found[day].values.get(metric) if day in found else None
