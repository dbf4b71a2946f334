"""`docs/sources.md`: the sources, and what each file of some folders gave.

`python -m spotter.intake.sources DIR… > docs/sources.md`
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from spotter.intake import brief
from spotter.intake.errors import ImportRefused
from spotter.intake.folders import files_under
from spotter.intake.preview import Preview
from spotter.intake.registry import SOURCES
from spotter.kit.time import utc_now

_HEAD = """\
# Sources

What Spotter reads, known by its content whatever the file is called. This page is written by
`python -m spotter.intake.sources DIR…`, which reads every file in the folders given and keeps
nothing.

| source | what it is | what it brings |
|---|---|---|
"""
_FILES = """
## Files read

Each file by itself, local times in UTC. *Records* are what the file holds, the rejected included;
*days* those with a record; *duplicates* stand in the file more than once.

| file | source | records | days | rejected | duplicates | seconds |
|---|---|---:|---:|---:|---:|---:|
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave and how long it took; `source` is empty when it was not understood."""

    name: str
    source: str
    records: int
    days: int
    rejected: int
    duplicates: int
    seconds: float


def read(path: Path, name: str, now: datetime) -> Reading:
    """Return what the file at `path`, called `name`, gives by itself."""
    began = time.perf_counter()
    try:
        report = Preview().look(path, now=now)
    except ImportRefused:
        return Reading(name, "", 0, 0, 0, 0, time.perf_counter() - began)
    told = brief.understood(name, report)
    rejected = told["rejected"]["total"]
    took = time.perf_counter() - began
    days, duplicates = told["days"], told["duplicates"]
    return Reading(name, told["source"], report["records"], days, rejected, duplicates, took)


def page(readings: Iterable[Reading]) -> str:
    """Return the page; files that are no source's are counted below the table."""
    done = list(readings)
    sources = "".join(f"| `{s.name}` | {s.label} | {'; '.join(s.covers)} |\n" for s in SOURCES)
    rows = "".join(_row(one) for one in done if one.source)
    other = sum(not one.source for one in done)
    return f"{_HEAD}{sources}{_FILES}{rows}\nNot understood: {other} of {len(done)} files.\n"


def _row(one: Reading) -> str:
    counts = (one.records, one.days, one.rejected, one.duplicates)
    cells = " | ".join(f"{count:,}".replace(",", " ") for count in counts)
    return f"| {one.name} | `{one.source}` | {cells} | {one.seconds:.2f} |\n"


def _readings(folders: list[Path]) -> Iterator[Reading]:
    now = utc_now()
    for folder in folders:
        for path in files_under(folder):
            yield read(path, path.relative_to(folder.parent).as_posix(), now)


if __name__ == "__main__":
    sys.stdout.write(page(_readings([Path(word) for word in sys.argv[1:]])))
