"""What thousands of points of a track say, as columns: texts → instants and numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.intake.columns import mapped

# IUGG mean radius of the Earth, metres.
_EARTH_M = 6_371_008.8
_INSTANT = pl.Datetime("us", "UTC")
# What Polars and Python read alike; the seconds of a leap are no time to Python.
_NUMBER = r"^-?[0-9]{1,15}(?:\.[0-9]{1,15})?$"
_STAMP = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](?:\.[0-9]{1,6})?Z$"


def number(text: str | None) -> float | None:
    """Return `text` as a finite number, None for anything else."""
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) else None


def instant(text: str | None) -> datetime | None:
    """Return an ISO time as an instant (UTC when it names no zone), None for anything else."""
    try:
        parsed = datetime.fromisoformat(text.strip()) if text else None
        if parsed is None or parsed.tzinfo is UTC:
            return parsed
        return parsed.replace(tzinfo=parsed.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def numbers(texts: pl.Series) -> pl.Series:
    """Return what `number` does for each of `texts`, as floats."""
    return _read(texts, _NUMBER, lambda plain: plain.cast(pl.Float64, strict=False), number)


def instants(texts: pl.Series) -> pl.Series:
    """Return what `instant` does for each of `texts`, in UTC."""
    return _read(
        texts,
        _STAMP,
        lambda plain: plain.str.to_datetime(
            "%Y-%m-%dT%H:%M:%S%.fZ", strict=False, time_unit="us", time_zone="UTC", cache=False
        ),
        instant,
    )


def _read(
    texts: pl.Series,
    plain: str,
    read_all: Callable[[pl.Series], pl.Series],
    read_one: Callable[[str], object],
) -> pl.Series:
    """Return `texts` read at once where they are `plain`, one by one where they are not."""
    regular = texts.str.contains(plain)
    if regular.all():  # nulls are passed over
        return read_all(texts)
    read = read_all(texts.set(~regular, None))
    others = mapped(texts.set(regular, None), read_one, read.dtype)
    return read.zip_with(regular.fill_null(True), others)


def span(at: pl.Series) -> tuple[datetime, datetime]:
    """Return the first and the last of instants, of which there is at least one."""
    first, last = at.min(), at.max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        raise TypeError("no instants")
    return first, last


def steps_m(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the metres between each place (degrees) and the next, on a sphere (haversine)."""
    lat, lon = np.radians(lat), np.radians(lon)
    half = (
        np.sin(np.diff(lat) / 2) ** 2
        + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    )
    metres: NDArray[np.float64] = 2 * _EARTH_M * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return metres


def total(so_far: float, values: NDArray[np.float64]) -> float:
    """Return `so_far` and `values` added one after another, however they are cut into pieces."""
    return float(np.cumsum(np.concatenate(([so_far], values)))[-1])
