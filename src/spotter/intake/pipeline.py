"""One file in, one Parquet file out: the whole import without any database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.body import raw
from spotter.intake import registry
from spotter.intake.ahead import ahead
from spotter.intake.archive import Opened, opened
from spotter.intake.batch import About, Batch
from spotter.intake.errors import Damaged
from spotter.intake.progress import Progress, ignore
from spotter.intake.seen import Seen
from spotter.intake.tally import Tally
from spotter.kit.room import room

NONE_KNOWN: NDArray[np.uint64] = np.empty(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import brought, or would bring: `tally.added` rows are new.

    `damage` is set when the file broke off and what came before was kept.
    """

    source: str
    tally: Tally
    about: About
    damage: Damaged | None = None

    @property
    def records(self) -> int:
        """Everything the file holds: new, known, repeated and refused."""
        return self.tally.records

    @property
    def rejected(self) -> int:
        """How many records were refused."""
        return sum(self.tally.rejected.values())

    @property
    def rejected_by_reason(self) -> dict[str, int]:
        """How many records were refused for each reason, most first."""
        reasons: Counter[str] = Counter()
        for (reason, _), count in self.tally.rejected.items():
            reasons[reason] += count
        return dict(reasons.most_common())

    @property
    def by_kind(self) -> dict[str, int]:
        """How many rows of each kind the file holds, most first."""
        kinds = sorted(self.tally.kinds.items(), key=lambda item: -item[1].rows)
        return {name: kind.rows for name, kind in kinds}

    @property
    def days(self) -> frozenset[date]:
        """UTC dates on which a new row begins or ends; local dates are these or next to them."""
        return frozenset(self.tally.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome(Outcome):
    """What an import brought: `path` is the Parquet file, of `tally.added` rows."""

    path: Path


def import_file(
    path: Path,
    out: Path,
    known_keys: NDArray[np.uint64] = NONE_KNOWN,
    *,
    now: datetime,
    zone: tzinfo = UTC,
    on_progress: Progress = ignore,
) -> ImportOutcome:
    """Read the export at `path` and write its new rows to the Parquet file `out`.

    `known_keys` are the keys the athlete already has, ascending (`body.raw.keys`): their rows are
    not written again. `zone` is where the athlete lives, for files that name no zone.

    A file that breaks off is kept up to there (`damage`), unless nothing at all came before. Raises
    `ImportRefused` (see `intake.errors`), `DiskFull`, and what `on_progress` raises; `out` does not
    exist then.
    """
    into = raw.RawWriter(out)
    with room(out.parent):
        found = _bring(path, into, Seen(known_keys), now=now, zone=zone, on_progress=on_progress)
    return ImportOutcome(
        source=found.source, tally=found.tally, about=found.about, damage=found.damage, path=out
    )


def look_at(
    path: Path,
    seen: Seen,
    *,
    now: datetime,
    zone: tzinfo = UTC,
    on_progress: Progress = ignore,
) -> Outcome:
    """Read the export at `path` as `import_file` does, and write nothing.

    `seen` holds what counts as a duplicate, and takes in what the file holds: files looked at with
    the same one count against each other. Raises `ImportRefused` and what `on_progress` raises.
    """
    into = nullcontext(_Nowhere())
    return _bring(path, into, seen, now=now, zone=zone, on_progress=on_progress)


class _Rows(Protocol):
    """Where new rows go."""

    def write(self, frame: pl.DataFrame) -> None: ...


class _Nowhere:
    """Rows that are only looked at."""

    def write(self, frame: pl.DataFrame) -> None:
        """Keep nothing."""


def _bring(
    path: Path,
    into: AbstractContextManager[_Rows],
    seen: Seen,
    *,
    now: datetime,
    zone: tzinfo,
    on_progress: Progress,
) -> Outcome:
    about, tally = About(zone=zone), Tally(zone)
    with opened(path, registry.wanted) as file:
        source = registry.source_of(file.head)
        batches = ahead(source.read(file, now=now, about=about))
        with closing(batches), into as rows:
            damage = _write(batches, rows, seen, file, tally, on_progress)
    return Outcome(source=source.name, tally=tally, about=about, damage=damage)


def _write(  # noqa: PLR0917 (what is read, where it goes, who is told)
    batches: Iterator[Batch],
    rows: _Rows,
    seen: Seen,
    file: Opened,
    tally: Tally,
    on_progress: Progress,
) -> Damaged | None:
    try:
        for batch in batches:
            new, known, repeated = seen.admit(batch.rows["key"].to_numpy())
            rows.write(batch.rows if new.all() else batch.rows.filter(new))
            tally.note(batch, new, known, repeated)
            on_progress(batch.offset, file.total_bytes, tally.records)
    except Damaged as damage:
        if not tally.records:
            raise
        return damage
    on_progress(file.total_bytes, file.total_bytes, tally.records)
    return None
