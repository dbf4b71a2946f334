"""How the tests of vendors' exports read a file: through the registry, with the name it had."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections import Counter
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from spotter.intake import registry
from spotter.intake.archive import HEAD_BYTES, Opened
from spotter.intake.batch import About, Batch
from spotter.intake.errors import ImportRefused

NOW = datetime(2026, 11, 1, tzinfo=UTC)
_BESIDE = Path(__file__).parents[3] / "shared" / "data"


def real(folder: str) -> Path:
    """Return a folder of real exports; skips where there is none."""
    path = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / folder
    if not path.is_dir():
        pytest.skip(f"no {folder} at SPOTTER_TEST_DATA or ../shared/data")
    return path


def source_of(content: bytes) -> str:
    """Return the name of the source that reads a file of these bytes, "" for none."""
    head = content[:HEAD_BYTES]
    source = registry.source_of(head)
    return "" if source is None else source.name


def batches(content: bytes, name: str = "", zone: tzinfo = UTC) -> list[Batch]:
    """Return every batch of a file of these bytes, called `name`."""
    head = content[:HEAD_BYTES]
    opened = Opened(io.BytesIO(content), head, len(content), name=name)
    source = registry.source_of(head)
    assert source is not None, "no source knows this file"
    return list(source.read(opened, now=NOW, about=About(zone=zone)))


def rows(content: bytes, name: str = "", zone: tzinfo = UTC) -> pl.DataFrame:
    """Return the rows of a file."""
    return pl.concat([one.rows for one in batches(content, name, zone)])


def rejected(content: bytes, name: str = "", zone: tzinfo = UTC) -> Counter[tuple[str, str]]:
    """Return what was refused of a file, by reason and type."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in batches(content, name, zone):
        counts += one.rejected
    return counts


def about(row: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata of a row."""
    found: dict[str, Any] = json.loads(row["metadata"] or "{}")
    return found


def survives(content: bytes, name: str = "") -> None:
    """Read a file that may be anything: it comes in, or is refused by name."""
    if source_of(content):
        with contextlib.suppress(ImportRefused):
            batches(content, name)
