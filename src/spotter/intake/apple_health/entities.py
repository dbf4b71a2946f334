"""XML's own five entities and character references; there are no others in an export."""

from __future__ import annotations

import re

import polars as pl

_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));|&")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class UnknownEntity(Exception):
    """An ampersand that begins nothing XML knows."""


def legal(code: int) -> bool:
    """Return whether XML 1.0 allows the character with this code point."""
    if code < 0x20:
        return code in {0x9, 0xA, 0xD}
    return code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    if not decimal and not hexadecimal:
        raise UnknownEntity
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if not legal(code):
        raise UnknownEntity
    return chr(code)


def unescape(text: str) -> str:
    """Return `text` with its references replaced; raises `UnknownEntity`."""
    return _REFERENCE.sub(_character, text)


def unescaped(column: pl.Series) -> pl.Series:
    """Return `column` with references replaced, each distinct text once."""
    escaped = column.str.contains("&", literal=True)
    if not escaped.any():
        return column
    distinct = column.filter(escaped).unique()
    plain = pl.Series([unescape(text) for text in distinct], dtype=pl.String)
    return column.replace(distinct, plain)
