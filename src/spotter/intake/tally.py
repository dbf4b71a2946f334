"""What came in: counted while it comes, small whatever the size of the file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.intake.batch import Batch
from spotter.intake.refused import Refusals

# What a group of rows has in common; a batch hardly ever has more than one or two.
_ALIKE = ("type", "signal", "source", "device", "fresh")
_DAY_US = 86_400_000_000
# No zone of our time begins its day within a quarter of an hour of UTC.
_QUARTER_US = 900_000_000
# Of what says who the athlete is, the latest is kept at hand.
_OF_THE_PERSON = ("mass", "height")


@dataclass(slots=True)
class Span:
    """From the first beginning to the last end."""

    first: datetime | None = None
    last: datetime | None = None

    def stretch(self, first: datetime, last: datetime) -> None:
        """Take in what begins at `first` and ends at `last`."""
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)


@dataclass(slots=True)
class Kind:
    """One kind of record: how many the file holds, how many are new, when, from which sources."""

    rows: int = 0
    added: int = 0
    span: Span = field(default_factory=Span)
    sources: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Tally:
    """Counts over all batches so far: `records` = rows of all `kinds` + `rejected`.

    Of the rows, `added` are new, `known` the athlete had already, `repeated` stand in the file
    before. `kinds` are by signal, or by the vendor's type where it has no signal. `new` is the
    span of the new rows, `days` the UTC dates on which one begins or ends. `dates` are the local
    dates, in `zone`, on which any row begins; `exercises` the names of sets, as exported.
    `latest` is the last mass (kg) and height (m) of all rows, with the moment.
    """

    zone: tzinfo = UTC
    records: int = 0
    added: int = 0
    repeated: int = 0
    known: int = 0
    kinds: dict[str, Kind] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)
    devices: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejected: Refusals = field(default_factory=Refusals)
    skipped: Counter[str] = field(default_factory=Counter)
    new: Span = field(default_factory=Span)
    days: set[date] = field(default_factory=set)
    dates: set[date] = field(default_factory=set)
    exercises: Counter[str] = field(default_factory=Counter)
    latest: dict[str, tuple[datetime, float]] = field(default_factory=dict)

    def note(self, batch: Batch, fresh: NDArray[np.bool_], known: int, repeated: int) -> None:
        """Count `batch`, of which the rows marked `fresh` are new."""
        self.records += batch.records
        self.added += int(fresh.sum())
        self.known += known
        self.repeated += repeated
        self.rejected.take_in(batch.rejected)
        self.skipped += batch.skipped
        rows = batch.rows.select("type", "signal", "source", "device", "start", "end")
        if rows.height:
            for row in _groups(rows.with_columns(fresh=pl.Series(fresh))).iter_rows():
                self._group(*row)
        added = rows if fresh.all() else rows.filter(fresh)
        for column in ("start", "end"):
            self.days.update(_slots(added[column], _DAY_US).dt.date().to_list())
        self.dates.update(_dates(rows, self.zone))
        sets = batch.rows.filter(pl.col("signal") == "set")["text"].drop_nulls()
        self.exercises.update(sets.to_list())
        self._measured(batch.rows)

    def _measured(self, rows: pl.DataFrame) -> None:
        told = rows.filter(pl.col("signal").is_in(_OF_THE_PERSON) & pl.col("si").is_not_null())
        for signal, at, value in told.select("signal", "start", "si").iter_rows():
            if signal not in self.latest or at >= self.latest[signal][0]:
                self.latest[signal] = at, value

    def _group(self, *group: Any) -> None:
        kind, signal, source, device, fresh, rows, first, last = group
        counted = self.kinds.setdefault(signal or kind, Kind())
        counted.rows += rows
        counted.span.stretch(first, last)
        counted.sources.add(source)
        self.types[kind] += rows
        self.devices[source, device] += rows
        if fresh:
            counted.added += rows
            self.new.stretch(first, last)


def _dates(rows: pl.DataFrame, zone: tzinfo) -> list[date]:
    """Return the distinct dates in `zone` on which `rows` begin."""
    # The start of a summary is the label of its date, not an instant.
    label = rows["signal"].eq_missing("activity_summary")
    labels, begins = rows["start"].filter(label), rows["start"].filter(~label)
    dates = _slots(begins, _QUARTER_US).dt.convert_time_zone(str(zone)).dt.date().unique()
    return _slots(labels, _DAY_US).dt.date().to_list() + dates.to_list()


def _slots(instants: pl.Series, width_us: int) -> pl.Series:
    """Return the beginnings of the slots of `width_us` in which any of `instants` lies."""
    slots = instants.to_physical().to_numpy() // width_us
    runs = slots[np.diff(slots, prepend=slots[:1] - 1) != 0]  # neighbours are of one day
    return (pl.Series(runs, dtype=pl.Int64).unique() * width_us).cast(pl.Datetime("us", "UTC"))


def _groups(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each group of `rows` that are alike in `_ALIKE`: how many, first start, last end."""
    varied = [name for name in _ALIKE if _varies(rows[name])]
    told = [pl.len(), pl.col("start").min(), pl.col("end").max()]
    if not varied:
        return rows.head(1).select(_ALIKE).hstack(rows.select(told))
    same = [pl.col(name).first() for name in _ALIKE if name not in varied]
    return rows.group_by(varied).agg(*same, *told).select(*_ALIKE, "len", "start", "end")


def _varies(column: pl.Series) -> bool:
    if column.null_count():
        return column.null_count() < len(column)
    return bool((column != column[0]).any())
