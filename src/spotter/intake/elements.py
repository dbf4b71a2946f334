"""XML read as a stream: elements one after another, nothing resolved, nothing kept."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

from spotter.intake.alike import Alike, Texts
from spotter.intake.errors import Damaged, EntitiesRefused, WrongEncoding

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\x00", b"\x00<")
_PART = 1 << 18
# A name, a note or a number is short; what is longer is cut.
_LONGEST_TEXT = 10_000
_DEEPEST = 200
_MOST_OPEN_BYTES = 4 << 20

# More kinds of elements than any schema has; what comes after is looked up anew each time.
_MOST_PLACES = 5_000

Path = tuple[str, ...]
Started = Callable[[dict[str, str]], None]
Ended = Callable[[str], None]
# How many elements, one after another, and the texts of all elements within each.
Gathered = Callable[[int, Texts], None]


class Want(NamedTuple):
    """Who is called where an element starts and ends.

    Who `gathered` is called once with all that one says, or a run of those that are written alike.
    """

    started: Started | None = None
    ended: Ended | None = None
    gathered: Gathered | None = None


Wanted = Callable[[Path], Want]


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


class _Place(dict[str, "_Place"]):
    """One path of local names: who wants elements there, and the places within, by full name."""

    __slots__ = ("ended", "gathered", "name", "path", "started", "within")

    def __init__(self, path: Path, name: str, within: _Place | None, wanted: Wanted) -> None:
        self.path, self.name, self.within = path, name, within
        self.started, self.ended, self.gathered = wanted(path) if path else Want()


class _Local(dict[str, str]):
    """The local name of a full one; as many are kept as any schema has."""

    def __missing__(self, full: str) -> str:
        local = full.rsplit(" ", 1)[-1]
        if len(self) < _MOST_PLACES:
            self[full] = local
        return local


class Elements:
    """Calls who wants an element, asked once for each path of local names.

    Those who want the start are given its attributes, those who want the end its text. Where the
    many small elements of one are gathered, nobody is called before its end, and those that `alike`
    knows are gathered by the thousand: that is what makes long tracks quick. Entities and DTDs are
    refused.
    """

    def __init__(self, wanted: Wanted, alike: Alike | None = None) -> None:
        self._wanted, self._alike = wanted, alike
        self._place = _Place((), "", None, wanted)
        self._places = 0
        self._text: list[str] = []
        self._said: dict[str, str] = {}
        self._attributes: dict[str, str] = {}
        self._local = _Local()
        self._gathers_from: int | None = None
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.EntityDeclHandler = _refuse
        parser.XmlDeclHandler = _utf8
        self._parser = parser

    def read(self, stream: BinaryIO) -> Iterator[int]:
        """Parse `stream`, yielding the byte reached after every part.

        Raises `Damaged` where it stops being XML, `EntitiesRefused` and `WrongEncoding`.
        """
        done = given = 0
        while part := stream.read(_PART):
            if done == 0 and part.startswith(_UTF16):
                raise WrongEncoding("The file is UTF-16; it must be UTF-8. Export it again.")
            given += self._feed(part, final=False)
            done += len(part)
            if given - self._parser.CurrentByteIndex > _MOST_OPEN_BYTES:
                raise self._damaged("one tag is too long", self._parser.CurrentByteIndex)
            if self._gathers_from is not None and given - self._gathers_from > _MOST_OPEN_BYTES:
                raise self._damaged("one element is too long", self._at())
            yield done
        self._feed(b"", final=True)

    def _feed(self, part: bytes, *, final: bool) -> int:
        """Parse the next `part` of the file; return how many bytes the parser was given."""
        sifted = part if self._alike is None else self._alike.sift(part, final=final)
        try:
            self._parser.Parse(sifted, final)
        except expat.ExpatError as error:
            raise self._damaged(str(error), self._parser.ErrorByteIndex) from error
        # However long a text is, no more of it is held than one part.
        self._text[:] = ["".join(self._text)[:_LONGEST_TEXT]]
        return len(sifted)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        place = self._place.get(name)
        if place is None:
            place = self._new(name)
        self._place = place
        self._text.clear()
        if place.started is not None:
            place.started(attributes)
        if place.gathered is not None:
            self._said.clear()
            self._attributes = attributes
            self._gathers_from = self._at()
            self._parser.StartElementHandler = None
            self._parser.EndElementHandler = self._end_within

    def _new(self, name: str) -> _Place:
        outer = self._place
        if len(outer.path) >= _DEEPEST:
            raise self._damaged("elements are nested too deeply", self._parser.CurrentByteIndex)
        place = _Place((*outer.path, name.rsplit(" ", 1)[-1]), name, outer, self._wanted)
        if self._places < _MOST_PLACES:
            self._places += 1
            outer[name] = place
        return place

    def _end(self, name: str) -> None:
        place = self._place
        if name != place.name or place.within is None:
            raise self._damaged("an element stands within another of its kind", self._at())
        if place.ended is not None:
            place.ended("".join(self._text)[:_LONGEST_TEXT].strip())
        self._place = place.within
        self._text.clear()

    def _end_within(self, name: str) -> None:
        if name != self._place.name:
            self._said[name] = "".join(self._text)
            self._text.clear()
            return
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._gathers_from = None
        if self._place.gathered is not None:
            said = {self._local[full]: text for full, text in self._said.items()}
            said.update((f"@{each}", text) for each, text in self._attributes.items())
            self._place.gathered(*self._all_alike(said))
        self._end(name)

    def _all_alike(self, said: dict[str, str]) -> tuple[int, Texts]:
        """Return how many elements the one that `said` so stands for, and what they say."""
        alike = self._alike
        run = None if alike is None else self._attributes.get(alike.attribute)
        if alike is None or run is None:
            return 1, {name: (text,) for name, text in said.items()}
        return alike.run(run, said)

    def _at(self) -> int:
        return self._parser.CurrentByteIndex

    def _damaged(self, why: str, given: int) -> Damaged:
        offset = given if self._alike is None else self._alike.place(given)
        return Damaged(
            f"The file breaks off or stops being XML at byte {offset} ({why}). Export it again.",
            offset,
        )


def _refuse(*_: object) -> None:
    raise EntitiesRefused("The file defines XML entities, which no export does; it was not read.")


def _utf8(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        raise WrongEncoding(
            f"The file says its encoding is {encoding}; it must be UTF-8. "
            "Use it as it was exported."
        )
