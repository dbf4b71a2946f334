"""The fast way: a block of lines that each hold one tag, read as a table.

All reasoning about XML is done once per layout of a line (see `cells`), all else on whole columns.
What is not such a line is left to `tree`, and a block that could mean something else in XML is
refused as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.intake.apple_health import entities, tree
from spotter.intake.apple_health.blocks import count_bytes
from spotter.intake.apple_health.cells import (
    BLANK,
    CLOSE,
    ODD,
    OPEN,
    RULER,
    SELF,
    Cells,
    Index,
    Layout,
    NotLines,
    line_ends,
)
from spotter.intake.apple_health.found import BEATS, COLUMN, ENTRIES, RECORDS, Found
from spotter.intake.apple_health.names import NAMES
from spotter.intake.columns import mapped

_DELTA = np.array([1, 0, -1, 0, 0], dtype=np.int64)


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


# Where each line of a fast Record must stand: (tag, kind) → depth after the line.
_INSIDE_RECORD = {
    ("Record", SELF): 0,
    ("Record", OPEN): 1,
    ("Record", CLOSE): 0,
    ("MetadataEntry", SELF): 1,
    ("HeartRateVariabilityMetadataList", OPEN): 2,
    ("HeartRateVariabilityMetadataList", CLOSE): 1,
    ("HeartRateVariabilityMetadataList", SELF): 1,
    ("InstantaneousBeatsPerMinute", SELF): 2,
}
_NOWHERE = -99
_STAMPS = {"created", "start", "end"}
_SAME = {name: name for name in ("key", "value", "bpm", "time")}


def read(cells: Cells, first_order: int, export_date: str | None) -> Stretch:
    """Return the whole elements at the beginning of a block; a last line without end is ignored.

    Raises `NotLines` when the block has to be read by `tree` from its first byte.
    """
    ruled, ids, layouts, height = cells.ruled, cells.ids, cells.layouts, cells.table.height
    kinds = np.array([layout.kind for layout in layouts], dtype=np.int64)[ids]
    depth = np.cumsum(_DELTA[kinds])
    stop, closed = _stop(kinds, depth, ids, layouts)
    whole = np.flatnonzero(depth[:stop] == 0)
    used = int(whole[-1]) + 1 if len(whole) else 0
    size = _bytes_of(ruled, used, height)
    if count_bytes(ruled, ord("<"), len(RULER) + size) != np.count_nonzero(kinds[:used] != BLANK):
        raise NotLines  # a value holds a raw `<`, which XML forbids
    lines = _Lines(ruled, cells.table, ids[:used], layouts)
    elements = _Elements(lines, kinds[:used], depth[:used], first_order)
    try:
        found = elements.found(export_date)
    except entities.UnknownEntity as error:
        raise NotLines from error
    odd = stop < height and not closed
    return Stretch(found, elements.count, size, odd, cells.more, closed and used == stop)


def _stop(kinds: Index, depth: Index, ids: Index, layouts: list[Layout]) -> tuple[int, bool]:
    """Return the first line that is odd or ends the root, and whether it ends the root."""
    halts = np.flatnonzero((kinds == ODD) | (depth < 0))
    if not len(halts):
        return len(kinds), False
    stop = int(halts[0])
    closing = layouts[ids[stop]] == Layout(CLOSE, "HealthData")
    return stop, closing


def _bytes_of(ruled: bytes, line_count: int, height: int) -> int:
    """Return the length of the first `line_count` of the `height` ended lines of the block."""
    if line_count == 0:
        return 0
    if line_count < height:
        return int(line_ends(ruled)[line_count]) + 1 - len(RULER)
    return ruled.rfind(b"\n") + 1 - len(RULER)


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
            if layout.tag == tag and layout.kind != CLOSE:
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
        starts = line_ends(self.ruled) + 1  # of the lines after the ruler
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
        starts = ((kinds == OPEN) & (depth == 1)) | ((kinds == SELF) & (depth == 0))
        self._lines, self._starts, self._first_order = lines, starts, first_order
        self._element = np.cumsum(starts) - 1
        self._begins = np.flatnonzero(starts)
        self.count = len(self._begins)
        places = [_INSIDE_RECORD.get((one.tag, one.kind), _NOWHERE) for one in lines.layouts]
        place = np.array(places, dtype=np.int64)[lines.ids]
        self._careful = np.zeros(self.count + 1, dtype=np.bool_)
        self._careful[self._element[(depth != place) & (kinds != BLANK)]] = True

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
