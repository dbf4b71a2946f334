"""The rows of a plain table by our names of its columns, and its header put into them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from spotter.intake.archive import HEAD_BYTES, not_this_format
from spotter.intake.errors import NotThisFormat
from spotter.intake.plain.columns import IGNORE, LAYOUTS, Layout
from spotter.intake.strength.table import Row, Table, decoder, delimiter, header
from spotter.kit.errors import BadInput
from spotter.kit.room import room

_COPY_BYTES = 1 << 20
_SHOWN, _LONGEST = 20, 400
# Begins the name of a column that somebody chose to pass over.
_PASSED_OVER = "passed over: "


class Rows:
    """The rows of a stream by the names of `layout`; columns passed over are left out.

    Iterating raises `Damaged` as `Table` does, and `NotThisFormat` when the rows are of several
    athletes: nobody can say which of them is the one who brings the file.
    """

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        self._table, self._layout = Table(stream), layout
        self._athlete: str | None = None

    @property
    def offset(self) -> int:
        """Return the byte up to which rows were read."""
        return self._table.offset

    def __iter__(self) -> Iterator[Row]:
        for found in self._table:
            row = {
                name: cell
                for called, cell in found.items()
                if (name := self._layout.column(called)) is not None
            }
            self._of_one(row.get("athlete", ""))
            yield row

    def _of_one(self, athlete: str) -> None:
        if self._athlete is not None and athlete != self._athlete:
            raise NotThisFormat(
                "The table holds rows of several athletes. Keep the rows of the one whose data "
                "this is, or pass over the column that names them."
            )
        self._athlete = athlete


def fits(layout: Layout, head: bytes) -> bool:
    """Return whether `head` begins a table of which `layout` understands every column."""
    names = [name for name in header(head) if not name.startswith(_PASSED_OVER)]
    return bool(names) and layout.fits(names)


def suggestion(path: Path) -> dict[str, str]:
    """Return the columns of the table at `path` → our names, "-" where there is none.

    Empty for a file that is no table.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    names = header(head)
    if len(names) < 2:
        return {}
    guesses = [{name: layout.column(name) or IGNORE for name in names} for layout in LAYOUTS]
    return max(guesses, key=lambda guess: sum(name != IGNORE for name in guess.values()))


def unknown_table(head: bytes) -> NotThisFormat | None:
    """Return what to say of a table that begins with `head`, which no source knows.

    None for a file in which not two columns look like ours: it is no table, or quite another one.
    """
    names = header(head)
    looks = max(sum(layout.column(name) is not None for name in names) for layout in LAYOUTS)
    if looks < 2:
        return None
    listed = ", ".join(names[:_SHOWN])[:_LONGEST]
    return NotThisFormat(
        f"{not_this_format().message} It looks like a table of your own with the "
        f"columns {listed}: say what they are (with Look first on the page, with --column in the "
        "terminal)."
    )


def rename(path: Path, columns: Mapping[str, str]) -> None:
    """Write the table at `path` anew with its columns called as in `columns`, which are our names.

    A column that is not named, or named "-", is passed over from then on. Raises `BadInput` naming
    `columns` when a name is not one of ours, two are the same, or what is needed is not there; the
    file is as it was then.
    """
    with path.open("rb") as file:
        text = _texts(file)
        line, sign, rest = next(text, "").partition("\n")
        line = line.rstrip("\r")
        called = next(csv.reader([line], delimiter=delimiter(line)), [])
        wanted = {_folded(name): ours.strip() for name, ours in columns.items()}
        names = [wanted.get(_folded(name), IGNORE) for name in called]
        _check(called, wanted, names)
        out = io.StringIO()
        ours = [
            f"{_PASSED_OVER}{n}" if o == IGNORE else o for n, o in zip(called, names, strict=True)
        ]
        csv.writer(out, delimiter=delimiter(line), lineterminator="").writerow(ours)
        _replace(path, chain((out.getvalue() + sign + rest,), text))


def _texts(file: BinaryIO) -> Iterator[str]:
    decode = decoder(b"")
    while part := file.read(_COPY_BYTES):
        decode = decode if file.tell() > len(part) else decoder(part)
        yield decode.decode(part)
    yield decode.decode(b"", final=True)


def _replace(path: Path, text: Iterator[str]) -> None:
    """Put a file of `text` in the place of `path`, whole or not at all; raises `DiskFull`."""
    anew = path.with_name(f"{path.name}.named")
    try:
        with room(path.parent), anew.open("w", encoding="utf-8", newline="") as new:
            new.writelines(text)
        anew.replace(path)
    finally:
        anew.unlink(missing_ok=True)


def _folded(name: str) -> str:
    return name.strip().casefold()


def _check(called: list[str], wanted: Mapping[str, str], names: list[str]) -> None:
    there = {_folded(name) for name in called}
    if unknown := sorted(set(wanted) - there):
        raise BadInput(f"The table has no column {unknown[0]!r}.", field="columns")
    used = [name for name in names if name != IGNORE]
    ours = {column.name for layout in LAYOUTS for column in layout.columns}
    if strange := sorted(set(used) - ours):
        raise BadInput(f"{strange[0]!r} is no column of ours.", field="columns")
    if twice := sorted(name for name in set(used) if used.count(name) > 1):
        raise BadInput(f"Two columns are called {twice[0]!r}.", field="columns")
    if not any(layout.fits(used) for layout in LAYOUTS):
        raise BadInput(
            "These columns make no table: workouts need start or end, and an exercise or activity; "
            "measurements at least one of them, and the two cannot be mixed.",
            field="columns",
        )
