"""What both ways of parsing hand on: elements as read, and not yet judged.

A record has an `order`, its place in the file; its metadata entries and beats refer to it.
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

# A record as exported, unescaped.
RECORDS = pl.Schema({"order": pl.Int64(), **dict.fromkeys(ATTRIBUTE, pl.String())})
# A record as read: its names made comparable, `raw_text` its value where that is no number.
READ = pl.Schema(
    {
        **RECORDS,
        **dict.fromkeys(("created", "start", "end"), pl.Datetime("us", "UTC")),
        "value": pl.Float64(),
        "raw_text": pl.String(),
    }
)
ENTRIES = pl.Schema({"order": pl.Int64(), "key": pl.String(), "value": pl.String()})
BEATS = pl.Schema({"order": pl.Int64(), "bpm": pl.String(), "time": pl.String()})
# What is made of a record's children, and of workouts, summaries and routes on the way.
MADE = pl.Schema(dict.fromkeys(("text", "zone", "metadata"), pl.String()))

DraftRow = Mapping[str, object]


@dataclass(slots=True)
class Found:
    """The elements of one stretch of the file, which ends at byte `offset`.

    `records` are frames of `READ`, `entries` of `ENTRIES`, `beats` of `BEATS`.
    """

    records: list[pl.DataFrame] = field(default_factory=list)
    entries: list[pl.DataFrame] = field(default_factory=list)
    beats: list[pl.DataFrame] = field(default_factory=list)
    ready: list[DraftRow] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    routes: dict[str, str] = field(default_factory=dict)
    person: dict[str, str] = field(default_factory=dict)
    export_date: str | None = None
    offset: int = 0
