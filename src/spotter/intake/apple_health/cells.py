"""A block of an export as a table: one line a row, split at its quotation marks.

Apple writes one tag to a line. Split at the quotation marks, such a line gives attribute names in
the even columns and values in the odd ones, which is what a CSV reader does at gigabytes per
second. Lines with the same even columns share a layout, and a file has a few dozen layouts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.intake.apple_health.blocks import count_control

# Cells of a line: enough for every Record, enough for a Workout with 20 attributes.
_NARROW, _WIDE = 21, 41
# A table takes 16 bytes a cell, and beats come in short lines: more at once would need memory.
_MOST_LINES, _MOST_WIDE_LINES = 65_536, 8_192
_FIRST = re.compile(r"\s*<(/?)([A-Za-z][\w.-]*)(?:\s+([A-Za-z_][\w.:-]*)\s*=\s*)?(/?)(>?)\s*")
_NEXT = re.compile(r"\s+([A-Za-z_][\w.:-]*)\s*=\s*")
_LAST = re.compile(r"\s*(/?)>\s*")
OPEN, SELF, CLOSE, BLANK, ODD = range(5)

Index = NDArray[np.int64]


class NotLines(Exception):
    """The block must be parsed by `tree`."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a line is: its tag, its attribute names in order, and one of the kinds above."""

    kind: int
    tag: str = ""
    names: tuple[str, ...] = ()


# What a block must begin with: the CSV reader takes the number of columns from the first line.
RULER = b'"' * (_NARROW - 1) + b"\n"
_WIDE_RULER = b'"' * (_WIDE - 1) + b"\n"


@dataclass(frozen=True, slots=True)
class Cells:
    """Lines as bytes (`ruled`), their odd cells, and each with the number of its layout.

    `more` when the block goes on behind these lines.
    """

    ruled: bytes
    table: pl.DataFrame
    ids: Index
    layouts: list[Layout]
    more: bool


def split(ruled: bytes) -> Cells:
    """Return the ended lines at the beginning of a block; `ruled` is `RULER` and then the block.

    Raises `NotLines` when the block cannot be read as lines.
    """
    read, table = _table(ruled)
    ids, layouts = _layouts(table)
    return Cells(read, table.select(table.columns[1::2]), ids, layouts, len(read) < len(ruled))


@lru_cache(maxsize=65_536)
def _layout(cells: tuple[str | None, ...]) -> Layout:
    """Return the layout of a line with these even cells."""
    width = next((i for i, cell in enumerate(cells) if cell is None), len(cells))
    if width == len(cells):  # the line may go on beyond the table
        return Layout(ODD)
    if any(cell is not None for cell in cells[width:]):
        return Layout(ODD)
    if width == 0 or (width == 1 and not (cells[0] or "").strip()):
        return Layout(BLANK)
    first = _FIRST.fullmatch(cells[0] or "")
    if first is None:
        return Layout(ODD)
    slash, tag, name, self_slash, end = first.groups()
    if width == 1:
        return _bare(slash, tag, name, self_slash, end)
    last = _LAST.fullmatch(cells[width - 1] or "")
    middle = [_NEXT.fullmatch(cell or "") for cell in cells[1 : width - 1]]
    if slash or self_slash or end or not name or last is None or None in middle:
        return Layout(ODD)
    names = (name, *(match.group(1) for match in middle if match))
    if len(set(names)) < len(names):
        return Layout(ODD)
    return Layout(SELF if last.group(1) else OPEN, tag, names)


def _bare(slash: str, tag: str, name: str | None, self_slash: str, end: str) -> Layout:
    """Return the layout of a tag without attributes."""
    if name or not end or (slash and self_slash):
        return Layout(ODD)
    if slash:
        return Layout(CLOSE, tag)
    return Layout(SELF if self_slash else OPEN, tag)


def _table(ruled: bytes) -> tuple[bytes, pl.DataFrame]:
    """Return as much of the block as may be read at once, and its ended lines.

    The lines are split at the quotation marks, one row per line. A line that is too long for the
    table is odd (see `_layout`) until it is the first of its block.
    """
    first_end = ruled.find(b"\n", len(RULER))
    if ruled.count(b'"', len(RULER), first_end) < _NARROW - 1:
        ruled, line_count = _cut(ruled, _MOST_LINES)
        return ruled, _split(ruled, _NARROW, line_count)
    ruled, line_count = _cut(ruled, _MOST_WIDE_LINES)
    return ruled, _split(_WIDE_RULER + ruled[len(RULER) :], _WIDE, line_count)


def _cut(ruled: bytes, most: int) -> tuple[bytes, int]:
    """Return `most` lines of the block and how many they are.

    Lines are counted by their control characters: were there one that ends no line, the table
    would have fewer rows, and `_split` would notice.
    """
    line_count = count_control(ruled)
    if line_count <= most:
        return ruled, line_count
    ends = line_ends(ruled)
    if len(ends) <= most:
        raise NotLines
    head = ruled[: int(ends[most]) + 1]
    return head, count_control(head)


def _split(ruled: bytes, width: int, line_count: int) -> pl.DataFrame:
    try:
        table = pl.read_csv(
            ruled,
            separator='"',
            quote_char=None,
            has_header=False,
            schema={f"c{i}": pl.String for i in range(width)},
            truncate_ragged_lines=True,
        )
    except pl.exceptions.ComputeError as error:  # not UTF-8: `tree` says where
        raise NotLines from error
    if not ruled.endswith(b"\n"):
        table = table.head(table.height - 1)
    if table.height != line_count:
        raise NotLines
    return table.slice(1)


def _layouts(table: pl.DataFrame) -> tuple[Index, list[Layout]]:
    """Return the layout number of every line, and the layouts."""
    even = table.select(table.columns[::2])
    marks = even.hash_rows().rename("mark")
    firsts = (
        marks.to_frame()
        .with_row_index("line")
        .group_by("mark", maintain_order=True)
        .agg(pl.col("line").first())
    )
    layouts = [_layout(even.row(line)) for line in firsts["line"].to_list()]
    numbers = pl.Series(np.arange(len(layouts), dtype=np.int64))
    ids = marks.replace_strict(firsts["mark"], numbers, return_dtype=pl.Int64)
    return ids.to_numpy(), layouts


def line_ends(ruled: bytes) -> Index:
    """Return where the lines of a block end, that of the ruler first."""
    return np.flatnonzero(np.frombuffer(ruled, dtype=np.uint8) == ord("\n"))
