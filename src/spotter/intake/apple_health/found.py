"""What both ways of parsing hand on: attribute texts, unescaped and not yet judged.

A record has an `order`, its place in the file; its metadata entries and beats refer to it. Only
its names (see `names.NAMES`) are already what they will be: each is read once, not row by row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

# Column of the draft ← attribute of Record, Workout and the like.
ATTRIBUTE: dict[str, str] = {
    "type": "type",
    "source": "sourceName",
    "device": "device",
    "unit": "unit",
    "created": "creationDate",
    "start": "startDate",
    "end": "endDate",
    "value": "value",
}
COLUMN: dict[str, str] = {attribute: column for column, attribute in ATTRIBUTE.items()}

RECORDS = pl.Schema({"order": pl.Int64(), **dict.fromkeys(ATTRIBUTE, pl.String())})
ENTRIES = pl.Schema({"order": pl.Int64(), "key": pl.String(), "value": pl.String()})
BEATS = pl.Schema({"order": pl.Int64(), "bpm": pl.String(), "time": pl.String()})
# Rows whose text and metadata were made on the way: workouts, summaries, routes.
DRAFT = pl.Schema(
    {**RECORDS, "text": pl.String(), "zone": pl.String(), "metadata": pl.String()},
)

DraftRow = Mapping[str, object]


@dataclass(slots=True)
class Found:
    """The elements of one stretch of the file, which ends at byte `offset`."""

    records: list[pl.DataFrame] = field(default_factory=list)
    entries: list[pl.DataFrame] = field(default_factory=list)
    beats: list[pl.DataFrame] = field(default_factory=list)
    ready: list[DraftRow] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    routes: dict[str, str] = field(default_factory=dict)
    person: dict[str, str] = field(default_factory=dict)
    export_date: str | None = None
    offset: int = 0
