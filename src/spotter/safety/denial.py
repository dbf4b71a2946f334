"""Whether a sentence denies symptoms and says nothing else: then it is taken at its word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Denial:
    """How one language denies: how it starts, joins and ends, and the bare names of symptoms."""

    start: re.Pattern[str]
    link: re.Pattern[str]
    end: re.Pattern[str]
    names: re.Pattern[str]

    @classmethod
    def of(cls, words: Mapping[str, Sequence[str]]) -> Denial:
        """Return the denial that lists of words make: `no`, `and`, `end` and `names`.

        After `and` may stand one of `again`, else of `no`; `*` stands for the rest of a word.
        """
        no = alternatives(words["no"])
        again = alternatives(words.get("again", words["no"]))
        return cls(
            start=re.compile(rf"\W*(?:{no})\W+"),
            link=re.compile(
                rf"\W*(?:,|(?P<joined>\b(?:{alternatives(words['and'])})\b))\W*"
                rf"(?P<again>(?:{again})\W+)?"
            ),
            end=re.compile(rf"\W*(?:{alternatives(words['end'])})?\W*$"),
            names=re.compile(rf"(?:{alternatives(words['names'])})\b"),
        )

    def is_all_of(self, sentence: str) -> bool:
        """Return whether normalised `sentence` is nothing but a denial of symptoms.

        What only a comma adds ("no fever, chest pain") is told rather than denied, unless the list
        goes on to an `and` ("no fever, chest pain or dizziness").
        """
        start = self.start.match(sentence)
        if start is None:
            return False
        place, only_comma = start.end(), False
        while name := self.names.match(sentence, place):
            place = name.end()
            if self.end.match(sentence, place):
                return not only_comma
            link = self.link.match(sentence, place)
            if link is None or (only_comma and link["again"]):
                return False
            only_comma = not (link["joined"] or link["again"])
            place = link.end()
        return False


def alternatives(words: Iterable[str]) -> str:
    """Return the expression for any of `words`, the longest first."""
    each = (re.escape(word.strip()) for word in sorted(words, key=len, reverse=True))
    return "|".join(word.replace(r"\*", r"\w*").replace(r"\ ", r"\W+") for word in each)
