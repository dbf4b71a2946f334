"""Work on distinct values instead of rows: a column of a million texts has a few hundred."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

DataType = type[pl.DataType] | pl.DataType


def mapped(column: pl.Series, change: Callable[[str], object], dtype: DataType) -> pl.Series:
    """Return `column` (text) with `change` applied to each distinct text; null stays null."""
    if len(column) and not column.null_count() and bool((column == column[0]).all()):
        # Vendors write long runs of one type from one device.
        return pl.Series(column.name, [change(column[0])], dtype=dtype).new_from_index(
            0, len(column)
        )
    distinct = column.drop_nulls().unique()
    if distinct.is_empty():
        return pl.Series(column.name, [None], dtype=dtype).new_from_index(0, len(column))
    changed = pl.Series([change(text) for text in distinct], dtype=dtype)
    return column.replace_strict(distinct, changed, default=None, return_dtype=dtype)
