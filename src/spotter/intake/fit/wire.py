"""FIT as bytes: files one after another, in each definitions and the messages they describe.

After the FIT Protocol (Garmin, FIT SDK). Only fields that are asked for are unpacked; the others
are passed over by their size.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from spotter.intake.errors import Damaged, FileTooLarge

Value = float | str | tuple[float | None, ...]
Fields = Mapping[int, frozenset[int]]

TIMESTAMP = 253
# A day of records every second, with everything a watch can measure, is 10 MB. The import of one
# of this size keeps below 500 MB of memory (`benchmarks/import_fit.py --large 42` measures it).
_MOST_BYTES = 42_000_000
_FIELD_DESCRIPTION = 206
_NEEDED_OF_DESCRIPTION = frozenset({0, 1, 2, 3, 8})
_CRC_BYTES = 2
# Base type → struct letter, bytes, value that means "invalid" (FIT Protocol, table of base types).
_BASE: dict[int, tuple[str, int, int | None]] = {
    0x00: ("B", 1, 0xFF),
    0x01: ("b", 1, 0x7F),
    0x02: ("B", 1, 0xFF),
    0x83: ("h", 2, 0x7FFF),
    0x84: ("H", 2, 0xFFFF),
    0x85: ("i", 4, 0x7FFFFFFF),
    0x86: ("I", 4, 0xFFFFFFFF),
    0x07: ("s", 1, None),
    0x88: ("f", 4, None),
    0x89: ("d", 8, None),
    0x0A: ("B", 1, 0),
    0x8B: ("H", 2, 0),
    0x8C: ("I", 4, 0),
    0x0D: ("B", 1, None),
    0x8E: ("q", 8, 0x7FFFFFFFFFFFFFFF),
    0x8F: ("Q", 8, 0xFFFFFFFFFFFFFFFF),
    0x90: ("Q", 8, 0),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One FIT file of a chain: its messages in `data`, that begin at byte `offset`.

    `fault` says what is wrong with it, empty when nothing is; `claimed` is the length its header
    promises.
    """

    data: bytes
    offset: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its global number, its valid fields by number, and its developer fields.

    `at` is its time in seconds after the FIT epoch (that of the compressed header where it has
    one, else the last one before it); 0 before any.
    """

    number: int
    values: dict[int, Value]
    developer: dict[str, Value]
    at: int


def segments(stream: BinaryIO) -> Iterator[Segment]:
    """Yield the files of a chain; raises `Damaged` where another one should begin and does not.

    Raises `FileTooLarge` when one claims to be larger than any device writes.
    """
    offset = 0
    while size := stream.read(1):
        header = size + _exactly(stream, max(size[0], 12) - 1)
        if size[0] not in {12, 14} or header[8:12] != b".FIT":
            raise _damaged("no FIT file begins there", offset)
        length = int.from_bytes(header[4:8], "little")
        if length > _MOST_BYTES:
            raise FileTooLarge(
                f"The FIT file says it holds {length / 1e6:,.0f} MB; {_MOST_BYTES / 1e6:.0f} MB "
                "are the most that is read of one, which is days of recording. Export the "
                "activities one by one."
            )
        data = _exactly(stream, length)
        crc = _exactly(stream, _CRC_BYTES)
        yield Segment(data, offset + len(header), _fault(header, data, length, crc))
        if len(crc) < _CRC_BYTES:
            return
        offset += len(header) + length + _CRC_BYTES


def _fault(header: bytes, data: bytes, length: int, crc: bytes) -> str:
    if len(data) < length or len(crc) < _CRC_BYTES:
        return "it ends before its length says"
    if _crc(data, _crc(header)) != int.from_bytes(crc, "little"):
        return "its checksum is wrong"
    return ""


def _exactly(stream: BinaryIO, length: int) -> bytes:
    """Return `length` bytes, fewer only at the end of the stream."""
    parts = []
    while length > 0 and (part := stream.read(min(length, 1 << 20))):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _damaged(why: str, offset: int) -> Damaged:
    return Damaged(
        f"The FIT file is damaged at byte {offset}: {why}. Copy it from the device again.", offset
    )


def refuse(segment: Segment) -> None:
    """Raise `Damaged` when `segment` has a fault."""
    if segment.fault:
        raise _damaged(segment.fault, segment.offset + len(segment.data))


def _table() -> tuple[int, ...]:
    """Return the table of CRC-16/ARC (polynomial 0x8005, reflected), which FIT uses."""
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
        table.append(value)
    return tuple(table)


_TABLE = _table()


def _crc(data: bytes, crc: int = 0) -> int:
    table = _TABLE
    for byte in data:
        crc = (crc >> 8) ^ table[(crc ^ byte) & 0xFF]
    return crc


@dataclass(slots=True)
class _Slot:
    """Where in the unpacked values one field stands."""

    key: int
    count: int
    kind: str
    invalid: int | None
    name: str = ""


_Triple = tuple[int, int, int]


@dataclass(slots=True)
class _Definition:
    """How the messages of one local number are laid out."""

    number: int
    size: int
    unpack: struct.Struct | None
    slots: list[_Slot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Byte order and fields of a definition: number, length in bytes, and base type (or index)."""

    order: str
    fields: list[_Triple]
    extra: list[_Triple]

    @property
    def size(self) -> int:
        return sum(length for _, length, _ in (*self.fields, *self.extra))


class Decoder:
    """Reads the messages of one segment; `wanted` maps the global numbers asked for to fields."""

    def __init__(self, segment: Segment, wanted: Fields) -> None:
        self._data, self._offset, self._wanted = segment.data, segment.offset, wanted
        self._definitions: dict[int, _Definition] = {}
        self._developer: dict[tuple[int, int], tuple[str, int]] = {}
        self.passed_over: dict[int, int] = {}
        self.at = 0

    def __iter__(self) -> Iterator[Message]:
        """Yield the messages asked for; raises `Damaged` where the bytes make no sense."""
        place, data = 0, self._data
        while place < len(data):
            head = data[place]
            place += 1
            if not head & 0x80 and head & 0x40:
                place = self._define(head, place)
                continue
            local = (head >> 5) & 3 if head & 0x80 else head & 0x0F
            definition = self._definitions.get(local)
            if definition is None:
                raise _damaged("a message has no definition", self._offset + place - 1)
            end = place + definition.size
            if end > len(data):
                raise _damaged("it breaks off inside a message", self._offset + place - 1)
            if head & 0x80:
                self.at += ((head & 0x1F) - (self.at & 0x1F)) & 0x1F
            message = self._message(definition, place)
            place = end
            if message is not None:
                yield message

    def _message(self, definition: _Definition, place: int) -> Message | None:
        if definition.unpack is None:
            passed = self.passed_over
            passed[definition.number] = passed.get(definition.number, 0) + 1
            return None
        unpacked = definition.unpack.unpack_from(self._data, place)
        values: dict[int, Value] = {}
        developer: dict[str, Value] = {}
        index = 0
        for slot in definition.slots:
            value = _value(slot, unpacked[index : index + slot.count])
            index += slot.count
            if value is None:
                continue
            if slot.name:
                developer[slot.name] = value
            else:
                values[slot.key] = value
        stamp = values.get(TIMESTAMP)
        if isinstance(stamp, int):
            self.at = stamp
        if definition.number == _FIELD_DESCRIPTION:
            self._describe(values)
        return Message(definition.number, values, developer, self.at)

    def _describe(self, values: Mapping[int, Value]) -> None:
        """Learn the name and base type of a developer field."""
        index, number, base, name = (values.get(key) for key in (0, 1, 2, 3))
        if isinstance(index, int) and isinstance(number, int) and isinstance(base, int):
            label = name if isinstance(name, str) and name else f"developer_{index}_{number}"
            unit = values.get(8)
            if isinstance(unit, str) and unit:
                label = f"{label} ({unit})"
            self._developer[index, number] = label, base

    def _define(self, head: int, place: int) -> int:
        """Learn a definition; return the place after it."""
        data = self._data
        if place + 5 > len(data):
            raise _damaged("it breaks off inside a definition", self._offset + place - 1)
        order = ">" if data[place + 1] == 1 else "<"
        number = int.from_bytes(data[place + 2 : place + 4], "big" if order == ">" else "little")
        place += 4
        fields, place = self._triples(place)
        extra: list[_Triple] = []
        if head & 0x20:
            extra, place = self._triples(place)
        wanted = self._wanted.get(number)
        if number == _FIELD_DESCRIPTION:
            wanted = _NEEDED_OF_DESCRIPTION
        layout = _Layout(order, fields, extra)
        if wanted is None:
            definition = _Definition(number, layout.size, None)
        else:
            definition = self._defined(number, layout, wanted)
        self._definitions[head & 0x0F] = definition
        return place

    def _triples(self, place: int) -> tuple[list[_Triple], int]:
        count = self._data[place] if place < len(self._data) else 0
        end = place + 1 + 3 * count
        if end > len(self._data) or place >= len(self._data):
            raise _damaged("it breaks off inside a definition", self._offset + place)
        flat = self._data[place + 1 : end]
        return list(zip(flat[::3], flat[1::3], flat[2::3], strict=True)), end

    def _defined(self, number: int, layout: _Layout, wanted: frozenset[int]) -> _Definition:
        letters, slots = [layout.order], []
        for key, length, base in layout.fields:
            slot = _slot(key, length, base) if key in wanted or key == TIMESTAMP else None
            letters.append(_letters(slot, length))
            if slot:
                slots.append(slot)
        for key, length, index in layout.extra:
            described = self._developer.get((index, key))
            slot = _slot(key, length, described[1], described[0]) if described else None
            letters.append(_letters(slot, length))
            if slot:
                slots.append(slot)
        return _Definition(number, layout.size, struct.Struct("".join(letters)), slots)


def _slot(key: int, length: int, base: int, name: str = "") -> _Slot | None:
    kind, width, invalid = _BASE.get(base, ("B", 1, None))
    if length == 0:
        return None
    if length % width:  # a size that does not fit the type: bytes that nobody can read
        return None
    return _Slot(key, 1 if kind == "s" else length // width, kind, invalid, name)


def _letters(slot: _Slot | None, length: int) -> str:
    if slot is None:
        return f"{length}x"
    return f"{length}s" if slot.kind == "s" else f"{slot.count}{slot.kind}"


def _value(slot: _Slot, found: tuple[int | float | bytes, ...]) -> Value | None:
    """Return what `slot` holds, None where the device wrote "invalid"."""
    if slot.count == 1:
        return _single(slot, found[0])
    values = tuple(_single(slot, each) for each in found)
    numbers = tuple(each if isinstance(each, int | float) else None for each in values)
    return None if all(each is None for each in numbers) else numbers


def _single(slot: _Slot, value: float | bytes) -> float | str | None:
    if isinstance(value, bytes):
        return value.split(b"\x00", 1)[0].decode("utf-8", "replace") or None
    if value == slot.invalid:
        return None
    if isinstance(value, float) and not abs(value) < float("inf"):
        return None
    return value
