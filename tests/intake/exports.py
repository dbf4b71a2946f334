"""Small Apple Health exports, made element by element."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from spotter.body import raw
from spotter.intake.apple_health.reader import read
from spotter.intake.batch import About

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
EXPORTED = ' <ExportDate value="2026-03-01 09:00:00 +0100"/>\n'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n'


def record(kind: str = "HeartRate", value: str = "60", unit: str = "count/min", **more: str) -> str:
    """Return one Record line; `more` sets or replaces attributes, without XML escaping."""
    return f" <Record {_attributes(kind, value, unit, more)}/>\n"


def parent(
    children: str, kind: str = "HeartRate", value: str = "60", unit: str = "count/min"
) -> str:
    """Return a Record with `children` lines inside."""
    return f" <Record {_attributes(kind, value, unit, {})}>\n{children} </Record>\n"


def _attributes(kind: str, value: str, unit: str, more: dict[str, str]) -> str:
    attributes = {
        "type": kind if kind.startswith("HK") else f"HKQuantityTypeIdentifier{kind}",
        "sourceName": "Watch",
        "unit": unit,
        "creationDate": "2026-02-01 08:00:05 +0100",
        "startDate": "2026-02-01 08:00:00 +0100",
        "endDate": "2026-02-01 08:00:00 +0100",
        "value": value,
    } | more
    return " ".join(f'{name}="{text}"' for name, text in attributes.items())


def export_text(*elements: str, head: str = HEAD, exported: str = EXPORTED) -> str:
    """Return an export with these elements."""
    return head + exported + "".join(elements) + "</HealthData>\n"


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that a reading gave."""

    rows: pl.DataFrame
    records: int
    rejected: Counter[tuple[str, str]]
    skipped: Counter[str]
    about: About

    @property
    def reasons(self) -> dict[str, int]:
        """Return how many records were refused for each reason."""
        return {reason: count for (reason, _), count in self.rejected.items()}

    def only(self) -> dict[str, Any]:
        """Return the one row there is."""
        (row,) = self.rows.to_dicts()
        return row


def result(source: str | bytes | Path, **more: Any) -> Result:
    """Read an export (text, bytes or file) to the end."""
    if isinstance(source, Path):
        data = source.read_bytes()
    else:
        data = source.encode() if isinstance(source, str) else source
    about, rejected, skipped = About(), Counter[tuple[str, str]](), Counter[str]()
    frames, records = [pl.DataFrame(schema=raw.SCHEMA)], 0
    for batch in read(io.BytesIO(data), now=NOW, about=about, **more):
        frames.append(batch.rows)
        records += batch.records
        rejected += batch.rejected
        skipped += batch.skipped
    return Result(pl.concat(frames), records, rejected, skipped, about)


def rows_of(*elements: str) -> Result:
    """Read an export with these elements."""
    return result(export_text(*elements))


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """Write a deflated zip with `members` to `path`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path
