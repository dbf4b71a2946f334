"""XML in which thousands of elements are written alike: one of them stands for a whole run.

A track repeats one element with other numbers in it. Such runs are taken out by a pattern made of
the first of them, and one sample is left in their place, whose texts are marks. So the exact parser
judges where it stands, what its names mean and whether it is XML once for each run, instead of once
for each element. Whatever is written otherwise is left to it as it is.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from spotter.intake.likeness import Likeness, likeness

Texts = Mapping[str, Sequence[str]]
"""What elements of one tag say, by the local names within, attributes after "@"."""

_MOST_HELD = 64 << 10
# More ways to write a point than any application has.
_MOST_KINDS = 32
# Runs that nobody asks for stand in a comment; nobody writes one as long as this.
_MOST_WAITING = 200_000
# The exact parser is never further behind than this many samples.
_MOST_SHIFTS = 1 << 17


@dataclass(frozen=True, slots=True)
class _Shift:
    """A sample from byte `begin` to `end` of what is given; it is from `was` to `until` of all."""

    begin: int
    end: int
    was: int
    until: int


class Alike:
    """Takes the runs of alike `tag` elements out of a file that is handed in part by part.

    `attribute` is the name of the attribute that a sample has, and nothing else in the world: its
    value is the number of the run.
    """

    def __init__(self, tag: str) -> None:
        self._tag = tag.encode()
        self._open, self._close = b"<" + self._tag, b"</" + self._tag + b">"
        self.attribute = f"run-{secrets.token_hex(8)}"
        self._kinds: list[Likeness] = []
        self._learned = 0
        self._held = b""
        self._off = False
        self._waiting: dict[str, list[tuple[bytes, ...]]] = {}
        self._runs = self._waits = self._taken = self._given = 0
        self._shifts: deque[_Shift] = deque(maxlen=_MOST_SHIFTS)

    def sift(self, part: bytes, *, final: bool = False) -> bytes:
        """Return what the exact parser is to be given for the next `part` of the file."""
        data, self._held = self._held + part, b""
        if b"<![CDATA[" in data or self._waits > _MOST_WAITING:
            self._off = True  # what looks like an element there is text
        pieces, done = [], 0
        while not self._off and (at := data.find(self._open, done)) >= 0:
            ends = data.find(self._close, at)
            if ends < 0:
                break
            kind = self._kind(data, at, ends + len(self._close))
            if kind is None:
                end = ends + len(self._close)
                pieces.append(self._give(data[done:end]))
            else:
                pieces.append(self._give(data[done:at]))
                end = self._take(kind, data, at, pieces)
            done = end
        pieces.append(self._give(self._whole(data[done:], final)))
        return b"".join(pieces)

    def _whole(self, rest: bytes, final: bool) -> bytes:
        """Return `rest` without an element or a tag that goes on in the next part."""
        if final or self._off:
            return rest
        cut = rest.find(self._open)
        if cut < 0:
            cut = rest.rfind(b"<")
            cut = len(rest) if cut < 0 or rest.find(b">", cut) >= 0 else cut
        if len(rest) - cut > _MOST_HELD:
            self._off = True
            return rest
        self._held = rest[cut:]
        return rest[:cut]

    def _kind(self, data: bytes, at: int, end: int) -> Likeness | None:
        """Return how the element from `at` to `end` is written, None for what is not plain."""
        for place, kind in enumerate(self._kinds):
            if kind.pattern.match(data, at):
                if place:  # the next one is probably written alike
                    self._kinds.insert(0, self._kinds.pop(place))
                return kind
        if self._learned >= _MOST_KINDS:
            return None
        self._learned += 1
        new = likeness(data[at:end], self._tag)
        if new is not None:
            self._kinds.insert(0, new)
        return new

    def _take(self, kind: Likeness, data: bytes, at: int, pieces: list[bytes]) -> int:
        """Take out the run that begins at `at`, add its sample to `pieces`; return its end."""
        rows, end, match = [], at, kind.pattern.match
        while found := match(data, end):
            rows.append(found.groups())
            end = found.end()
        self._runs += 1
        self._waiting[str(self._runs)] = rows
        self._waits += len(rows)
        sample = kind.sample(self._mark(number).encode() for number in count())
        name = len(self._open)
        sample = b'%s %s="%d"%s' % (
            sample[:name],
            self.attribute.encode(),
            self._runs,
            sample[name:],
        )
        begin, was = self._given, self._taken
        self._given, self._taken = begin + len(sample), was + end - at
        self._shifts.append(_Shift(begin, self._given, was, self._taken))
        pieces.append(sample)
        return end

    def _mark(self, number: int) -> str:
        return f"{self.attribute}.{number}"

    def _give(self, data: bytes) -> bytes:
        self._given += len(data)
        self._taken += len(data)
        return data

    def run(self, number: str, said: Mapping[str, str]) -> tuple[int, Texts]:
        """Return how many elements run `number` has and what they say, where its sample `said` so.

        Names under which none of them says anything are left out.
        """
        rows = self._waiting.pop(number, [])
        self._waits -= len(rows)
        columns = {
            self._mark(place): b"\n".join(texts).decode("ascii").split("\n")
            for place, texts in enumerate(zip(*rows, strict=True))
        }
        told = {name: columns.get(text.strip()) for name, text in said.items()}
        return len(rows), {name: texts for name, texts in told.items() if texts is not None}

    def place(self, given: int) -> int:
        """Return the byte of the file that is byte `given` of what was given to the parser."""
        for shift in reversed(self._shifts):
            if given >= shift.begin:
                return shift.was if given < shift.end else given - shift.end + shift.until
        return given
