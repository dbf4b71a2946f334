"""How the tests of strength logs read a file: through the registry, into one frame."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, tzinfo
from typing import Any

import polars as pl

from spotter.intake import registry
from spotter.intake.archive import HEAD_BYTES, Opened
from spotter.intake.batch import About, Batch

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def batches(content: bytes, zone: tzinfo = UTC) -> list[Batch]:
    """Return every batch of a file of these bytes."""
    head = content[:HEAD_BYTES]
    opened = Opened(io.BytesIO(content), head, len(content))
    return list(registry.source_of(head).read(opened, now=NOW, about=About(zone=zone)))


def rows(content: bytes, signal: str, zone: tzinfo = UTC) -> pl.DataFrame:
    """Return the rows of one signal."""
    every = pl.concat([one.rows for one in batches(content, zone)])
    return every.filter(pl.col("signal") == signal)


def told(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the metadata of every row."""
    return [json.loads(text) for text in frame["metadata"]]
