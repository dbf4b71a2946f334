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
    texts, numbers = numbered(column)
    if not texts:
        return pl.Series(column.name, [None], dtype=dtype).new_from_index(0, len(column))
    changed = pl.Series(column.name, [change(text) for text in texts], dtype=dtype)
    return changed.gather(numbers)


def numbered(column: pl.Series) -> tuple[list[str], pl.Series]:
    """Return the distinct texts of `column`, and the number of each row's text; null stays null."""
    coded = column.cast(pl.Categorical(pl.Categories.random()))
    distinct = coded.unique().drop_nulls()
    texts = distinct.cast(pl.String).gather(distinct.to_physical().arg_sort())
    return texts.to_list(), coded.to_physical()
