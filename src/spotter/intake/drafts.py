"""Rows made one by one, for formats that are read line by line or message by message."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import polars as pl

from spotter.body import raw
from spotter.intake.batch import About, Batch
from spotter.intake.believed import Horizon, believed
from spotter.intake.keys import other_keys
from spotter.intake.refused import Refusals

# Large enough for whole columns to pay, small enough that a batch is a few MB.
ROWS = 20_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_READ = pl.Schema(
    {name: kind for name, kind in raw.SCHEMA.items() if name not in {"key", "si"}}
    | {"raw_text": pl.String()}
)
# Times are handed to Polars as numbers: it takes fifty times as long for datetimes.
_TOLD = pl.Schema(
    {name: pl.Int64() if isinstance(kind, pl.Datetime) else kind for name, kind in _READ.items()}
)


class Drafts:
    """Collects rows of any source until there are enough for a batch.

    `now` and what the file says of its export (`about.exported`) are what "the future" is.
    """

    def __init__(self, *, now: datetime, about: About) -> None:
        self._now, self._about = now, about
        self._rows: list[tuple[object, ...]] = []
        self._also: list[tuple[int, float]] = []
        self._columns: list[pl.DataFrame] = []
        self._in_columns = 0
        self._rejected = Refusals()
        self._skipped: Counter[str] = Counter()

    @property
    def full(self) -> bool:
        """Return whether there are enough rows to `take`."""
        return len(self._rows) + self._in_columns >= ROWS

    def add(
        self,
        type: str,
        signal: str | None,
        start: datetime,
        end: datetime | None = None,
        *,
        value: float | None = None,
        unit: str = "",
        text: str | None = None,
        source: str = "",
        device: str = "",
        zone: str | None = None,
        created: datetime | None = None,
        metadata: Mapping[str, object] | None = None,
        content: str | None = None,
        also: Sequence[float] = (),
    ) -> None:
        """Add one row as exported: `type` is the vendor's name, `signal` one of `body.signals`.

        Times are aware; `end` is `start` when not given. `text` is the stage, activity or exercise.
        `value` is in `unit` as exported. `content` is what else makes this record another one than
        one with the same type, source, times and value (`text` when not given). `also` are values
        that another export may write for the same record, in another unit. Whether the row can be
        believed is judged in `take`.
        """
        began = _microseconds(start)
        self._also.extend((len(self._rows), other) for other in also)
        self._rows.append(
            (
                type,
                signal,
                source,
                device,
                unit,
                began,
                began if end is None else _microseconds(end),
                None if created is None else _microseconds(created),
                value,
                _unbroken(text),
                zone,
                None if metadata is None else compact(metadata),
                _unbroken(text if content is None else content),
            )
        )

    def add_all(
        self,
        type: str,
        signal: str | None,
        at: pl.Series,
        values: pl.Series,
        *,
        unit: str,
        source: str,
    ) -> None:
        """Add a row for each of `values` at its instant in `at` (UTC), as `add` would."""
        told = pl.DataFrame({"start": at, "end": at, "value": values})
        same = {"type": type, "signal": signal, "source": source, "device": "", "unit": unit}
        self._columns.append(
            told.select(
                pl.col(name) if name in told.columns else pl.lit(same.get(name), kind).alias(name)
                for name, kind in _READ.items()
            )
        )
        self._in_columns += len(at)

    def refuse(self, reason: str, type: str, told: Mapping[str, object] | None = None) -> None:
        """Count a record of which not even a row can be made; `reason` is one of `REASONS`.

        `told` is what the record says, for whoever looks at it afterwards.
        """
        self._rejected.refuse(reason, type, told)

    def skip(self, name: str, count: int = 1) -> None:
        """Count elements that are left out on purpose."""
        self._skipped[name] += count

    def take(self, offset: int) -> Batch:
        """Return what was collected since the last time, read up to byte `offset` of the file."""
        told = _frame(self._rows)
        read = pl.concat([told, *self._columns])
        rows, rejected = believed(read, Horizon(self._about.exported, self._now))
        records = read.height + self._rejected.total()
        self._rejected.take_in(rejected)
        also = other_keys(told, self._also) if self._also else None
        batch = Batch(rows, records, self._rejected, self._skipped, offset, also)
        self._rows, self._also, self._columns, self._in_columns = [], [], [], 0
        self._rejected, self._skipped = Refusals(), Counter()
        return batch


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _frame(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(_TOLD)
    named = zip(_TOLD.items(), columns, strict=True)
    told = pl.DataFrame([pl.Series(name, each, dtype=kind) for (name, kind), each in named])
    return told.cast(_READ)


def compact(value: object) -> str:
    """Return `value` as JSON without spaces, in Unicode."""
    return _unbroken(json.dumps(value, ensure_ascii=False, separators=(",", ":"))) or ""


def _unbroken(text: str | None) -> str | None:
    """Return `text` with "?" for each half of a pair of surrogates, which no file can hold."""
    return text and text.encode(errors="replace").decode()
