"""XML read as a stream: elements one after another, nothing resolved, nothing kept."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

from spotter.intake.errors import Damaged, EntitiesRefused, WrongEncoding

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\x00", b"\x00<")
_PART = 1 << 18
# A name, a note or a number is short; what is longer is cut.
_LONGEST_TEXT = 10_000
_DEEPEST = 200
_MOST_OPEN_BYTES = 4 << 20

Started = Callable[[tuple[str, ...], dict[str, str]], None]
Ended = Callable[[tuple[str, ...], str], None]


def root_of(head: bytes) -> str:
    """Return the local name of the first element of a file that begins with `head`, or ""."""
    text = head.removeprefix(codecs.BOM_UTF8)
    if head.startswith(_UTF16):
        text = head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    found = _ROOT.match(text)
    return "" if found is None else found.group(1).rsplit(b":", 1)[-1].decode("ascii", "replace")


_ROOT = re.compile(
    rb"\s*(?:<\?.{0,1000}?\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,2000}\]\s*)?>|\s)*"
    rb"<([A-Za-z_][\w.:-]{0,100})(?=[\s/>])",
    re.DOTALL,
)


class Elements:
    """Calls `started` and `ended` with the path of local names; entities and DTDs are refused."""

    def __init__(self, started: Started, ended: Ended) -> None:
        self._started, self._ended = started, ended
        self._path: tuple[str, ...] = ()
        self._text: list[str] = []
        self._length = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = _refuse
        parser.XmlDeclHandler = _utf8
        self._parser = parser

    def read(self, stream: BinaryIO) -> Iterator[int]:
        """Parse `stream`, yielding the byte reached after every part.

        Raises `Damaged` where it stops being XML, `EntitiesRefused` and `WrongEncoding`.
        """
        done = 0
        while part := stream.read(_PART):
            if done == 0 and part.startswith(_UTF16):
                raise WrongEncoding("The file is UTF-16; it must be UTF-8. Export it again.")
            self._feed(part, final=False)
            done += len(part)
            if done - self._parser.CurrentByteIndex > _MOST_OPEN_BYTES:
                raise _damaged("one tag is too long", self._parser.CurrentByteIndex)
            yield done
        self._feed(b"", final=True)

    def _feed(self, part: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(part, final)
        except expat.ExpatError as error:
            raise _damaged(str(error), self._parser.ErrorByteIndex) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._path) >= _DEEPEST:
            raise _damaged("elements are nested too deeply", self._parser.CurrentByteIndex)
        self._path = (*self._path, name.rsplit(" ", 1)[-1])
        self._text, self._length = [], 0
        self._started(self._path, attributes)

    def _end(self, _name: str) -> None:
        self._ended(self._path, "".join(self._text).strip())
        self._path = self._path[:-1]
        self._text, self._length = [], 0

    def _characters(self, text: str) -> None:
        if self._length < _LONGEST_TEXT:
            self._text.append(text[: _LONGEST_TEXT - self._length])
            self._length += len(text)


def _damaged(why: str, offset: int) -> Damaged:
    return Damaged(
        f"The file breaks off or stops being XML at byte {offset} ({why}). Export it again.", offset
    )


def _refuse(*_: object) -> None:
    raise EntitiesRefused("The file defines XML entities, which no export does; it was not read.")


def _utf8(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        raise WrongEncoding(
            f"The file says its encoding is {encoding}; it must be UTF-8. "
            "Use it as it was exported."
        )
