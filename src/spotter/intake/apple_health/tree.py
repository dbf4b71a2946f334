"""The careful way: expat over any stretch of the body, element by element.

Takes whatever XML allows (attributes over several lines, comments, any order) at a tenth of the
speed of `lines`. The stretch is parsed as the content of an invented root: no DTD is ever seen,
and no entity beyond XML's own five exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

import polars as pl

from spotter.intake.apple_health.found import ATTRIBUTE, BEATS, ENTRIES, RECORDS, Found
from spotter.intake.apple_health.routes import inline_row
from spotter.intake.apple_health.texts import named, read
from spotter.intake.apple_health.workouts import Node, route_files, summary_row, workout_row

_ROOT = b"<HealthData>"
_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_WHOLE = {"Workout", "ActivitySummary", "Me", "ExportDate"}
_ROW_ATTRIBUTES = tuple(ATTRIBUTE.values())


# Bytes of one character in UTF-8.
_LONGEST_CHARACTER = 4


@dataclass(slots=True)
class Parsed:
    """What a stretch held.

    `count` whole top-level elements, which end before byte `consumed`; `closed` when the root
    ended here; `damage` is (byte, why) where it stopped making sense.
    """

    found: Found
    count: int
    consumed: int
    closed: bool
    damage: tuple[int, str] | None


def parse(stretch: bytes, order_of: Callable[[int], int], export_date: str | None = None) -> Parsed:
    """Parse `stretch`, which begins between two top-level elements.

    `order_of` gives the order of the n-th element. An element that the stretch does not finish
    is left out, to be parsed again with what follows.
    """
    reader = _Reader(order_of, export_date)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    reader.attach(parser)
    damage = None
    try:
        parser.Parse(_ROOT, False)
        parser.Parse(stretch, False)
    except expat.ExpatError as error:
        if not reader.closed:
            at = max(0, parser.ErrorByteIndex - len(_ROOT))
            damage = (at, _why(stretch, at, error))
    consumed = _end_of_tag(stretch, reader.last_end - len(_ROOT)) if reader.count else 0
    return Parsed(reader.finish(), reader.count, consumed, reader.closed, damage)


def _why(stretch: bytes, at: int, error: expat.ExpatError) -> str:
    """Return what is wrong at byte `at`, in the words of a person where another encoding is."""
    # Expat calls a byte that is no UTF-8 a bad token, and stops up to three bytes before it.
    try:
        stretch[at : at + 64].decode("utf-8")
    except UnicodeDecodeError as wrong:
        if wrong.start < _LONGEST_CHARACTER and wrong.reason != "unexpected end of data":
            return "what stands there is not UTF-8, as an export is; something re-encoded the file"
    return expat.ErrorString(error.code)


def _end_of_tag(stretch: bytes, start: int) -> int:
    tag = _TAG.match(stretch, start)
    return tag.end() if tag else start


class _Reader:
    """The handlers and what they have gathered: one instance per stretch."""

    def __init__(self, order_of: Callable[[int], int], export_date: str | None) -> None:
        self.count = 0
        self.closed = False
        self.last_end = 0
        self._order_of = order_of
        self._found = Found(export_date=export_date)
        self._depth = 0
        self._stack: list[Node] = []
        self._record: Mapping[str, str] | None = None
        self._pending: tuple[list[tuple[object, ...]], list[tuple[object, ...]]] = ([], [])
        self._records: list[tuple[object, ...]] = []
        self._entries: list[tuple[object, ...]] = []
        self._beats: list[tuple[object, ...]] = []

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._stack:
            node = Node(tag, attributes)
            self._stack[-1].children.append(node)
            self._stack.append(node)
        elif self._record is not None:
            self._child(tag, attributes)
        elif self._depth == 2 and tag == "Record":
            self._record = attributes
        elif self._depth == 2 and tag in _WHOLE:
            self._stack.append(Node(tag, attributes))

    def _child(self, tag: str, attributes: Mapping[str, str]) -> None:
        order = self._order_of(self.count)
        if tag == "MetadataEntry" and self._depth == 3:
            entry = (order, attributes.get("key", ""), attributes.get("value", ""))
            self._pending[0].append(entry)
        elif tag == "InstantaneousBeatsPerMinute":
            self._pending[1].append((order, attributes.get("bpm"), attributes.get("time")))

    def _text(self, text: str) -> None:
        if self._stack:
            self._stack[-1].text += text

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.closed = True
        elif self._depth == 1:
            self._top_level(tag)
            self.last_end = self._parser.CurrentByteIndex
            self.count += 1
        elif self._stack:
            self._stack.pop()

    def _top_level(self, tag: str) -> None:
        order = self._order_of(self.count)
        if self._record is not None:
            record = self._record
            self._records.append((order, *(record.get(name) for name in _ROW_ATTRIBUTES)))
            self._entries += self._pending[0]
            self._beats += self._pending[1]
            self._record, self._pending = None, ([], [])
        elif self._stack:
            self._whole(self._stack.pop(), order)
        else:
            self._found.skipped[tag] += 1

    def _whole(self, node: Node, order: int) -> None:
        found = self._found
        if node.tag == "Workout":
            self._workout(node, order)
        elif node.tag == "ActivitySummary":
            row = summary_row(node.attributes, order, found.export_date)
            if row is None:
                found.skipped["ActivitySummary without a date"] += 1
            else:
                found.ready.append(row)
        elif node.tag == "ExportDate":
            found.export_date = node.attributes.get("value") or found.export_date
        else:
            found.person |= node.attributes
            found.person |= {child.tag: child.text.strip() for child in node.children}

    def _workout(self, node: Node, order: int) -> None:
        found = self._found
        found.ready.append(workout_row(node, order))
        source = node.attributes.get("sourceName", "")
        found.routes |= dict.fromkeys(route_files(node), source)
        for route in node.each("WorkoutRoute"):
            row = inline_row(route, order)
            if row is not None:
                found.ready.append(row)

    def finish(self) -> Found:
        """Return what the whole elements held."""
        tables = (
            (self._found.records, self._records, RECORDS),
            (self._found.entries, self._entries, ENTRIES),
            (self._found.beats, self._beats, BEATS),
        )
        for frames, rows, schema in tables:
            if rows:
                frame = pl.DataFrame(rows, schema=schema, orient="row")
                frames.append(read(named(frame)) if schema is RECORDS else frame)
        return self._found
