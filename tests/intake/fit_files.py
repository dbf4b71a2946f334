"""FIT files made for tests, after Garmin's description of the protocol."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import UTC, datetime

_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
# Nibble-wise CRC-16 of the FIT protocol.
_CRC = (
    *(0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401),
    *(0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400),
)
# Message → its number and its fields: number, size in bytes, base type, struct code.
_MESSAGES: dict[str, tuple[int, tuple[tuple[int, int, int, str], ...]]] = {
    "file_id": (0, ((0, 1, 0x00, "B"), (1, 2, 0x84, "H"), (4, 4, 0x86, "I"))),
    "session": (18, ((253, 4, 0x86, "I"), (2, 4, 0x86, "I"), (7, 4, 0x86, "I"), (5, 1, 0, "B"))),
    "record": (20, ((253, 4, 0x86, "I"), (3, 1, 0x02, "B"), (5, 4, 0x86, "I"))),
}
_RUNNING = 1


def crc(data: bytes) -> int:
    """Return the checksum that ends a FIT file."""
    found = 0
    for byte in data:
        for part in (byte & 0xF, byte >> 4):
            found = (found >> 4) ^ _CRC[found & 0xF] ^ _CRC[part]
    return found


def _defined(local: int, name: str) -> bytes:
    number, fields = _MESSAGES[name]
    head = struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
    return head + b"".join(struct.pack("BBB", *field[:3]) for field in fields)


def _message(local: int, name: str, *values: int) -> bytes:
    codes = "".join(field[3] for field in _MESSAGES[name][1])
    return struct.pack(f"<B{codes}", local, *values)


def fit(body: Iterable[bytes]) -> bytes:
    """Return a file of these messages, its checksum right."""
    data = b"".join(body)
    head = struct.pack("<BBHI4s", 14, 0x20, 2140, len(data), b".FIT")
    whole = head + struct.pack("<H", crc(head)) + data
    return whole + struct.pack("<H", crc(whole))


def run(start: datetime, hearts: Iterable[int]) -> bytes:
    """Return a run with one record a second, each with a heart rate and a distance."""
    at = int((start - _EPOCH).total_seconds())
    beats = list(hearts)
    end = at + len(beats)
    return fit(
        (
            _defined(0, "file_id"),
            _message(0, "file_id", 4, 1, at),
            _defined(1, "record"),
            *(_message(1, "record", at + i, bpm, 100 * (3 * i)) for i, bpm in enumerate(beats)),
            _defined(2, "session"),
            _message(2, "session", end, at, 1000 * len(beats), _RUNNING),
        )
    )
