"""Bytes of a stream in blocks, and what has to be cleaned out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from spotter.intake.apple_health.entities import legal

# Large enough that the cost of a block is its rows; small enough for six of them in memory.
BLOCK_BYTES = 8 << 20
_PIECE = 256 << 10

# XML 1.0 forbids these; real exports contain them (a vertical tab in a source name). Tab and
# carriage return mean a blank wherever they can stand in an export.
_CONTROL = bytes(code if code >= 0x20 or code == 0x0A else 0x20 for code in range(256))
_REFERENCE = re.compile(rb"&#(?:(\d{1,7})|x([0-9a-fA-F]{1,6}));")


def blocks(stream: BinaryIO, size: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Yield `stream` in blocks of about `size` bytes.

    What could be read before the stream raised is yielded before that is raised again.
    """
    while True:
        parts: list[bytes] = []
        held = 0
        try:
            while held < size and (part := stream.read(size - held)):
                parts.append(part)
                held += len(part)
        except Exception:
            yield b"".join(parts)
            raise
        if not parts:
            return
        yield b"".join(parts)


def count_bytes(block: bytes, byte: int, size: int | None = None) -> int:
    """Return how often `byte` stands in the first `size` bytes of `block` (all by default)."""
    return _count(np.equal, block, byte, size)


def count_control(block: bytes) -> int:
    """Return how many bytes of `block` are control characters, line ends among them."""
    return _count(np.less, block, 0x20)


def _count(compare: np.ufunc, block: bytes, byte: int, size: int | None = None) -> int:
    """Count in pieces: the answers for a whole block would be as large as it is."""
    data = np.frombuffer(block, dtype=np.uint8)[:size]
    answers = np.empty(min(_PIECE, len(data)), dtype=np.bool_)
    count = 0
    for at in range(0, len(data), _PIECE):
        piece = data[at : at + _PIECE]
        answer = compare(piece, np.uint8(byte), out=answers[: len(piece)])
        count += int(np.count_nonzero(answer))
    return count


def places(block: bytes, byte: int) -> NDArray[np.int64]:
    """Return where `byte` stands in `block`, ascending; found in pieces, as in `_count`."""
    data = np.frombuffer(block, dtype=np.uint8)
    found = [np.empty(0, dtype=np.int64)]
    for at in range(0, len(data), _PIECE):
        found.append(np.flatnonzero(data[at : at + _PIECE] == byte) + at)
    return np.concatenate(found)


def cleaned(block: bytes) -> bytes:
    """Return `block` with every character that XML forbids made a blank, byte for byte."""
    block = block.translate(_CONTROL)
    return _REFERENCE.sub(_blank_if_illegal, block) if b"&#" in block else block


def _blank_if_illegal(match: re.Match[bytes]) -> bytes:
    decimal, hexadecimal = match.groups()
    whole: bytes = match.group(0)
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return whole if legal(code) else b" " * len(whole)
