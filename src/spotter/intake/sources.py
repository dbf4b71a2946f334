"""`docs/sources.md`: the sources, and what each file of some folders gave.

`python -m spotter.intake.sources DIR… > docs/sources.md`
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from spotter.intake import brief
from spotter.intake.errors import ImportRefused
from spotter.intake.folders import files_under
from spotter.intake.plain.columns import LAYOUTS
from spotter.intake.preview import Preview
from spotter.intake.registry import SOURCES
from spotter.kit.time import utc_now

_HEAD = """\
# Sources

What Spotter reads, known by its content whatever the file is called; [importing.md](importing.md)
says how. This page is written by `python -m spotter.intake.sources DIR…`, which reads every file in
the folders given and keeps nothing. *Tried on* says what a reader was proven on: files that people
exported, or only what the vendor's documentation says of them.

| source | what it is | what it brings | tried on |
|---|---|---|---|
"""
_PLAIN = """
## Plain tables

What you keep yourself, as CSV: a comma, semicolon or tab between columns, in any order, decimal
point or comma. A column may have any of the names given; one that has none of them needs to be told
what it is ([importing.md](importing.md)). Columns without a value may be left out.
"""
_COLUMNS = "\n| column | what stands in it | example | also called |\n|---|---|---|---|\n"
_FILES = """
## Files read

Each file by itself, local times in UTC. *Records* are what the file holds, the rejected included;
*days* those with a record; *duplicates* stand in the file more than once.

| file | source | records | days | rejected | duplicates | seconds |
|---|---|---:|---:|---:|---:|---:|
"""
_OTHERS = """
## Files not understood

| folder | files | ending in |
|---|---:|---|
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
    """Return the page; files that are no source's are counted by folder."""
    done = list(readings)
    sources = "".join(
        f"| `{each.name}` | {each.label} | {'; '.join(each.covers)} | {each.tested} |\n"
        for each in SOURCES
    )
    rows = "".join(_row(one) for one in done if one.source)
    return f"{_HEAD}{sources}{_PLAIN}{_plain()}{_FILES}{rows}{_OTHERS}{_others(done)}"


def _plain() -> str:
    """Return the columns of the plain tables."""
    return "".join(
        f"\n### `{layout.file}`\n\n{layout.about[0].upper()}{layout.about[1:]}.\n{_COLUMNS}"
        + "".join(
            f"| `{each.name}` | {each.about} | {each.example} | {', '.join(each.synonyms)} |\n"
            for each in layout.columns
        )
        for layout in LAYOUTS
    )


def _others(done: list[Reading]) -> str:
    """Return the rows of the folders, two deep, with files that nobody understood."""
    endings: dict[str, Counter[str]] = {}
    for path in (PurePosixPath(one.name) for one in done if not one.source):
        folder = "/".join(path.parent.parts[:2])
        endings.setdefault(folder, Counter())[path.suffix or path.name] += 1
    return "".join(
        f"| {folder} | {found.total()} | {', '.join(sorted(found))} |\n"
        for folder, found in sorted(endings.items())
    )


def _row(one: Reading) -> str:
    counts = (one.records, one.days, one.rejected, one.duplicates)
    cells = " | ".join(f"{count:,}".replace(",", " ") for count in counts)
    return f"| {one.name} | `{one.source}` | {cells} | {one.seconds:.2f} |\n"


def readings(folders: Iterable[Path]) -> Iterator[Reading]:
    """Yield what every file in `folders` gives, named from the folder on."""
    now = utc_now()
    for folder in folders:
        for path in files_under(folder):
            yield read(path, path.relative_to(folder.parent).as_posix(), now)


if __name__ == "__main__":
    sys.stdout.write(page(readings(Path(word) for word in sys.argv[1:])))
