"""JSON read as a stream: the objects of one array, or one object, never more than one in memory."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO

from spotter.intake.errors import Damaged

Document = Mapping[str, Any]

_PART = 1 << 18
# A workout of ten hours with all its samples takes a third of this.
_LARGEST = 32 << 20
# What a value that is cut off by the end of the buffer leaves unread.
_TAIL = 16
_BLANK = re.compile(r"[\s,]*")
ARRAY = re.compile(r"\s*\[")


def within(key: str, root: str) -> re.Pattern[str]:
    """Return the beginning of the array that lies under the first `key` of the first object of a
    file whose `root` is "[" or "{"."""
    opening = r"\s*\[\s*\{\s*" if root == "[" else r"\s*\{\s*"
    return re.compile(rf'{opening}"{re.escape(key)}"\s*:\s*\[')


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:]')


@dataclass(frozen=True, slots=True)
class Outline:
    """How a JSON file begins: `root` is "[" or "{", `keys` those of its first object, as far as
    its first bytes show them; both are empty when it is no JSON of objects."""

    root: str = ""
    keys: frozenset[str] = frozenset()

    def lists(self, *keys: str) -> bool:
        """Return whether this is an array of objects with all of `keys`."""
        return self.root == "[" and self.keys.issuperset(keys)

    def holds(self, *keys: str) -> bool:
        """Return whether this is one object with all of `keys`."""
        return self.root == "{" and self.keys.issuperset(keys)


@lru_cache(maxsize=8)
def outline(head: bytes) -> Outline:
    """Return how a file that begins with `head` is laid out."""
    text = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace").lstrip()
    if not text.startswith(("[", "{")):
        return Outline()
    keys: set[str] = set()
    depth, level, before = 0, 1 if text[0] == "{" else 2, ""
    for sign in _TOKEN.findall(text):
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
            if depth < level and keys:
                break
        elif sign == ":" and depth == level:
            keys.add(before.strip('"'))
        before = sign
    return Outline(text[0], frozenset(keys))


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


class Documents:
    """The objects of a stream: those of the array that `begin` ends with, or with None the one
    object that the file is.

    `offset` is the byte up to which they were read. Iterating raises `Damaged` where the file stops
    being JSON or breaks off, and where one object is larger than 32 MB. What stands in an array
    beside objects is passed over; what follows it is not read.
    """

    def __init__(self, stream: BinaryIO, begin: re.Pattern[str] | None = ARRAY) -> None:
        self._stream, self._begin = stream, begin
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        # What was read and not yet dropped, and how far into it everything is done with.
        self._text, self._at = "", 0
        self._dropped, self._ended = 0, False

    @property
    def offset(self) -> int:
        """Return the byte up to which objects were read."""
        return self._dropped + len(self._text[: self._at].encode("utf-8", "surrogatepass"))

    def __iter__(self) -> Iterator[Document]:
        if self._begin is None:
            found = self._value()
            if not isinstance(found, dict):
                raise self._damaged("it is no object")
            yield found
            return
        self._enter(self._begin)
        while not self._closed():
            found = self._value()
            if isinstance(found, dict):
                yield found

    def _enter(self, begin: re.Pattern[str]) -> None:
        while not (found := begin.match(self._text)):
            if len(self._text) > _PART or not self._more():
                raise self._damaged("its beginning is another")
        self._at = found.end()

    def _closed(self) -> bool:
        """Pass over what separates values; return whether the array ends there."""
        while True:
            found = _BLANK.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at] == "]"
            if not self._more():
                raise self._damaged("the end is missing")

    def _value(self) -> Any:
        """Return the next value, reading twice as much each time it is not all there."""
        want = _PART
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
                # A number at the very end may go on.
                if end < len(self._text) or self._ended or isinstance(found, dict):
                    self._at = end
                    return found
            except json.JSONDecodeError as error:
                cut = error.pos >= len(self._text) - _TAIL or error.msg.startswith("Unterminated")
                if self._ended or not cut:
                    raise self._damaged(error.msg) from error
            except (ValueError, RecursionError) as error:
                raise self._damaged(str(error)) from error
            if len(self._text) - self._at > _LARGEST:
                raise self._damaged("one object is too large")
            self._more(want)
            want *= 2

    def _more(self, size: int = _PART) -> bool:
        part = self._stream.read(size)
        self._dropped, self._text, self._at = self.offset, self._text[self._at :], 0
        try:
            self._text += self._decode.decode(part, final=not part)
        except UnicodeDecodeError as error:
            raise self._damaged("it is not UTF-8") from error
        self._ended = not part
        return not self._ended

    def _damaged(self, why: str) -> Damaged:
        return Damaged(
            f"The file breaks off or stops being JSON after byte {self.offset} ({why}). "
            "Export it again.",
            self.offset,
        )
