"""What came in: counted while it comes, small whatever the size of the file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from spotter.intake.batch import Batch


@dataclass(slots=True)
class Kind:
    """One kind of record: how many are new, from when to when, from which sources."""

    rows: int = 0
    first: datetime | None = None
    last: datetime | None = None
    sources: set[str] = field(default_factory=set)

    def add(self, rows: int, first: datetime, last: datetime, source: str) -> None:
        """Count `rows` more from `source`."""
        self.rows += rows
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)
        self.sources.add(source)


@dataclass(slots=True)
class Tally:
    """Counts over all batches so far.

    `kinds` are by signal, or by the vendor's type where it has no signal. `days` are the UTC dates
    on which new rows begin or end.
    """

    records: int = 0
    added: int = 0
    repeated: int = 0
    known: int = 0
    kinds: dict[str, Kind] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)
    devices: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejected: Counter[tuple[str, str]] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)

    def note(self, batch: Batch, fresh: pl.DataFrame, known: int, repeated: int) -> None:
        """Count `batch`, of which only `fresh` rows are new."""
        self.records += batch.records
        self.added += fresh.height
        self.known += known
        self.repeated += repeated
        self.rejected += batch.rejected
        self.skipped += batch.skipped
        self._kinds(fresh)
        for column in ("start", "end"):
            self.days.update(fresh[column].dt.date().unique())

    def _kinds(self, fresh: pl.DataFrame) -> None:
        groups = fresh.group_by("type", "signal", "source", "device").agg(
            pl.len().alias("rows"), pl.col("start").min(), pl.col("end").max()
        )
        for kind, signal, source, device, rows, first, last in groups.iter_rows():
            self.kinds.setdefault(signal or kind, Kind()).add(rows, first, last, source)
            self.types[kind] += rows
            self.devices[source, device] += rows
