"""Training logs of real lifters, read by our own importers.

`strength_logs` holds exports as apps write them (`hevy/`, `strong/`) and reduced logs (`sets/`:
date, exercise, weight, reps, rpe, unit). What one person wrote in two files counts as one person.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path

import polars as pl

from spotter.intake.archive import HEAD_BYTES, Opened
from spotter.intake.batch import About
from spotter.intake.registry import source_of
from spotter.kit.errors import NotFound
from spotter.kit.time import utc_now
from spotter.kit.units import KG_PER_LB
from spotter.prescribe.lifts.days import LiftDay, Lifted, lift_days

FOLDER = "strength_logs"
# Files of which more than this share of the shorter are the same sets are one person's.
_SAME_PERSON = 0.5

Sets = tuple[tuple[date, Lifted], ...]


class NoLogs(NotFound):
    """No training log lies where logs were looked for."""

    code = "no_logs"


@dataclass(frozen=True)
class Lifter:
    """One log: what it is called here, whose it is, and the days of each lift."""

    name: str
    person: str
    lifts: dict[str, tuple[LiftDay, ...]]


def lifters(data: Path) -> tuple[Lifter, ...]:
    """Return the lifters whose logs lie in `data`/strength_logs; raises `NoLogs`."""
    read = [(name, sets) for name, sets in _files(data / FOLDER) if sets]
    if not read:
        raise NoLogs(f"There are no training logs in {data / FOLDER}; name the folder with --data.")
    found: list[Lifter] = []
    for place, (name, sets) in enumerate(read):
        person = next((found[i].person for i in range(place) if _same(read[i][1], sets)), name)
        found.append(Lifter(name, person, lift_days(sets)))
    return tuple(found)


def _files(folder: Path) -> Iterator[tuple[str, Sets]]:
    for path in sorted((folder / "sets").glob("*.csv")):
        yield path.stem, _ordered(_reduced(path))
    for kind in ("hevy", "strong"):
        paths = [
            path for path in sorted((folder / kind).glob("*.csv")) if "variant" not in path.stem
        ]
        for number, path in enumerate(paths, 1):
            yield f"{kind}_{number}", _ordered(_exported(path))


def _ordered(sets: Iterator[tuple[date, Lifted]]) -> Sets:
    return tuple(sorted(sets, key=lambda one: one[0]))


def _reduced(path: Path) -> Iterator[tuple[date, Lifted]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            factor = KG_PER_LB if row["unit"] == "lb" else 1.0
            load, reps = float(row["weight"] or 0) * factor, round(float(row["reps"] or 0))
            if load > 0 and reps > 0:
                rpe = float(row["rpe"]) if row["rpe"] else None
                day = date.fromisoformat(row["date"][:10])
                yield day, Lifted(row["exercise"], load, reps, rpe)


def _exported(path: Path) -> Iterator[tuple[date, Lifted]]:
    """Yield the work sets of an app's export, as our importer reads it."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(0)
        source = source_of(head)
        if source is None:
            return
        opened = Opened(file, head, path.stat().st_size)
        for batch in source.read(opened, now=utc_now(), about=About(zone=UTC)):
            yield from _rows(batch.rows.filter(pl.col("signal") == "set"))


def _rows(rows: pl.DataFrame) -> Iterator[tuple[date, Lifted]]:
    for row in rows.iter_rows(named=True):
        told = json.loads(row["metadata"])
        reps, load = told.get("reps") or 0, row["value"] or 0.0
        if load > 0 and reps > 0 and told.get("kind") != "warm_up":
            factor = KG_PER_LB if row["unit"] == "lb" else 1.0
            yield row["start"].date(), Lifted(row["text"], load * factor, reps, told.get("rpe"))


def _same(one: Sequence[tuple[date, Lifted]], other: Sequence[tuple[date, Lifted]]) -> bool:
    """Return whether two logs tell mostly the same sets."""
    ours, theirs = (
        {(day, lifted.exercise, lifted.reps) for day, lifted in each} for each in (one, other)
    )
    return len(ours & theirs) > _SAME_PERSON * min(len(ours), len(theirs))
