"""Delimited text as apps and spreadsheets write it: any delimiter, encoding, quoting, header."""

from __future__ import annotations

import csv
from codecs import (
    BOM_UTF16_BE,
    BOM_UTF16_LE,
    IncrementalDecoder,
    getincrementaldecoder,
    register_error,
)
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from spotter.intake.errors import Damaged

Row = Mapping[str, str]

_DELIMITERS = ",;\t"
_CHUNK = 1 << 16
# Notes are long, lines are not: beyond this the file is no table.
_LONGEST_LINE = 1 << 20


def header(head: bytes) -> tuple[str, ...]:
    """Return the column names in the first line of `head`, lower case; empty when it has none."""
    return tuple(name.casefold() for name in titles(head))


def titles(head: bytes) -> tuple[str, ...]:
    """Return the column names as they are written, without the blanks around them."""
    line = next(iter(_text(head).splitlines()), "")
    if not line.replace("\t", "").isprintable():
        return ()
    try:
        names = next(csv.reader([line], delimiter=delimiter(line)), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in names)


class Table:
    """The rows of a stream by column name in lower case; what a short row lacks reads as "".

    Blanks around a cell are left out, unless `strip` is False.

    `offset` is the byte up to which lines were read. Iterating raises `Damaged` where a line or a
    cell has no end, and where the file stops within a row.
    """

    def __init__(self, stream: BinaryIO, *, strip: bool = True) -> None:
        self._stream, self._strip = stream, strip
        self._ended = True
        self.offset = 0

    def __iter__(self) -> Iterator[Row]:
        lines = self._lines()
        first = next(lines, "")
        names = header(first.encode())
        rows = csv.reader(lines, delimiter=delimiter(first))
        try:
            for cells in rows:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) < len(names) and not self._ended:
                    raise self._damaged("it stops within a row")
                padded = [*cells, *[""] * (len(names) - len(cells))]
                read = [cell.strip() for cell in padded] if self._strip else padded
                yield dict(zip(names, read, strict=False))
        except csv.Error as error:
            raise self._damaged(str(error)) from error

    def _lines(self) -> Iterator[str]:
        """Yield the lines with their ends; only the last of all may lack it."""
        waiting, decode = "", None
        while chunk := self._stream.read(_CHUNK):
            decode = decode or decoder(chunk)
            *whole, waiting = (waiting + decode.decode(chunk)).split("\n")
            for line in whole:
                self.offset += len(line.encode()) + 1
                yield line + "\n"
            if len(waiting) > _LONGEST_LINE:
                raise self._damaged("a line has no end")
        if waiting:
            self.offset += len(waiting.encode())
            self._ended = False
            yield waiting

    def _damaged(self, why: str) -> Damaged:
        return Damaged(
            f"The file breaks off or is no table near byte {self.offset} ({why}). Export it again.",
            self.offset,
        )


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read what is no UTF as Windows-1252, in which older spreadsheets save."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


register_error("spotter.windows", _as_windows)


def decoder(start: bytes) -> IncrementalDecoder:
    """Return a decoder for text that begins with `start`: UTF-16 by its mark, else UTF-8."""
    marked = start.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    return getincrementaldecoder("utf-16" if marked else "utf-8-sig")("spotter.windows")


def _text(head: bytes) -> str:
    return decoder(head).decode(head)


def delimiter(line: str) -> str:
    """Return the delimiter that stands in `line` most often; a comma when there is none."""
    return max(_DELIMITERS, key=line.count)
