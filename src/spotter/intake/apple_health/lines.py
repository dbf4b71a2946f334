"""The fast way: a block of lines that each hold one tag, read as a table.

Apple writes one tag to a line. Split at the quotation marks, such a line gives attribute names in
the even columns and values in the odd ones, which is what a CSV reader does at gigabytes per
second. Lines with the same even columns share a layout, and a file has a few dozen layouts: all
reasoning about XML is done once per layout, all else on whole columns. What is not such a line is
left to `tree`, and a block that could mean something else in XML is refused as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.intake.apple_health import entities, tree
from spotter.intake.apple_health.blocks import count_bytes, count_control
from spotter.intake.apple_health.found import BEATS, COLUMN, ENTRIES, RECORDS, Found
from spotter.intake.apple_health.names import NAMES
from spotter.intake.columns import mapped

# Cells of a line: enough for every Record, enough for a Workout with 20 attributes.
_NARROW, _WIDE = 21, 41
# A table takes 16 bytes a cell, and beats come in short lines: more at once would need memory.
_MOST_LINES, _MOST_WIDE_LINES = 65_536, 8_192
_FIRST = re.compile(r"\s*<(/?)([A-Za-z][\w.-]*)(?:\s+([A-Za-z_][\w.:-]*)\s*=\s*)?(/?)(>?)\s*")
_NEXT = re.compile(r"\s+([A-Za-z_][\w.:-]*)\s*=\s*")
_LAST = re.compile(r"\s*(/?)>\s*")
_OPEN, _SELF, _CLOSE, _BLANK, _ODD = range(5)
_DELTA = np.array([1, 0, -1, 0, 0], dtype=np.int64)

Index = NDArray[np.int64]


class NotLines(Exception):
    """The block must be parsed by `tree`."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a line is: its tag, its attribute names in order, and one of the kinds above."""

    kind: int
    tag: str = ""
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Stretch:
    """The whole elements at the beginning of a block.

    They are its first `size` bytes. `odd` when what follows them only `tree` can read, `more` when
    it was not looked at yet; `closed` when it is the end of the root.
    """

    found: Found
    count: int
    size: int
    odd: bool
    more: bool
    closed: bool


@lru_cache(maxsize=65_536)
def _layout(cells: tuple[str | None, ...]) -> Layout:
    """Return the layout of a line with these even cells."""
    width = next((i for i, cell in enumerate(cells) if cell is None), len(cells))
    if width == len(cells):  # the line may go on beyond the table
        return Layout(_ODD)
    if any(cell is not None for cell in cells[width:]):
        return Layout(_ODD)
    if width == 0 or (width == 1 and not (cells[0] or "").strip()):
        return Layout(_BLANK)
    first = _FIRST.fullmatch(cells[0] or "")
    if first is None:
        return Layout(_ODD)
    slash, tag, name, self_slash, end = first.groups()
    if width == 1:
        return _bare(slash, tag, name, self_slash, end)
    last = _LAST.fullmatch(cells[width - 1] or "")
    middle = [_NEXT.fullmatch(cell or "") for cell in cells[1 : width - 1]]
    if slash or self_slash or end or not name or last is None or None in middle:
        return Layout(_ODD)
    names = (name, *(match.group(1) for match in middle if match))
    if len(set(names)) < len(names):
        return Layout(_ODD)
    return Layout(_SELF if last.group(1) else _OPEN, tag, names)


def _bare(slash: str, tag: str, name: str | None, self_slash: str, end: str) -> Layout:
    """Return the layout of a tag without attributes."""
    if name or not end or (slash and self_slash):
        return Layout(_ODD)
    if slash:
        return Layout(_CLOSE, tag)
    return Layout(_SELF if self_slash else _OPEN, tag)


# Where each line of a fast Record must stand: (tag, kind) → depth after the line.
_INSIDE_RECORD = {
    ("Record", _SELF): 0,
    ("Record", _OPEN): 1,
    ("Record", _CLOSE): 0,
    ("MetadataEntry", _SELF): 1,
    ("HeartRateVariabilityMetadataList", _OPEN): 2,
    ("HeartRateVariabilityMetadataList", _CLOSE): 1,
    ("HeartRateVariabilityMetadataList", _SELF): 1,
    ("InstantaneousBeatsPerMinute", _SELF): 2,
}
_NOWHERE = -99
_STAMPS = {"created", "start", "end"}
_SAME = {name: name for name in ("key", "value", "bpm", "time")}


# What a block must begin with: the CSV reader takes the number of columns from the first line.
RULER = b'"' * (_NARROW - 1) + b"\n"
_WIDE_RULER = b'"' * (_WIDE - 1) + b"\n"


def read(ruled: bytes, first_order: int, export_date: str | None) -> Stretch:
    """Return the whole elements at the beginning of a block; a last line without end is ignored.

    `ruled` is `RULER` and then the block. Raises `NotLines` when the block has to be read by
    `tree` from its first byte.
    """
    whole_size = len(ruled)
    ruled, table = _table(ruled)
    ids, layouts = _layouts(table)
    kinds = np.array([layout.kind for layout in layouts], dtype=np.int64)[ids]
    depth = np.cumsum(_DELTA[kinds])
    stop, closed = _stop(kinds, depth, ids, layouts)
    whole = np.flatnonzero(depth[:stop] == 0)
    used = int(whole[-1]) + 1 if len(whole) else 0
    size = _bytes_of(ruled, used, table.height)
    if count_bytes(ruled, ord("<"), len(RULER) + size) != np.count_nonzero(kinds[:used] != _BLANK):
        raise NotLines  # a value holds a raw `<`, which XML forbids
    elements = _Elements(
        _Lines(ruled, table, ids[:used], layouts), kinds[:used], depth[:used], first_order
    )
    try:
        found = elements.found(export_date)
    except entities.UnknownEntity as error:
        raise NotLines from error
    odd = stop < table.height and not closed
    more = len(ruled) < whole_size
    return Stretch(found, elements.count, size, odd, more, closed and used == stop)


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
    ends = _line_ends(ruled)
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


def _stop(kinds: Index, depth: Index, ids: Index, layouts: list[Layout]) -> tuple[int, bool]:
    """Return the first line that is odd or ends the root, and whether it ends the root."""
    halts = np.flatnonzero((kinds == _ODD) | (depth < 0))
    if not len(halts):
        return len(kinds), False
    stop = int(halts[0])
    closing = layouts[ids[stop]] == Layout(_CLOSE, "HealthData")
    return stop, closing


def _bytes_of(ruled: bytes, line_count: int, height: int) -> int:
    """Return the length of the first `line_count` of the `height` ended lines of the block."""
    if line_count == 0:
        return 0
    if line_count < height:
        return int(_line_ends(ruled)[line_count]) + 1 - len(RULER)
    return ruled.rfind(b"\n") + 1 - len(RULER)


def _line_ends(ruled: bytes) -> Index:
    return np.flatnonzero(np.frombuffer(ruled, dtype=np.uint8) == ord("\n"))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines as bytes, as cells, and each with the number of its layout."""

    ruled: bytes
    table: pl.DataFrame
    ids: Index
    layouts: list[Layout]

    def pick(self, tag: str, among: NDArray[np.bool_]) -> list[tuple[Index, Layout]]:
        """Return the lines of `tag` that `among` allows, by layout."""
        picked = []
        for number, layout in enumerate(self.layouts):
            if layout.tag == tag and layout.kind != _CLOSE:
                rows = np.flatnonzero(among & (self.ids == number))
                if len(rows):
                    picked.append((rows, layout))
        return picked

    def values(self, rows: Index, layout: Layout, columns: dict[str, str]) -> pl.DataFrame:
        """Return the attribute values of lines that share a layout, as columns."""
        cells = self.table.select(
            pl.col(f"c{2 * i + 1}").alias(columns[name])
            for i, name in enumerate(layout.names)
            if name in columns
        )
        contiguous = int(rows[-1] - rows[0]) + 1 == len(rows)
        part = cells.slice(int(rows[0]), len(rows)) if contiguous else cells[rows]
        return pl.DataFrame([_attribute(cell) for cell in part])

    def fragment(self, begins: Index, chosen: Index) -> bytes:
        """Return the bytes of the elements with the numbers `chosen`, which begin at `begins`."""
        starts = _line_ends(self.ruled) + 1  # of the lines after the ruler
        lines = np.append(begins, len(self.ids))
        return b"".join(self.ruled[starts[lines[one]] : starts[lines[one + 1]]] for one in chosen)


def _attribute(cells: pl.Series) -> pl.Series:
    """Return cells as attribute values: an empty cell is an empty text, references are replaced."""
    present = cells.fill_null("") if cells.null_count() else cells
    if cells.name in _STAMPS:  # a timestamp never holds a reference: no need to search
        return present
    make = NAMES.get(cells.name)
    if make is None:
        return entities.unescaped(present)
    return mapped(present, lambda text: make(entities.unescape(text)), pl.String)


class _Elements:
    """The whole top-level elements of some lines."""

    def __init__(self, lines: _Lines, kinds: Index, depth: Index, first_order: int) -> None:
        starts = ((kinds == _OPEN) & (depth == 1)) | ((kinds == _SELF) & (depth == 0))
        self._lines, self._starts, self._first_order = lines, starts, first_order
        self._element = np.cumsum(starts) - 1
        self._begins = np.flatnonzero(starts)
        self.count = len(self._begins)
        places = [_INSIDE_RECORD.get((one.tag, one.kind), _NOWHERE) for one in lines.layouts]
        place = np.array(places, dtype=np.int64)[lines.ids]
        self._careful = np.zeros(self.count + 1, dtype=np.bool_)
        self._careful[self._element[(depth != place) & (kinds != _BLANK)]] = True

    def found(self, export_date: str | None) -> Found:
        """Return what the elements hold; those that are no plain Record are read by `tree`."""
        found = self._by_tree(export_date)
        plain = ~self._careful[self._element]
        found.records += self._take("Record", plain & self._starts, RECORDS, COLUMN)
        found.entries += self._take("MetadataEntry", plain, ENTRIES, _SAME)
        found.beats += self._take("InstantaneousBeatsPerMinute", plain, BEATS, _SAME)
        return found

    def _take(
        self, tag: str, among: NDArray[np.bool_], schema: pl.Schema, columns: dict[str, str]
    ) -> list[pl.DataFrame]:
        """Return the values of all lines of `tag`, in file order, as the columns of `schema`."""
        picked = self._lines.pick(tag, among)
        parts = []
        for rows, layout in picked:
            order = pl.Series("order", self._element[rows] + self._first_order, dtype=pl.Int64)
            values = self._lines.values(rows, layout, columns).insert_column(0, order)
            missing = [name for name in schema.names() if name not in values.columns]
            nothing = pl.lit(None, dtype=pl.String)
            parts.append(
                values.with_columns(nothing.alias(name) for name in missing).select(schema.names())
            )
        if len(parts) > 1:
            in_order = np.argsort(np.concatenate([rows for rows, _ in picked]))
            return [pl.concat(parts)[in_order]]
        return parts

    def _by_tree(self, export_date: str | None) -> Found:
        chosen = np.flatnonzero(self._careful[: self.count])
        if not len(chosen):
            return Found(export_date=export_date)
        fragment = self._lines.fragment(self._begins, chosen)
        first = self._first_order
        parsed = tree.parse(fragment, lambda n: first + int(chosen[n]), export_date)
        if parsed.damage or parsed.closed or parsed.count != len(chosen):
            raise NotLines
        return parsed.found
