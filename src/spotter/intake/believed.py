"""Rows as read → raw rows in SI, or a reason why not: whole columns at a time, for every source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import polars as pl

from spotter.body import raw
from spotter.body.signals import SIGNALS
from spotter.intake.keys import content_keys
from spotter.intake.limits import FUTURE_GRACE, LIMITS, OLDEST
from spotter.intake.refused import Refusals, refusals
from spotter.intake.units import to_si

_CONVERSION = pl.Schema(
    {
        "signal": pl.String(),
        "unit": pl.String(),
        "numeric": pl.Boolean(),
        "factor": pl.Float64(),
        "offset": pl.Float64(),
        "percent": pl.Boolean(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "longest": pl.Duration("us"),
    }
)


@dataclass(frozen=True, slots=True)
class Horizon:
    """What "the future" is: `exported` as the file says (None when it does not), `now` as we do."""

    exported: datetime | None
    now: datetime


def believed(read: pl.DataFrame, horizon: Horizon) -> tuple[pl.DataFrame, Refusals]:
    """Return the rows of `read` that can be believed, and the others, counted.

    `read` has the columns of `body.raw.SCHEMA` without `key` and `si`, null where something could
    not be read, and `raw_text`, the value as exported where it is no number.
    """
    read = _converted(read).with_columns(reason=_reason(horizon))
    all_kept = read["reason"].null_count() == read.height
    refused = read.clear() if all_kept else read.filter(pl.col("reason").is_not_null())
    kept = read if all_kept else read.filter(pl.col("reason").is_null())
    kept = kept.with_columns(content_keys(kept)).select(raw.SCHEMA.names())
    return kept, refusals(refused)


def _converted(read: pl.DataFrame) -> pl.DataFrame:
    """Return `read` with `si` and the limits of its signal."""
    pairs = read.select("signal", "unit").unique().drop_nulls("signal")
    table = pl.DataFrame(
        [_conversion(signal, unit) for signal, unit in pairs.iter_rows()],
        schema=_CONVERSION,
        orient="row",
    )
    joined = _joined(read, table)
    plain = pl.col("value") * pl.col("factor") + pl.col("offset")
    fraction = pl.when(pl.col("percent") & (plain > 1)).then(plain / 100).otherwise(plain)
    return joined.with_columns(si=fraction)


def _joined(read: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Return `read` with the columns of `table`, which has every signal and unit of it once."""
    if table.height == 1 and not read["signal"].has_nulls():  # a stretch of one type, as most are
        told = table.drop("signal", "unit")
        return read.with_columns(told[name].new_from_index(0, read.height) for name in told.columns)
    return read.join(table, on=["signal", "unit"], how="left", maintain_order="left")


def _conversion(signal: str, unit: str) -> tuple[object, ...]:
    numeric = SIGNALS[signal].unit != ""
    how = to_si(signal, unit) if numeric else None
    limit = LIMITS.get(signal)
    return (
        signal,
        unit,
        numeric,
        how.factor if how else None,
        how.offset if how else None,
        how.percent if how else None,
        limit.low if limit else None,
        limit.high if limit else None,
        limit.longest if limit else None,
    )


@lru_cache(maxsize=64)
def _reason(horizon: Horizon) -> pl.Expr:
    """Return why a row is refused, null for a row that is kept; the first reason counts."""
    exported = pl.lit(horizon.exported or horizon.now, dtype=pl.Datetime("us", "UTC"))
    now = pl.lit(horizon.now, dtype=pl.Datetime("us", "UTC"))
    # Some exports carry a stale ExportDate: a row that was created later proves it.
    latest = pl.min_horizontal(now, pl.max_horizontal(exported, pl.col("created"))) + FUTURE_GRACE
    numeric = pl.col("numeric").fill_null(False)
    return (
        pl.when(pl.col("type").fill_null("") == "")
        .then(pl.lit("no_type"))
        .when(pl.col("start").is_null() | pl.col("end").is_null())
        .then(pl.lit("unreadable_time"))
        .when(pl.col("end") < pl.col("start"))
        .then(pl.lit("ends_before_start"))
        .when(pl.col("start") < OLDEST)
        .then(pl.lit("too_old"))
        .when(pl.col("start") > latest)
        .then(pl.lit("in_the_future"))
        .when(pl.col("end") - pl.col("start") > pl.col("longest"))
        .then(pl.lit("lasts_too_long"))
        .when((pl.col("signal") == "sleep") & pl.col("text").is_null())
        .then(pl.lit("unknown_sleep_stage"))
        .when(numeric & pl.col("value").is_null() & (pl.col("signal") != "set"))
        .then(pl.lit("no_number"))
        .when(pl.col("value").is_not_null() & numeric & pl.col("factor").is_null())
        .then(pl.lit("unknown_unit"))
        .when((pl.col("si") < pl.col("low")) | (pl.col("si") > pl.col("high")))
        .then(pl.lit("impossible_value"))
    )
