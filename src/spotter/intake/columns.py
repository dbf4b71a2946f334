"""Work on distinct values instead of rows: a column of a million texts has a few hundred."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

_SLOTS = 1 << 16
_SHIFTS = [np.uint64(bits) for bits in (48, 32, 16, 0)]

DataType = type[pl.DataType] | pl.DataType


def mapped(column: pl.Series, change: Callable[[str], object], dtype: DataType) -> pl.Series:
    """Return `column` (text) with `change` applied to each distinct text; null stays null."""
    if len(column) and not column.null_count() and bool((column == column[0]).all()):
        # Vendors write long runs of one type from one device.
        return pl.Series(column.name, [change(column[0])], dtype=dtype).new_from_index(
            0, len(column)
        )
    texts, numbers = numbered(column)
    changed = [None if text is None else change(text) for text in texts]
    return pl.Series(column.name, changed, dtype=dtype).gather(numbers)


def numbered(column: pl.Series) -> tuple[list[Any], NDArray[np.int64]]:
    """Return the distinct texts (or bytes) of `column`, and the number of each row's among them.

    A text may be listed twice; null is one of them.
    """
    alike = _alike(column)
    first = np.flatnonzero(np.bincount(alike))
    number = np.empty(len(column), dtype=np.int64)
    number[first] = np.arange(len(first))
    return column.gather(first).to_list(), number[alike]


def _alike(column: pl.Series) -> NDArray[np.int64]:
    """Return for each row one that holds the same text, for rows of one text the same one.

    Rows are sorted into slots by some bits of a hash and compared with the last in their slot;
    those of which that is another text are tried again with other bits.
    """
    marks, rest = column.hash().to_numpy(), np.arange(len(column))
    alike = rest.copy()
    last = np.empty(_SLOTS, dtype=np.int64)
    for shift in _SHIFTS:
        slots = (marks[rest] >> shift & np.uint64(_SLOTS - 1)).astype(np.int64)
        last[slots] = rest
        found = last[slots]
        same = column.gather(rest).eq_missing(column.gather(found)).to_numpy()
        alike[rest[same]] = found[same]
        rest = rest[~same]
        if not len(rest):
            break
    return alike
