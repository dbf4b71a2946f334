"""Documents that their vendor edits: of each, only the newest version stays.

Rows of such a document name it at the beginning of their metadata, and their `created` is when the
version was made, null where nothing says so. Files stay immutable: one that holds an older version
is written anew without it, and takes its place in the transaction that enters the new file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import cast

import polars as pl

from spotter.body import raw
from spotter.kit.room import room

# Sources whose documents are edited, as imports name them: `several` are those of an archive.
EDITED = ("oura", "health_auto_export", "several")
# A sync brings a few hundred rows; a year of them would be thousands of files.
FOLD_ROWS = 50_000
_BATCH = 50_000
_NAME = pl.col("metadata").str.extract(r'^\{"document":"([^"]+)"', 1)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written anew, its rows, and from when to when they speak."""

    path: Path
    rows: int
    first: datetime | None
    last: datetime | None


@dataclass(slots=True)
class Settled:
    """What an import makes of the files there were.

    `new` is the import's own file, None when nothing in it is news. `gone` are the files that are
    no more: their rows are in the file that `kept` names for them, in `folded` or nowhere. `days`
    are UTC dates on which a removed row begins or ends, `replaced` counts the documents of which an
    older version was removed, `stale` those that came in an older version than was there.
    """

    new: Written | None
    gone: set[Path] = field(default_factory=set)
    kept: dict[Path, Written] = field(default_factory=dict)
    folded: Written | None = None
    days: set[date] = field(default_factory=set)
    replaced: int = 0
    stale: int = 0

    @property
    def own(self) -> list[Written]:
        """Return the files that belong to the import."""
        return [one for one in (self.folded, self.new) if one is not None]

    def owners(self, before: Mapping[Path, str], import_id: str) -> dict[Path, str]:
        """Return the files there are afterwards → their import, given those before."""
        stay = {path: owner for path, owner in before.items() if path not in self.gone}
        stay |= {one.path: before[path] for path, one in self.kept.items()}
        return stay | {one.path: import_id for one in self.own}

    def discard(self) -> None:
        """Remove what was written: the import did not happen."""
        for one in (*self.kept.values(), *self.own):
            one.path.unlink(missing_ok=True)


def settle(out: Written, files: Sequence[Path], small: Sequence[Path] = ()) -> Settled:
    """Settle which version of each document stays: of `out`, just written, or of `files`.

    The later `created` is the newer version; without one a version is older than any with one, and
    what comes in is newer than what is there. `small`, some of `files`, are joined into one when
    there are several. Raises `DiskFull`.
    """
    settled = Settled(out)
    came = _versions(out.path)
    stale = _repeated(out.path, came)
    older: dict[Path, pl.DataFrame] = {}
    for path in files if came.height else ():
        there = _versions(path).join(came, on="document", suffix="_new")
        newer = (pl.col("created_new") >= pl.col("created")).fill_null(value=False)
        wins = pl.col("created").is_null() | newer
        lost = there.filter(wins)
        if lost.height:
            older[path] = lost.select("document")
        stale = pl.concat([stale, there.filter(~wins).select("document", created="created_new")])
    try:
        with room(out.path.parent):
            _drop_stale(settled, stale)
            _rewrite(settled, older, small, out.path)
    except BaseException:
        settled.discard()
        raise
    return settled


def _versions(path: Path) -> pl.DataFrame:
    """Return each document of the file and when its newest version was made."""
    named = raw.scan([path]).select(_NAME.alias("document"), "created")
    newest = (
        named.filter(pl.col("document").is_not_null())
        .group_by("document")
        .agg(pl.col("created").max())
    )
    return newest.collect(engine="streaming")


def _repeated(path: Path, newest: pl.DataFrame) -> pl.DataFrame:
    """Return the versions in one file that are not the newest there."""
    named = raw.scan([path]).select(_NAME.alias("document"), "created").unique()
    older = named.join(newest.lazy(), on="document", suffix="_newest").filter(
        pl.col("created") < pl.col("created_newest")
    )
    return older.select("document", "created").collect()


def _drop_stale(settled: Settled, stale: pl.DataFrame) -> None:
    """Write the import's own file anew without versions that are older than what there is."""
    out = settled.new
    if out is None or stale.is_empty():
        return
    settled.stale = stale["document"].n_unique()
    fresh = out.path.with_name(f"{out.path.stem}-fresh.parquet")
    parts = (
        part.join(stale, on=["document", "created"], how="anti", nulls_equal=True)
        for part in _named(out.path)
    )
    settled.new = _write(fresh, parts)
    out.path.unlink()
    if settled.new.rows == 0:
        fresh.unlink()
        settled.new = None


def _rewrite(
    settled: Settled, older: Mapping[Path, pl.DataFrame], small: Sequence[Path], out: Path
) -> None:
    """Write what stays of the files with older versions anew, and the small ones into one."""
    replaced: set[str] = set()

    def rest(path: Path) -> Iterator[pl.DataFrame]:
        for part in _named(path):
            if path not in older:
                yield part
                continue
            lost = part.join(older[path], on="document", how="semi")
            settled.days.update(_days(lost))
            replaced.update(lost["document"])
            yield part.join(older[path], on="document", how="anti")

    fold = list(small) if len(small) > 1 or not older.keys().isdisjoint(small) else []
    for number, path in enumerate(path for path in older if path not in fold):
        # Named after the import that is on its way: until it ends, the file is nobody's orphan.
        kept = out.with_name(f"{out.stem}-kept{number}.parquet")
        settled.kept[path] = _write(kept, rest(path))
        settled.gone.add(path)
    if fold:
        parts = (part for path in fold for part in rest(path))
        settled.folded = _write(out.with_name(f"{out.stem}-folded.parquet"), parts)
        settled.gone.update(fold)
    settled.replaced = len(replaced)
    _drop_empty(settled)


def _drop_empty(settled: Settled) -> None:
    for path, one in list(settled.kept.items()):
        if not one.rows:
            one.path.unlink()
            del settled.kept[path]
    if settled.folded is not None and not settled.folded.rows:
        settled.folded.path.unlink()
        settled.folded = None


def _named(path: Path) -> Iterator[pl.DataFrame]:
    """Yield the rows of a file a stretch at a time, with the name of their document."""
    import pyarrow.parquet as pq  # slow to import, and only needed where something is edited

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH):
            frame = cast(pl.DataFrame, pl.from_arrow(batch))
            yield frame.cast(raw.SCHEMA).with_columns(document=_NAME)


def _write(path: Path, parts: Iterator[pl.DataFrame]) -> Written:
    rows, first, last = 0, None, None
    with raw.RawWriter(path) as writer:
        for part in parts:
            if part.is_empty():
                continue
            writer.write(part)
            rows += part.height
            starts, ends = cast(datetime, part["start"].min()), cast(datetime, part["end"].max())
            first = starts if first is None else min(first, starts)
            last = ends if last is None else max(last, ends)
    return Written(path, rows, first, last)


def _days(rows: pl.DataFrame) -> list[date]:
    return rows["start"].dt.date().append(rows["end"].dt.date()).unique().to_list()
