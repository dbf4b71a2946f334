"""One file in, one Parquet file out: the whole import without any database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.body import raw
from spotter.intake.ahead import ahead
from spotter.intake.batch import About, Batch
from spotter.intake.errors import Damaged, ImportRefused, ZipBomb
from spotter.intake.members import Members
from spotter.intake.progress import Progress, ignore
from spotter.intake.seen import Seen
from spotter.intake.tally import Tally
from spotter.intake.unpacking import Part, Unpacked, Unread, unpacked
from spotter.kit.room import room

NONE_KNOWN: NDArray[np.uint64] = np.empty(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import brought, or would bring: `tally.added` rows are new.

    `damage` is set when the file broke off and what came before was kept; of an archive, the first
    of its members that did. `source` is `several` when its members are of more than one.
    """

    source: str
    tally: Tally
    about: About
    damage: Damaged | None = None
    members: Members = field(default_factory=Members)

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
    name: str = "",
    on_progress: Progress = ignore,
) -> ImportOutcome:
    """Read the export at `path` and write its new rows to the Parquet file `out`.

    `known_keys` are the keys the athlete already has, ascending (`body.raw.keys`): their rows are
    not written again. `zone` is where the athlete lives, for files that name no zone. `name` is
    what the file was called when it was handed in.

    A file that breaks off is kept up to there (`damage`), unless nothing at all came before. Raises
    `ImportRefused` (see `intake.errors`), `DiskFull`, and what `on_progress` raises; `out` does not
    exist then.
    """
    into = raw.RawWriter(out)
    with room(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
        found = _bring(
            path,
            into,
            Seen(known_keys),
            now=now,
            zone=zone,
            name=name,
            scratch=out.parent,
            on_progress=on_progress,
        )
    return ImportOutcome(
        source=found.source,
        tally=found.tally,
        about=found.about,
        damage=found.damage,
        members=found.members,
        path=out,
    )


def look_at(
    path: Path,
    seen: Seen,
    *,
    now: datetime,
    zone: tzinfo = UTC,
    name: str = "",
    on_progress: Progress = ignore,
) -> Outcome:
    """Read the export at `path` as `import_file` does, and write nothing.

    `seen` holds what counts as a duplicate, and takes in what the file holds: files looked at with
    the same one count against each other. Raises `ImportRefused` and what `on_progress` raises.
    """
    into = nullcontext(_Nowhere())
    return _bring(
        path, into, seen, now=now, zone=zone, name=name, scratch=None, on_progress=on_progress
    )


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
    name: str,
    scratch: Path | None,
    on_progress: Progress,
) -> Outcome:
    about, tally, members = About(zone=zone), Tally(zone), Members()
    with unpacked(path, name, scratch) as file:
        members.many = file.many
        found = ahead(_read(file, now, about))
        done = 0
        with closing(found), into as rows:
            for each in found:
                _take(each, rows, seen, tally, members)
                done = max(done, each.done)
                on_progress(done, file.total_bytes, tally.records)
            if members.problem is not None and not tally.records:
                raise members.problem
            # Before the rows are published: whoever is told may call it off.
            on_progress(file.total_bytes, file.total_bytes, tally.records)
    return Outcome(
        source=members.source, tally=tally, about=about, damage=members.damage, members=members
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What came next: a batch of `part`, its damage or (None) its end, or a member not read."""

    part: Part | Unread
    what: Batch | Damaged | None = None

    @property
    def done(self) -> int:
        """How many bytes are done now."""
        if isinstance(self.part, Unread):
            return 0
        return self.part.done(self.what.offset) if self.what else self.part.begins + self.part.size


def _read(file: Unpacked, now: datetime, about: About) -> Iterator[_Found]:
    for part in file.contents:
        if isinstance(part, Unread):
            yield _Found(part)
            continue
        of_part = About(zone=about.zone)
        try:
            for batch in part.source.read(part.opened, now=now, about=of_part):
                yield _Found(part, batch)
            yield _Found(part)
        except Damaged as damage:
            yield _Found(part, damage)
            yield _Found(part)
        except ImportRefused as error:
            if not file.many or isinstance(error, ZipBomb):
                raise
            yield _Found(Unread(part.opened.name, error))
        about.take_in(of_part)


def _take(each: _Found, rows: _Rows, seen: Seen, tally: Tally, members: Members) -> None:
    match each:
        case _Found(Unread() as member):
            members.pass_over(member)
        case _Found(Part() as part, None):
            members.end(part)
        case _Found(Part() as part, Damaged() as damage):
            members.broke(part, damage)
        case _Found(Part() as part, Batch() as batch):
            keys = batch.rows["key"].to_numpy()
            if batch.also is not None:
                keys = seen.as_met(keys, batch.also)
            new, known, repeated = seen.admit(keys)
            rows.write(batch.rows if new.all() else batch.rows.filter(new))
            tally.note(batch, new, known, repeated)
            members.note(part, batch, int(new.sum()))
