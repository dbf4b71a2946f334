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
from spotter.intake.apple_health.found import BEATS, COLUMN, ENTRIES, RECORDS, Found

# Enough for every Record; Workouts carry up to 20 attributes.
_NARROW, _WIDE = 21, 61
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

    `lines` of the block are used up, all of it when `complete`; `odd` when the line that follows
    them begins something that only `tree` can read; `closed` when it ends the root.
    """

    found: Found
    count: int
    lines: int
    complete: bool
    odd: bool
    closed: bool


@lru_cache(maxsize=65_536)
def _layout(cells: tuple[str | None, ...]) -> Layout:
    """Return the layout of a line with these even cells."""
    width = next((i for i, cell in enumerate(cells) if cell is None), len(cells))
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


def read(block: bytes, first_order: int, export_date: str | None) -> Stretch:
    """Return the whole elements at the beginning of `block`, which is whole lines.

    Raises `NotLines` when the block has to be read by `tree` from its first byte.
    """
    table = _table(block)
    ids, layouts = _layouts(table)
    kinds = np.array([layout.kind for layout in layouts], dtype=np.int64)[ids]
    depth = np.cumsum(_DELTA[kinds])
    stop, closed = _stop(kinds, depth, ids, layouts)
    _refuse_stray_brackets(block, stop, kinds)
    whole = np.flatnonzero(depth[:stop] == 0)
    used = int(whole[-1]) + 1 if len(whole) else 0
    elements = _Elements(block, table, ids[:used], kinds[:used], depth[:used], layouts)
    try:
        found = elements.found(first_order, export_date)
    except entities.UnknownEntity as error:
        raise NotLines from error
    complete = used == table.height
    odd = stop < table.height and not closed
    return Stretch(found, elements.count, used, complete, odd, closed and used == stop)


def _table(block: bytes) -> pl.DataFrame:
    """Return the lines of `block` split at the quotation marks, one row per line."""
    for width in (_NARROW, _WIDE):
        try:
            table = _split(block, width)
        except pl.exceptions.ComputeError as error:  # not UTF-8: `tree` says where
            raise NotLines from error
        if table.height != block.count(b"\n"):
            raise NotLines
        if table[f"c{width - 1}"].null_count() == table.height:
            return table
    raise NotLines


def _split(block: bytes, width: int) -> pl.DataFrame:
    # The reader takes the number of columns from the first line.
    return pl.read_csv(
        b'"' * (width - 1) + b"\n" + block,
        separator='"',
        quote_char=None,
        has_header=False,
        schema={f"c{i}": pl.String for i in range(width)},
        truncate_ragged_lines=True,
    ).slice(1)


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


def _refuse_stray_brackets(block: bytes, stop: int, kinds: Index) -> None:
    """Raise `NotLines` when a value holds a raw `<`, which XML forbids."""
    head = block if stop == len(kinds) else block[: _line_ends(block)[stop - 1] + 1 if stop else 0]
    brackets = int(np.count_nonzero(np.frombuffer(head, dtype=np.uint8) == ord("<")))
    if brackets != int(np.count_nonzero(kinds[:stop] != _BLANK)):
        raise NotLines


def _line_ends(block: bytes) -> Index:
    return np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == ord("\n"))


class _Elements:
    """The whole top-level elements of a table of lines."""

    def __init__(
        self,
        block: bytes,
        table: pl.DataFrame,
        ids: Index,
        kinds: Index,
        depth: Index,
        layouts: list[Layout],
    ) -> None:
        self._block, self._table, self._ids, self._layouts = block, table, ids, layouts
        starts = ((kinds == _OPEN) & (depth == 1)) | ((kinds == _SELF) & (depth == 0))
        self._starts = np.flatnonzero(starts)
        self._element = np.cumsum(starts) - 1
        self.count = len(self._starts)
        places = [_INSIDE_RECORD.get((one.tag, one.kind), _NOWHERE) for one in layouts]
        place = np.array(places, dtype=np.int64)[ids]
        self._careful = np.zeros(self.count + 1, dtype=np.bool_)
        self._careful[self._element[(depth != place) & (kinds != _BLANK)]] = True

    def found(self, first_order: int, export_date: str | None) -> Found:
        """Return what the elements hold; those that are no plain Record are read by `tree`."""
        found = self._by_tree(first_order, export_date)
        plain = ~self._careful[self._element]
        begins = np.zeros(len(plain), dtype=np.bool_)
        begins[self._starts] = True
        self._take(found.records, "Record", plain & begins, RECORDS, COLUMN, first_order)
        entry = {"key": "key", "value": "value"}
        self._take(found.entries, "MetadataEntry", plain, ENTRIES, entry, first_order)
        beat = {"bpm": "bpm", "time": "time"}
        self._take(found.beats, "InstantaneousBeatsPerMinute", plain, BEATS, beat, first_order)
        return found

    def _take(
        self,
        frames: list[pl.DataFrame],
        tag: str,
        among: NDArray[np.bool_],
        schema: pl.Schema,
        columns: dict[str, str],
        first_order: int,
    ) -> None:
        """Append the values of all lines of `tag` to `frames`, in file order."""
        lines: list[Index] = []
        parts: list[pl.DataFrame] = []
        for number, layout in enumerate(self._layouts):
            if layout.tag != tag or layout.kind == _CLOSE:
                continue
            rows = np.flatnonzero(among & (self._ids == number))
            if len(rows):
                lines.append(rows)
                parts.append(self._rows(rows, layout, schema, columns, first_order))
        if len(parts) > 1:
            frames.append(pl.concat(parts)[np.argsort(np.concatenate(lines))])
        else:
            frames += parts

    def _rows(
        self,
        rows: Index,
        layout: Layout,
        schema: pl.Schema,
        columns: dict[str, str],
        first_order: int,
    ) -> pl.DataFrame:
        """Return the values of lines that share a layout, as the columns of `schema`."""
        order = pl.Series("order", self._element[rows] + first_order, dtype=pl.Int64)
        at = {columns[name]: 2 * i + 1 for i, name in enumerate(layout.names) if name in columns}
        cells = self._table.select(
            pl.col(f"c{at[name]}").fill_null("").alias(name)
            for name in schema.names()
            if name in at
        )[rows]
        values = {name: entities.unescaped(cells[name]) for name in cells.columns}
        missing = pl.lit(None, dtype=pl.String)
        return pl.DataFrame([order]).with_columns(
            values.get(name, missing).alias(name) for name in schema.names()[1:]
        )

    def _by_tree(self, first_order: int, export_date: str | None) -> Found:
        chosen = np.flatnonzero(self._careful[: self.count])
        if not len(chosen):
            return Found(export_date=export_date)
        ends = np.concatenate([[0], _line_ends(self._block) + 1])
        lines = np.append(self._starts, len(self._ids))
        fragment = b"".join(self._block[ends[lines[one]] : ends[lines[one + 1]]] for one in chosen)
        parsed = tree.parse(fragment, lambda n: first_order + int(chosen[n]), export_date)
        if parsed.damage or parsed.closed or parsed.count != len(chosen):
            raise NotLines
        return parsed.found
