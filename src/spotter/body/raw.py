"""Raw samples at rest: one immutable Parquet file per import, one schema for every source.

What a row of each kind carries beyond the plain columns:

- `sleep`: `text` is the stage.
- `workout`: `text` is the activity (running, walking, cycling, strength, …), `si` its duration in
  seconds without pauses; `metadata` is JSON with, where known, `distance_m`, `active_energy_kj`,
  `hr_mean_bpm`, `hr_min_bpm`, `hr_max_bpm`, `statistics`, `events`, `activities`, `routes` and
  `entries`.
- `activity_summary`: `text` is the local date (ISO), `start` midnight UTC of that date (a label,
  not an instant), `end` the midnight after, `created` the moment of the export: where two rows
  have one date, the later `created` is right. `si` is active energy; `metadata` is JSON with,
  where known, `exercise_s`, `move_s`, `stand_hours`, and the goals `active_energy_goal_kj`,
  `exercise_goal_s`, `move_goal_s`, `stand_goal_hours`.
- `hrv_sdnn`, `hrv_rmssd`: `metadata` may hold `beats`: `{"time_ms": […], "bpm": […]}`, milliseconds
  after local midnight, growing past 86 400 000 when the window crosses it, null when unreadable.
- `beats`: `metadata` is JSON with `rr_ms`, the milliseconds between beats one after another from
  `start` on; gaps are not filled.
- `route`: one row per recorded route, `value` the number of points, `text` its name; `metadata` is
  JSON with the arrays `t_s` (seconds after `start`), `lat`, `lon`, `ele_m`.
- type `PoseLog` (no signal): up to half a minute of landmarks, `value` the number of frames;
  `metadata` is JSON with `part` (1 is the first of a recording), `t_ms` (after `start`) and
  `landmarks`, per frame 33 × [x, y, z, visibility] as written, null where nothing was.
- everything else: `metadata` is JSON with the vendor's `entries`, key to text.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_INSTANT = pl.Datetime("us", "UTC")

SCHEMA = pl.Schema(
    {
        "key": pl.UInt64(),
        "type": pl.String(),
        "signal": pl.String(),
        "source": pl.String(),
        "device": pl.String(),
        "unit": pl.String(),
        "start": _INSTANT,
        "end": _INSTANT,
        "created": _INSTANT,
        "value": pl.Float64(),
        "si": pl.Float64(),
        "text": pl.String(),
        "zone": pl.String(),
        "metadata": pl.String(),
    }
)

_DICTIONARY = ["type", "signal", "source", "device", "unit", "text", "zone", "metadata"]
# What scans filter by; bounds of the other columns would only take time to find.
_STATISTICS = ["signal", "start", "end"]
# Keys are random numbers, which nothing makes smaller; packing the others of these would spare a
# fifth of their bytes for a third of the time that writing takes.
_UNPACKED = {"key", "start", "end", "created", "si"}
_COMPRESSION = {name: "NONE" if name in _UNPACKED else "LZ4" for name in SCHEMA}
# Large enough for good compression, small enough that one group in memory is a few MB.
_GROUP_ROWS = 65_536
# Rows with long metadata (beats, routes) are few and heavy: they go to the disk earlier.
_GROUP_BYTES = 4 << 20


class RawWriter:
    """Write one Parquet file of raw samples that appears at `path` whole or not at all.

    A context manager: leaving it normally publishes (flush, fsync, rename, fsync of the folder);
    leaving it by an exception removes what was written. `rows` counts what has been written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._partial = path.with_name(f"{path.name}.partial")
        self._waiting: list[pl.DataFrame] = []
        self._waiting_rows = 0
        self._waiting_bytes = 0
        self._parquet: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        import pyarrow.parquet as pq  # slow to import, and only needed to write

        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._partial.unlink(missing_ok=True)
        try:
            self._parquet = pq.ParquetWriter(
                self._partial,
                _arrow_schema(),
                compression=_COMPRESSION,
                use_dictionary=_DICTIONARY,
                write_statistics=_STATISTICS,
            )
        except OSError:
            self._partial.unlink(missing_ok=True)
            raise
        return self

    def write(self, frame: pl.DataFrame) -> None:
        """Append `frame`, which has the columns of `SCHEMA`; OSError when the disk is full."""
        self._waiting.append(frame.select(SCHEMA.names()))
        self._waiting_rows += frame.height
        self.rows += frame.height
        self._waiting_bytes += _long_bytes(frame)
        if self._waiting_rows >= _GROUP_ROWS or self._waiting_bytes >= _GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting or self._parquet is None:
            return
        frame = pl.concat(self._waiting)
        self._waiting, self._waiting_rows, self._waiting_bytes = [], 0, 0
        table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        if table.schema != _arrow_schema():
            table = table.cast(_arrow_schema())  # loads all that Arrow can compute
        self._parquet.write_table(table, row_group_size=_GROUP_ROWS)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        published = False
        try:
            if error is None:
                self._flush()
            self._close()
            if error is None:
                self._publish()
                published = True
        except OSError:
            # A full disk fails the footer too; the error that came first is the one to tell.
            if error is None:
                raise
        finally:
            if not published:
                self._partial.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._parquet is not None:
            self._parquet.close()
            self._parquet = None

    def _publish(self) -> None:
        _fsync(self._partial)
        self._partial.replace(self.path)
        _fsync(self.path.parent)


def _long_bytes(frame: pl.DataFrame) -> int:
    """Return the bytes of the only column whose texts may be long.

    `DataFrame.estimated_size` knows more, but looks at every text of every column for it.
    """
    return int(frame.select(pl.col("metadata").str.len_bytes().sum()).item())


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@cache
def _arrow_schema() -> pa.Schema:
    empty = pl.DataFrame(schema=SCHEMA)
    return empty.to_arrow(compat_level=pl.CompatLevel.oldest()).schema


def scan(paths: Sequence[Path]) -> pl.LazyFrame:
    """Return all rows of `paths` lazily, in the order given; no paths give no rows."""
    if not paths:
        return pl.LazyFrame(schema=SCHEMA)
    return pl.scan_parquet(list(paths), glob=False)


def keys(paths: Sequence[Path]) -> NDArray[np.uint64]:
    """Return the distinct content keys of `paths`, ascending: 8 bytes a row in memory."""
    # Sorted here: `np.unique` hashes so many numbers first, which takes a hundred times as long.
    found = np.sort(scan(paths).select("key").collect()["key"].to_numpy())
    first = np.ones(len(found), dtype=np.bool_)
    first[1:] = found[1:] != found[:-1]
    distinct: NDArray[np.uint64] = found[first]
    return distinct
