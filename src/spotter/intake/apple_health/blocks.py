"""Bytes of a stream in blocks, read ahead by a thread so that unpacking costs no waiting."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Generator
from typing import BinaryIO

import numpy as np

BLOCK_BYTES = 16 << 20
_READ_BYTES = 1 << 20

# XML 1.0 forbids these; real exports contain them (a vertical tab in a source name). Tab is a
# blank inside attributes, which is the only place it can stand in an export.
_CONTROL = bytes(code if code >= 0x20 or code == 0x0A else 0x20 for code in range(256))
_REFERENCE = re.compile(rb"&#(?:(\d{1,7})|x([0-9a-fA-F]{1,6}));")


class _Ahead(threading.Thread):
    """Reads blocks into a short queue; whatever goes wrong is handed over at the end."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        super().__init__(name="intake-read-ahead", daemon=True)
        self.blocks: queue.Queue[bytes | BaseException | None] = queue.Queue(maxsize=2)
        self._stream, self._size = stream, size
        self._stopped = threading.Event()

    def run(self) -> None:
        end: BaseException | None = None
        parts: list[bytes] = []
        try:
            while not self._stopped.is_set():
                parts = self._fill(parts)
                if not parts:
                    break
                self._put(b"".join(parts))
                parts = []
        except BaseException as error:  # handed to the reader, which raises it
            end = error
        if parts:
            self._put(b"".join(parts))
        self._put(end)

    def _fill(self, parts: list[bytes]) -> list[bytes]:
        held = 0
        while held < self._size and not self._stopped.is_set():
            part = self._stream.read(min(_READ_BYTES, self._size - held))
            if not part:
                break
            parts.append(part)
            held += len(part)
        return parts

    def _put(self, item: bytes | BaseException | None) -> None:
        while not self._stopped.is_set():
            try:
                self.blocks.put(item, timeout=0.1)
                return
            except queue.Full:
                continue

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def blocks(stream: BinaryIO, size: int = BLOCK_BYTES) -> Generator[bytes, None, None]:
    """Yield `stream` in blocks of `size` bytes; raises, after the last whole bytes, what it raised."""
    ahead = _Ahead(stream, size)
    ahead.start()
    try:
        while True:
            item = ahead.blocks.get()
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        ahead.stop()


def cleaned(block: bytes) -> bytes:
    """Return `block` with every character that XML forbids made a blank, byte for byte."""
    bytes_ = np.frombuffer(block, dtype=np.uint8)
    if int(np.count_nonzero(bytes_ < 0x20)) != block.count(b"\n"):
        block = block.translate(_CONTROL)
    return _REFERENCE.sub(_blank_if_illegal, block) if b"&#" in block else block


def _blank_if_illegal(match: re.Match[bytes]) -> bytes:
    decimal, hexadecimal = match.groups()
    code = int(decimal) if decimal else int(hexadecimal, 16)
    whole: bytes = match.group(0)
    if code < 0x20 and code not in {0x9, 0xA, 0xD}:
        return b" " * len(whole)
    return whole
