"""The JSON as a stream of pieces: never more of it in memory than one metric or one workout."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import ijson

from spotter.intake.errors import Damaged

# What the app's documentation lists under `data`.
LISTS = "metrics|workouts|stateOfMind|medications|symptoms|cycleTracking|ecg|heartRateNotifications"
_BEGIN = re.compile(
    rb'\s*\{\s*(?:"[A-Za-z_]{1,30}"\s*:\s*(?:"[^"]{0,200}"|-?\d{1,15}|null|true|false)\s*,\s*){0,5}'
    rb'"data"\s*:\s*\{\s*"(?:' + LISTS.encode() + rb')"\s*:\s*\['
)
# A month of heart rates, one a second, is two and a half times this; nobody needs it in one piece.
MOST_ENTRIES = 1_000_000
_LONGEST_ENTRY = 4_000_000
# Of entries as long as that a few fill the memory; a million usual ones are half of this.
_LONGEST_METRIC = 256 << 20
# A workout of a day and a night, with its route and heart rate each second, is a third of this.
_LARGEST_PIECE = 64 << 20
_DEEPEST = 12


@dataclass(slots=True)
class Metric:
    """One metric: its name, its unit, and its entries as JSON, in which they are small."""

    name: str = ""
    unit: str = ""
    entries: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Other:
    """An object of another list: a workout, or one of a list that is counted only."""

    list: str
    found: Mapping[str, Any]


def detect(head: bytes) -> bool:
    """Return whether `head` begins what the app sends: `{"data": {"metrics": [` and the like."""
    return _BEGIN.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


class Pieces:
    """The metrics and other objects of a stream; `offset` is the byte up to which it was read.

    Iterating raises `Damaged` where it is no JSON, breaks off or holds a piece that is too large.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._open = Metric()
        self._open_bytes = 0
        # The byte at which what is in memory began: a whole object, or one endless text.
        self._begins = self.offset = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes: what the parser asks for."""
        part = self._stream.read(size)
        if not self.offset:
            part = part.removeprefix(b"\xef\xbb\xbf")
        self.offset += len(part)
        if self.offset - self._begins > _LARGEST_PIECE:
            raise self._damaged("one piece of it is too large; send a shorter time at once")
        return part

    def __iter__(self) -> Iterator[Metric | Other]:
        try:
            yield from self._pieces()
        except Damaged:
            yield self._open
            raise
        except (ijson.JSONError, UnicodeDecodeError, RecursionError, OverflowError) as error:
            yield self._open
            raise self._damaged("it is not whole JSON") from error

    def _pieces(self) -> Iterator[Metric | Other]:
        builder, depth = None, 0
        for prefix, event, value in ijson.parse(self, use_float=True):
            depth += event in {"start_map", "start_array"}
            depth -= event in {"end_map", "end_array"}
            if depth > _DEEPEST:
                raise self._damaged("it is nested too deeply")
            of_list = _ITEM.fullmatch(prefix)
            if builder is None:
                self._begins = self.offset
            if builder is not None:
                builder.event(event, value)
                if event == "end_map" and (of_list or prefix == _ENTRY):
                    found, builder = builder.value, None
                    if of_list:
                        yield Other(of_list[1], found)
                    else:
                        self._keep(found)
            elif prefix == "data.metrics.item":
                if event == "end_map":
                    done, self._open, self._open_bytes = self._open, Metric(), 0
                    yield done
            elif prefix == "data.metrics.item.name":
                self._open.name = str(value)[:200]
            elif prefix == "data.metrics.item.units":
                self._open.unit = str(value)[:50]
            elif event == "start_map" and (of_list or prefix == _ENTRY):
                builder = ijson.ObjectBuilder()
                builder.event(event, value)

    def _keep(self, entry: object) -> None:
        text = json.dumps(entry)
        self._open_bytes += len(text)
        many = len(self._open.entries) >= MOST_ENTRIES or self._open_bytes > _LONGEST_METRIC
        if many or len(text) > _LONGEST_ENTRY:
            raise self._damaged("one metric is too long; send a shorter time at once")
        self._open.entries.append(text)

    def _damaged(self, why: str) -> Damaged:
        return Damaged(
            f"What was sent breaks off or makes no sense near byte {self.offset} ({why}).",
            self.offset,
        )


_ENTRY = "data.metrics.item.data.item"
_ITEM = re.compile(r"data\.(?!metrics\.)([A-Za-z]{1,40})\.item")
