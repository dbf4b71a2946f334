"""Blocks of an export made ready: cut between elements, and split into cells ahead of their turn.

Splitting is half of the work of reading, and what a block holds does not depend on the one before:
here it is done by the thread that unpacks, while the block before is being understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spotter.intake.apple_health.cells import Cells, NotLines, split

# Apple writes the elements of the root behind one blank, and what they hold behind more.
_ELEMENT = b"\n <"
_END = ord("/")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the export, and its cells where it can be read as lines."""

    data: bytes
    cells: Cells | None = None


def ready(source: Iterator[bytes]) -> Iterator[Block]:
    """Yield the bytes of `source` in blocks that begin, where that can be seen, with an element.

    What came is yielded before what `source` raises is raised again.
    """
    rest = b""
    try:
        for block in source:
            cut = _last_element(block)
            yield _block(rest, memoryview(block)[:cut])
            rest = block[cut:]
            del block
    except Exception:
        yield _block(rest, b"")
        raise
    if rest:
        yield _block(rest, b"")


def _last_element(block: bytes) -> int:
    """Return where the last element of the root begins that a block shows, its length if none."""
    at = len(block)
    while (at := block.rfind(_ELEMENT, 0, at)) >= 0:
        after = at + len(_ELEMENT)
        if block[after : after + 1] and block[after] != _END:
            return at + 1
    return len(block)


def _block(rest: bytes, block: bytes | memoryview) -> Block:
    data = b"".join((rest, block))
    try:
        return Block(data, split(data))
    except NotLines:
        return Block(data)
