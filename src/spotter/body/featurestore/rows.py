"""What is known of an athlete → rows of features, each with the moment it may be used from."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from spotter.body.features.catalogue import FEATURES
from spotter.body.features.compute import features
from spotter.body.features.table import Record, daily_table
from spotter.kit.time import zone

INSTANT = pl.Datetime("us", "UTC")
# How rows lie in the stores: raised when that changes.
_FORM = 2
KEYS = {"athlete_id": pl.String(), "day": pl.Date(), "known_from": INSTANT, "created": INSTANT}
SCHEMA = pl.Schema({**KEYS, **dict.fromkeys(FEATURES, pl.Float64())})


def feature_rows(record: Record, created: datetime) -> pl.DataFrame:
    """Return one row of `SCHEMA` for each day of `record`.

    A row holds what its day brought, the training of that day included, so nothing may rest on it
    before the day is over where the athlete lives: that moment is `known_from`. `created` says when
    the row was computed.
    """
    found = features(daily_table(record))
    ends = [day_end(day, record.profile.time_zone) for day in found["day"]]
    return found.with_columns(
        pl.Series("known_from", ends, dtype=INSTANT),
        pl.lit(created.astimezone(UTC), INSTANT).alias("created"),
    ).select(SCHEMA.names())


def day_end(day: date, time_zone: str) -> datetime:
    """Return the instant in UTC at which `day` is over in `time_zone`."""
    return datetime.combine(day + timedelta(days=1), time(), zone(time_zone)).astimezone(UTC)


def fingerprint() -> str:
    """Return what identifies the catalogue and its form: rows made by another must be made anew."""
    told = "\n".join(f"{name} {one.unit} {one.value}" for name, one in FEATURES.items())
    return hashlib.sha256(f"{_FORM}\n{told}".encode()).hexdigest()
