"""Reading one signal out of an athlete's raw samples."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.body.calendar import Instants, midnight, moment
from spotter.body.plausible import keep, possible_times
from spotter.body.priority import NO_ORDER, Order, tier

Found: TypeAlias = dict[date, tuple[float, str]]
"""Day → value of one metric and the source it came from."""

_MARGIN = timedelta(days=2)
# Rows of one signal held at once: what bounds memory, however long the record. More take no less
# time.
_ROWS = 150_000


@dataclass(frozen=True, slots=True)
class View:
    """An athlete's raw samples, where the athlete lives, and the days asked for (None: all).

    `window` (first day, day after the last) limits which records are read at all. `order` is whom
    the athlete believes first.
    """

    raw: pl.LazyFrame
    zone: ZoneInfo
    days: Set[date] | None = None
    window: tuple[date, date] | None = None
    order: Order = field(default_factory=dict)

    @classmethod
    def of(
        cls, raw: pl.LazyFrame, zone: ZoneInfo, days: Set[date] | None, order: Order = NO_ORDER
    ) -> View:
        """Return the view that reads two days around those asked for, and everything for None."""
        if days is None:
            return cls(raw, zone, order=order)
        if not days:
            return cls(raw.clear(), zone, days, order=order)
        return cls(raw, zone, days, (min(days) - _MARGIN, max(days) + _MARGIN), order)

    def wants(self, day: date) -> bool:
        """Return whether `day` was asked for."""
        return self.days is None or day in self.days

    def reads(self, day: date) -> bool:
        """Return whether all of `day` lies in the window."""
        return self.window is None or self.window[0] <= day < self.window[1]

    def lazy(self, *signals: str) -> pl.LazyFrame:
        """Return the rows of `signals` with possible times that reach into the window."""
        rows = self.raw.filter(pl.col("signal").is_in(signals)).filter(possible_times())
        if self.window is None:
            return rows
        first, last = (moment(midnight(day, self.zone)) for day in self.window)
        return rows.filter((pl.col("end") >= first) & (pl.col("start") < last))

    def stretches(self, signal: str) -> Iterator[View]:
        """Yield views of consecutive windows that hold a bounded number of rows of `signal`.

        A record that reaches over the end of one window is in both.
        """
        months = (
            self.lazy(signal)
            .group_by(pl.col("start").dt.date().dt.truncate("1mo").alias("month"))
            .len()
            .sort("month")
            .collect(engine="streaming")
        )
        first, rows = None, 0
        for month, count in months.iter_rows():
            if first is not None and rows + count > _ROWS:
                yield self._within(first, month)
                first, rows = month, 0
            # A local month begins up to a day before the month of UTC and ends up to a day after.
            first = first or month - timedelta(days=1)
            rows += count
        if first is not None:
            yield self._within(first, _next_month(months["month"][-1]) + timedelta(days=1))

    def _within(self, first: date, last: date) -> View:
        if self.window is not None:
            first, last = max(first, self.window[0]), min(last, self.window[1])
        return replace(self, window=(first, last))

    def samples(self, signal: str, *extra: str) -> pl.DataFrame:
        """Return start, end, si, source and tier of every plausible row, and columns `extra`."""
        rows = self.lazy(signal).filter(keep(signal))
        # Categorical, because a name of 16 bytes a row would be the larger part of a frame of
        # millions.
        source = pl.col("source").fill_null("").cast(pl.Categorical)
        columns = [pl.col("start", "end", "si"), source, tier(signal, self.order), *extra]
        return rows.select(columns).collect(engine="streaming")


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def instants(column: pl.Series) -> Instants:
    """Return a datetime column as µs since the epoch."""
    return column.cast(pl.Int64).to_numpy()


def middles(frame: pl.DataFrame) -> Instants:
    """Return the middle of each record: right for a moment, a window and a span of a night."""
    start, end = instants(frame["start"]), instants(frame["end"])
    return start + (end - start) // 2


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a frame, numbered by class of device, then by name.

    One name on two classes of device is two sources. `number[tier - lowest, code]` is the source
    of a row with that tier and that physical code of the Categorical column `source`. The first
    `chosen` of them are those that the athlete put first.
    """

    names: list[str]
    number: NDArray[np.int64]
    lowest: int
    chosen: int

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Sources:
        """Return the sources of `frame`."""
        tier = frame["tier"].to_numpy().astype(np.int64)
        lowest = min(int(tier.min()), 0)
        tier -= lowest
        code = frame["source"].to_physical().to_numpy()
        # Counted and not grouped: grouping millions of rows costs more memory than the rows.
        width = int(code.max()) + 1
        present = np.flatnonzero(np.bincount(tier * width + code)).tolist()
        cells: list[tuple[int, int]] = [divmod(cell, width) for cell in present]
        names = {c: str(frame["source"][int(np.argmax(code == c))]) for _, c in cells}
        ordered = sorted(cells, key=lambda cell: (cell[0], names[cell[1]]))
        number = np.zeros((int(tier.max()) + 1, width), dtype=np.int64)
        for position, cell in enumerate(ordered):
            number[cell] = position
        chosen = sum(place < -lowest for place, _ in ordered)
        return cls([names[c] for _, c in ordered], number, lowest, chosen)

    def numbers(self, frame: pl.DataFrame) -> NDArray[np.int64]:
        """Return the source of every row of `frame`."""
        tier = frame["tier"].to_numpy().astype(np.int64) - self.lowest
        found: NDArray[np.int64] = self.number[tier, frame["source"].to_physical().to_numpy()]
        return found
