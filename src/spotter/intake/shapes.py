"""What shape a file has, told by its first bytes: most sources need not even be asked about it."""

from __future__ import annotations

import codecs
from functools import lru_cache
from typing import Literal

Shape = Literal["xml", "json", "table", "binary"]
"""XML, JSON, a delimited table, or bytes that are no text."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\x00", b"\x00<")
# So far a magic number reaches, and the header of a FIT file.
_MAGIC_BYTES = 16
# What no text holds: control characters other than tab, line feed and carriage return.
_NO_TEXT = frozenset(range(32)) - frozenset(b"\t\n\r")


@lru_cache(maxsize=8)
def shape_of(head: bytes) -> Shape:
    """Return the shape of a file that begins with `head`; text that is nothing else is a table."""
    if head.startswith(_UTF16):
        text = head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    elif _NO_TEXT.isdisjoint(head[:_MAGIC_BYTES]):
        text = head.removeprefix(codecs.BOM_UTF8)
    else:
        return "binary"
    first = text.lstrip()[:1]
    if first == b"<":
        return "xml"
    return "json" if first in {b"{", b"["} else "table"
