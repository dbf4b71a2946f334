"""Attribute texts → names, times and numbers: null where they cannot be read."""

from __future__ import annotations

import polars as pl

from spotter.intake.apple_health.names import NAMES
from spotter.intake.apple_health.stamps import instants
from spotter.intake.columns import mapped


def named(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with its names made comparable."""
    return frame.with_columns(mapped(frame[name], make, pl.String) for name, make in NAMES.items())


def read(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame`, of texts (`found.RECORDS`), with times and numbers read (`found.READ`)."""
    number = pl.col("value").cast(pl.Float64, strict=False)
    number = pl.when(number.is_finite()).then(number)
    return frame.with_columns(
        instants(frame["created"]),
        instants(frame["start"]),
        instants(frame["end"]),
        value=number,
        raw_text=pl.when(number.is_null()).then(pl.col("value")),
    )
