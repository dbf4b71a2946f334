"""A block of an export as lines: the plain records, and a table of all other lines.

Apple writes one tag to a line. What is no plain record (see `plain`) is split at its quotation
marks by a CSV reader, one line a row, and told apart by what stands between the values (`layouts`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.intake.apple_health.blocks import count_control, places
from spotter.intake.apple_health.layouts import OPEN, SELF, Layout, layout
from spotter.intake.apple_health.plain import RECORD, Plain, plain

# Cells of a line: enough for every Record, enough for a Workout with 20 attributes.
_NARROW, _WIDE = 21, 41
# A table takes 16 bytes a cell, and beats come in short lines: more at once would need memory.
_MOST_LINES, _MOST_WIDE_LINES = 65_536, 8_192

Index = NDArray[np.int64]


class NotLines(Exception):
    """The block must be parsed by `tree`."""


@dataclass(frozen=True, slots=True)
class Table:
    """The lines with the numbers `lines` as bytes (`text`, and after which they end) and as cells.

    `cells` are the odd ones, which hold values.
    """

    lines: Index
    text: bytes
    ends: Index
    cells: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Cells:
    """The ended lines at the beginning of `data`, each with the number of its layout.

    They end at the bytes `ends`; `more` when others follow.
    """

    data: bytes
    ends: Index
    ids: Index
    layouts: list[Layout]
    plain: Plain
    table: Table
    more: bool


def split(data: bytes) -> Cells:
    """Return the ended lines at the beginning of a block.

    Raises `NotLines` when the block cannot be read as lines.
    """
    every = places(data, ord("\n"))
    width, most = _width(data)
    ends = every[:most]
    found = plain(data, ends)
    table, even = _table(data, ends, found.lines, width)
    numbers, layouts = _layouts(even)
    ids = np.empty(len(ends), dtype=np.int64)
    ids[table.lines] = numbers
    ids[found.lines] = len(layouts) + (found.kinds == SELF)
    layouts += [Layout(OPEN, RECORD), Layout(SELF, RECORD)]
    return Cells(data, ends, ids, layouts, found, table, len(every) > most)


def _width(data: bytes) -> tuple[int, int]:
    """Return the number of cells of a line of the table, and how many lines may be read at once.

    A line that is too long for the table is odd until it is the first of its block.
    """
    if data.count(b'"', 0, max(0, data.find(b"\n"))) < _NARROW - 1:
        return _NARROW, _MOST_LINES
    return _WIDE, _MOST_WIDE_LINES


def _table(data: bytes, ends: Index, but: Index, width: int) -> tuple[Table, pl.DataFrame]:
    """Return all lines but those with the numbers `but`, and their even cells."""
    other = np.ones(len(ends), dtype=np.bool_)
    other[but] = False
    lines = np.flatnonzero(other)
    begins = np.concatenate(([0], ends + 1))
    text = b"".join(data[first:after] for first, after in _runs(lines, begins))
    after = np.cumsum(np.diff(begins)[lines])
    cells = _split(text, after, width)
    table = Table(lines, text, after, cells.select(cells.columns[1::2]))
    return table, cells.select(cells.columns[::2])


def _runs(lines: Index, begins: Index) -> Iterator[tuple[int, int]]:
    """Yield from which byte to which the runs of consecutive `lines` stand."""
    if not len(lines):
        return
    breaks = np.flatnonzero(np.diff(lines) > 1) + 1
    firsts = lines[np.concatenate(([0], breaks))]
    lasts = lines[np.concatenate((breaks - 1, [len(lines) - 1]))]
    yield from zip(begins[firsts].tolist(), begins[lasts + 1].tolist(), strict=True)


def _split(text: bytes, ends: Index, most: int) -> pl.DataFrame:
    """Return ended lines split at the quotation marks, one row a line, in up to `most` columns.

    Each line has an empty even cell behind its last, unless it is too long for the table.
    """
    marks = np.searchsorted(places(text, ord('"')), ends)
    longest = int(np.diff(marks, prepend=0).max(initial=0))
    width = min(longest + 3, most)
    schema = {f"c{i}": pl.String for i in range(width)}
    if not len(ends):
        return pl.DataFrame(schema=schema)
    if count_control(text) != len(ends):  # the reader would end lines elsewhere
        raise NotLines
    ruler = b'"' * (width - 1) + b"\n"  # the reader takes the number of columns from the first line
    try:
        table = pl.read_csv(
            ruler + text,
            separator='"',
            quote_char=None,
            has_header=False,
            schema=schema,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.ComputeError as error:  # not UTF-8: `tree` says where
        raise NotLines from error
    if table.height != len(ends) + 1:
        raise NotLines
    return table.slice(1)


def _layouts(even: pl.DataFrame) -> tuple[Index, list[Layout]]:
    """Return the layout number of every line, and the layouts."""
    if even.is_empty():
        return np.empty(0, dtype=np.int64), []
    marks = even.hash_rows().rename("mark")
    firsts = (
        marks.to_frame()
        .with_row_index("line")
        .group_by("mark", maintain_order=True)
        .agg(pl.col("line").first())
    )
    layouts = [layout(even.row(line)) for line in firsts["line"].to_list()]
    numbers = pl.Series(np.arange(len(layouts), dtype=np.int64))
    ids = marks.replace_strict(firsts["mark"], numbers, return_dtype=pl.Int64)
    return ids.to_numpy(), layouts
