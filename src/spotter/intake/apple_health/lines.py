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

from spotter.intake.apple_health import entities, texts, tree
from spotter.intake.apple_health.blocks import count_bytes
from spotter.intake.apple_health.cells import Cells, Index, NotLines
from spotter.intake.apple_health.found import BEATS, COLUMN, ENTRIES, READ, RECORDS, Found
from spotter.intake.apple_health.layouts import BLANK, CLOSE, ODD, OPEN, SELF, Layout
from spotter.intake.apple_health.names import NAMES
from spotter.intake.columns import mapped

Marks = NDArray[np.bool_]
_Part = tuple[Index, pl.DataFrame]
"""Lines, and what was read from each."""

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
    ids, layouts = cells.ids, cells.layouts
    kinds = np.array([layout.kind for layout in layouts], dtype=np.int64)[ids]
    depth = np.cumsum(_DELTA[kinds])
    stop, closed = _stop(kinds, depth, ids, layouts)
    whole = np.flatnonzero(depth[:stop] == 0)
    used = int(whole[-1]) + 1 if len(whole) else 0
    _refuse_raw_tags(cells, kinds, used)
    elements = _Elements(cells, kinds[:used], depth[:used], first_order)
    try:
        found = elements.found(export_date)
    except entities.UnknownEntity as error:
        raise NotLines from error
    size = int(cells.ends[used - 1]) + 1 if used else 0
    odd = stop < len(ids) and not closed
    return Stretch(found, elements.count, size, odd, cells.more, closed and used == stop)


def _refuse_raw_tags(cells: Cells, kinds: Index, used: int) -> None:
    """Raise `NotLines` when a value in the first `used` lines holds a raw `<`, which XML forbids.

    Plain records were looked at.
    """
    table = cells.table
    count = int(np.searchsorted(table.lines, used))
    size = int(table.ends[count - 1]) if count else 0
    tags = np.count_nonzero(kinds[table.lines[:count]] != BLANK)
    if count_bytes(table.text, ord("<"), size) != tags:
        raise NotLines


def _stop(kinds: Index, depth: Index, ids: Index, layouts: list[Layout]) -> tuple[int, bool]:
    """Return the first line that is odd or ends the root, and whether it ends the root."""
    halts = np.flatnonzero((kinds == ODD) | (depth < 0))
    if not len(halts):
        return len(kinds), False
    stop = int(halts[0])
    closing = layouts[ids[stop]] == Layout(CLOSE, "HealthData")
    return stop, closing


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

    def __init__(self, cells: Cells, kinds: Index, depth: Index, first_order: int) -> None:
        self._cells, self._used = cells, len(kinds)
        self._starts = ((kinds == OPEN) & (depth == 1)) | ((kinds == SELF) & (depth == 0))
        self._first_order = first_order
        self._element = np.cumsum(self._starts) - 1
        self._begins = np.flatnonzero(self._starts)
        self.count = len(self._begins)
        places = [_INSIDE_RECORD.get((one.tag, one.kind), _NOWHERE) for one in cells.layouts]
        place = np.array(places, dtype=np.int64)[cells.ids[: self._used]]
        self._careful = np.zeros(self.count + 1, dtype=np.bool_)
        self._careful[self._element[(depth != place) & (kinds != BLANK)]] = True

    def found(self, export_date: str | None) -> Found:
        """Return what the elements hold; those that are no simple Record are read by `tree`."""
        found = self._by_tree(export_date)
        simple = ~self._careful[self._element]
        found.records += self._records(simple & self._starts)
        found.entries += _in_order(self._take("MetadataEntry", simple, ENTRIES, _SAME))
        found.beats += _in_order(self._take("InstantaneousBeatsPerMinute", simple, BEATS, _SAME))
        return found

    def _records(self, among: Marks) -> list[pl.DataFrame]:
        """Return the Records among some lines, in file order."""
        of_table = self._take("Record", among, RECORDS, COLUMN)
        parts = [(lines, texts.read(part)) for lines, part in of_table]
        plain = self._cells.plain
        lines = plain.lines[: np.searchsorted(plain.lines, self._used)]
        rows = plain.rows.head(len(lines))
        chosen = among[lines]
        if not chosen.all():
            lines, rows = lines[chosen], rows.filter(chosen)
        if len(lines):
            parts.append((lines, self._ordered(lines, rows).select(READ.names())))
        return _in_order(parts)

    def _ordered(self, lines: Index, rows: pl.DataFrame) -> pl.DataFrame:
        """Return `rows`, read from `lines`, with the place of their element in the file."""
        order = pl.Series("order", self._element[lines] + self._first_order, dtype=pl.Int64)
        return rows.insert_column(0, order)

    def _take(
        self, tag: str, among: Marks, schema: pl.Schema, columns: dict[str, str]
    ) -> list[_Part]:
        """Return the values of the lines of `tag` that `among` allows, by layout."""
        table, parts = self._cells.table, []
        lines = table.lines[: np.searchsorted(table.lines, self._used)]
        allowed, ids = among[lines], self._cells.ids[lines]
        for number, layout in enumerate(self._cells.layouts):
            if layout.tag == tag and layout.kind != CLOSE:
                rows = np.flatnonzero(allowed & (ids == number))
                if len(rows):
                    values = self._ordered(lines[rows], _values(table.cells, rows, layout, columns))
                    parts.append((lines[rows], _filled(values, schema)))
        return parts

    def _by_tree(self, export_date: str | None) -> Found:
        chosen = np.flatnonzero(self._careful[: self.count])
        if not len(chosen):
            return Found(export_date=export_date)
        first = self._first_order
        parsed = tree.parse(self._fragment(chosen), lambda n: first + int(chosen[n]), export_date)
        if parsed.damage or parsed.closed or parsed.count != len(chosen):
            raise NotLines
        return parsed.found

    def _fragment(self, chosen: Index) -> bytes:
        """Return the bytes of the elements with the numbers `chosen`."""
        begins = np.concatenate(([0], self._cells.ends + 1))
        lines = np.append(self._begins, self._used)
        data = self._cells.data
        return b"".join(data[begins[lines[one]] : begins[lines[one + 1]]] for one in chosen)


def _values(
    cells: pl.DataFrame, rows: Index, layout: Layout, columns: dict[str, str]
) -> pl.DataFrame:
    """Return the attribute values of lines that share a layout, as columns."""
    chosen = cells.select(
        pl.col(f"c{2 * i + 1}").alias(columns[name])
        for i, name in enumerate(layout.names)
        if name in columns
    )
    contiguous = int(rows[-1] - rows[0]) + 1 == len(rows)
    part = chosen.slice(int(rows[0]), len(rows)) if contiguous else chosen[rows]
    return pl.DataFrame([_attribute(cell) for cell in part])


def _filled(values: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """Return `values` with all columns of `schema`."""
    missing = [name for name in schema.names() if name not in values.columns]
    nothing = pl.lit(None, dtype=pl.String)
    return values.with_columns(nothing.alias(name) for name in missing).select(schema.names())


def _in_order(parts: list[_Part]) -> list[pl.DataFrame]:
    """Return the parts as one frame in file order; none for none."""
    if len(parts) < 2:
        return [part for _, part in parts]
    in_order = np.argsort(np.concatenate([lines for lines, _ in parts]))
    return [pl.concat([part for _, part in parts])[in_order]]
