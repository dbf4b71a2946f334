"""Plain records: the lines an export consists of, read at fixed distances.

Nine bytes of ten stand in a Record whose last attributes are three timestamps of 25 characters and
a number. Only the number varies in length, so where it begins tells where all the rest stands, and
the timestamps of a block are three columns of a table of bytes. What comes before them (the head:
type, source, device, unit) is repeated from line to line; each distinct one is read once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from spotter.intake.apple_health.entities import UnknownEntity, unescape
from spotter.intake.apple_health.found import ATTRIBUTE, READ
from spotter.intake.apple_health.layouts import OPEN, SELF, layout
from spotter.intake.apple_health.names import NAMES
from spotter.intake.apple_health.stamps import LENGTH, Bytes, instants_at
from spotter.intake.columns import numbered

RECORD = "Record"

# The tail: what stands around the three timestamps, in front of the number.
_AROUND = (b' creationDate="', b'" startDate="', b'" endDate="', b'" value="')
_STAMPS = ("created", "start", "end")
_TAIL = sum(map(len, _AROUND)) + LENGTH * len(_STAMPS)
# Windows that hold the tail, and the end of a line with its number: longer ones are not plain.
_WINDOW, _END = 128, 32
_PLACES = list(accumulate((len(text) + LENGTH for text in _AROUND), initial=_WINDOW - _TAIL))
_CONTROL = re.compile(r"[\x00-\x1f]")
# Of a head: the columns that it tells, and the attributes that it cannot have.
_TOLD = ("type", "source", "device", "unit")
_NO_HEAD = (None,) * len(_TOLD)
_IN_TAIL = {ATTRIBUTE[name] for name in (*_STAMPS, "value")}

Index = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Plain:
    """The numbers of the plain `lines` of a block, whether OPEN or SELF, and what they say.

    `rows` have the columns of `found.READ` but `order`.
    """

    lines: Index
    kinds: Index
    rows: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines that may be plain: numbers, first bytes, where the number begins and ends."""

    lines: Index
    kinds: Index
    begins: Index
    values: Index
    after: Index

    def where(self, chosen: Marks) -> _Lines:
        """Return the lines that are `chosen`."""
        if chosen.all():
            return self
        return _Lines(
            *(
                part[chosen]
                for part in (self.lines, self.kinds, self.begins, self.values, self.after)
            )
        )


def plain(data: bytes, ends: Index) -> Plain:
    """Return the plain records among the lines of `data` that end at the bytes `ends`.

    What is not well formed in any respect is left to whoever reads the other lines.
    """
    lines = _ended(data, ends)
    if not len(lines.lines):
        return _none()
    tails = _windows(data, lines.values - _WINDOW, _WINDOW)
    fixed = _fixed(tails)
    lines, tails = lines.where(fixed), tails if fixed.all() else tails[fixed]
    try:
        return _read(data, lines, tails) or _none()
    except pl.exceptions.ComputeError:  # a number that is not UTF-8
        return _none()


def _none() -> Plain:
    nothing = np.empty(0, dtype=np.int64)
    return Plain(nothing, nothing, pl.DataFrame(schema=READ).drop("order"))


def _ended(data: bytes, ends: Index) -> _Lines:
    """Return the lines that end in `="…">` or `="…"/>`, and have a tail's length before that."""
    begins = np.concatenate(([0], ends[:-1] + 1))[: len(ends)]
    lines = np.flatnonzero(ends - begins > _WINDOW + _END)
    begins, ends = begins[lines], ends[lines]
    last = _windows(data, ends - _END, _END)
    alone = last[:, -2] == ord("/")
    # One bit a character, the last the lowest: how many come after the last "=".
    equals = np.packbits(last == ord("="), axis=1).view(">u4").ravel().astype(np.uint32)
    behind = np.bitwise_count((equals & -equals) - np.uint32(1)).astype(np.int64)
    quoted = np.where(alone, last[:, -3], last[:, -2]) == ord('"')
    found = _Lines(lines, np.where(alone, SELF, OPEN), begins, ends + 1 - behind, ends - 2 - alone)
    return found.where(quoted & (last[:, -1] == ord(">")) & (found.values < found.after))


def _windows(data: bytes, at: Index, width: int) -> Bytes:
    """Return `width` bytes from each place in `at` on, one row each."""
    every = np.ndarray(max(0, len(data) - width + 1), f"V{width}", data, 0, (1,))
    return every[at].view(np.uint8).reshape(len(at), width)


def _fixed(tails: Bytes) -> Marks:
    """Return which rows have all that stands around the timestamps where it belongs."""
    right = np.ones(len(tails), dtype=np.bool_)
    for text, place in zip(_AROUND, _PLACES, strict=False):
        for at in (0, len(text) - 8):  # texts of up to 16 characters, as two words
            word = np.ndarray(len(tails), "<u8", tails, place + at, (_WINDOW,))
            right &= word == np.frombuffer(text, "<u8", 1, at)[0]
    return right


def _read(data: bytes, lines: _Lines, tails: Bytes) -> Plain | None:
    """Return those of `lines` that have a number and a head, None when a timestamp is odd."""
    if not len(tails):
        return None
    stamps = {
        name: instants_at(tails, place - LENGTH)
        for name, place in zip(_STAMPS, _PLACES[1:], strict=False)
    }
    if any(stamp is None for stamp in stamps.values()):
        return None
    heads, known = _heads(_texts(data, lines.begins, lines.values - _TAIL))
    value = _texts(data, lines.values, lines.after).cast(pl.String).cast(pl.Float64, strict=False)
    rows = heads.with_columns(**stamps, value=value, raw_text=pl.lit(None, dtype=pl.String))
    good = value.is_finite().fill_null(False) & known
    kept = lines.where(good.to_numpy())
    return Plain(kept.lines, kept.kinds, rows if good.all() else rows.filter(good))


def _heads(texts: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Return what heads say, one a row, and whether they are such."""
    distinct, numbers = numbered(texts)
    told = pl.DataFrame(
        [(*(each or _NO_HEAD), each is not None) for each in map(_head, distinct)],
        schema=dict.fromkeys(_TOLD, pl.String()) | {"known": pl.Boolean()},
        orient="row",
    )
    rows = told[numbers]
    return rows.drop("known"), rows["known"]


@lru_cache(maxsize=65_536)
def _head(head: bytes) -> tuple[str | None, ...] | None:
    """Return the type, source, device and unit of a head, None when it is none.

    A head is a Record up to the quotation mark that ends its last attribute before the tail.
    """
    try:
        text = head.decode()
    except UnicodeDecodeError:
        return None
    cells = text.split('"')
    found = layout((*cells[:-1:2], ">", None))
    values = dict(zip(found.names, cells[1::2], strict=False))
    if found.kind != OPEN or found.tag != RECORD or cells[-1]:
        return None
    if text.count("<") > 1 or _CONTROL.search(text) or not _IN_TAIL.isdisjoint(values):
        return None
    try:
        return tuple(
            NAMES[name](unescape(values[ATTRIBUTE[name]])) if ATTRIBUTE[name] in values else None
            for name in _TOLD
        )
    except UnknownEntity:
        return None


def _texts(data: bytes, begins: Index, ends: Index) -> pl.Series:
    """Return the bytes between the places, which ascend, without copying any."""
    places = np.stack((begins, ends), axis=1).ravel()
    # What lies between two texts is one as well.
    every = pa.Array.from_buffers(
        pa.large_binary(), len(places) - 1, [None, pa.py_buffer(places), pa.py_buffer(data)]
    )
    texts = pl.from_arrow(every)
    assert isinstance(texts, pl.Series)
    return texts.gather_every(2)
