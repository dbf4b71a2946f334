"""Reading one signal out of an athlete's raw samples."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from spotter.body.calendar import Instants, midnight, moment
from spotter.body.plausible import keep, possible_times

Found: TypeAlias = dict[date, tuple[float, str]]
"""Day → value of one metric and the source it came from."""

_MARGIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class View:
    """An athlete's raw samples, where the athlete lives, and the days asked for (None: all)."""

    raw: pl.LazyFrame
    zone: ZoneInfo
    days: Set[date] | None = None

    def wants(self, day: date) -> bool:
        """Return whether `day` was asked for."""
        return self.days is None or day in self.days

    def lazy(self, *signals: str) -> pl.LazyFrame:
        """Return the rows of `signals` with possible times, two days around those asked for."""
        rows = self.raw.filter(pl.col("signal").is_in(signals)).filter(possible_times())
        if self.days is None:
            return rows
        if not self.days:
            return rows.clear()
        first = moment(midnight(min(self.days) - _MARGIN, self.zone))
        last = moment(midnight(max(self.days) + _MARGIN, self.zone))
        return rows.filter((pl.col("end") >= first) & (pl.col("start") < last))

    def samples(self, signal: str, *extra: str) -> pl.DataFrame:
        """Return start, end, si, source and tier of every plausible row, and columns `extra`."""
        rows = self.lazy(signal).filter(keep(signal))
        columns = [pl.col("start", "end", "si"), pl.col("source").fill_null(""), tier(), *extra]
        return rows.select(columns).collect(engine="streaming")


def tier() -> pl.Expr:
    """Return the class of device as a number: watch 0, phone 1, anything else 2."""
    device = pl.col("device").fill_null("")
    return (
        pl.when(device.str.starts_with("watch"))
        .then(0)
        .when(device.str.starts_with("phone"))
        .then(1)
        .otherwise(2)
        .cast(pl.Int8)
        .alias("tier")
    )


def instants(column: pl.Series) -> Instants:
    """Return a datetime column as µs since the epoch."""
    return column.cast(pl.Int64).to_numpy()


def middles(frame: pl.DataFrame) -> Instants:
    """Return the middle of each record: right for a moment, a window and a span of a night."""
    start, end = instants(frame["start"]), instants(frame["end"])
    return start + (end - start) // 2


def sources(frame: pl.DataFrame) -> tuple[list[str], Instants]:
    """Return the names of the sources of `frame` and each row's number among them.

    Numbered by class of device, then by name; one name on two classes of device is two sources.
    """
    names = frame.select("tier", "source").unique().sort("tier", "source").with_row_index("number")
    numbers = frame.select("tier", "source").join(
        names, on=["tier", "source"], how="left", maintain_order="left"
    )
    return names["source"].to_list(), numbers["number"].cast(pl.Int64).to_numpy()


def empty_instants() -> Instants:
    """Return no instants."""
    return np.empty(0, dtype=np.int64)
