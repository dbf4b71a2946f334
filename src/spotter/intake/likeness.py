"""How one XML element is written: what stands still in it, and where others say something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Text that means itself in every XML: printable ASCII without `"`, `&`, `<` and `>`.
_PLAIN = rb"[ !#-%'-;=?-~]*+"
_GAP = rb"[ \t\r\n]"
_NAME = rb"[A-Za-z_][A-Za-z0-9_.:-]*+"
_ATTRIBUTE = re.compile(rb"%s++(%s)=\"(%s)\"" % (_GAP, _NAME, _PLAIN))
_TAG = re.compile(
    rb"<(?P<ends>/?)(?P<name>%s)(?P<attributes>(?:%s++%s=\"%s\")*+)%s*+(?P<empty>/?)>"
    % (_NAME, _GAP, _NAME, _PLAIN, _GAP)
)
_TEXT, _SPACE = re.compile(_PLAIN), re.compile(_GAP + rb"*+")
# A point of a watch takes some 400 bytes with ten texts.
_LONGEST = 8 << 10
_MOST_TEXTS = 50


@dataclass(frozen=True, slots=True)
class Likeness:
    """An element without its texts: `still` holds one piece more than it has texts.

    `pattern` matches every element written alike with the blanks behind it; its groups are the
    texts.
    """

    still: tuple[bytes, ...]
    pattern: re.Pattern[bytes]

    def sample(self, texts: Iterator[bytes]) -> bytes:
        """Return such an element that says `texts`."""
        return self.still[0] + b"".join(next(texts) + piece for piece in self.still[1:])


def likeness(element: bytes, tag: bytes) -> Likeness | None:
    """Return how `element`, a whole `tag` element, is written; None for what is not plain.

    Plain are balanced tags, attributes in double quotes, text in the innermost elements alone; no
    references, comments or sections. Attributes of the outermost element are texts, those of the
    others (such as the declaration of a namespace) stand still.
    """
    if len(element) > _LONGEST:
        return None
    try:
        texts = list(_texts(element, tag))
    except _NotPlainError:
        return None
    if not 0 < len(texts) <= _MOST_TEXTS:
        return None
    begins = [0, *(end for _, end in texts)]
    ends = [*(begin for begin, _ in texts), len(element)]
    still = tuple(element[a:b] for a, b in zip(begins, ends, strict=True))
    pattern = rb"(%s)" % _PLAIN
    return Likeness(still, re.compile(pattern.join(map(re.escape, still)) + _SPACE.pattern))


class _NotPlainError(Exception):
    """The element holds something that only an exact parser understands."""


def _texts(element: bytes, tag: bytes) -> Iterator[tuple[int, int]]:
    """Yield from where to where the texts of `element` stand; raises `_NotPlainError`."""
    inside: list[bytes] = []
    at = 0
    while at < len(element):
        found = _TAG.match(element, at)
        if found is None or (not inside and at > 0):
            raise _NotPlainError
        begins = not found["ends"] and not found["empty"]
        if not inside:
            if found["name"] != tag or not begins:
                raise _NotPlainError
            yield from _attributes(element, found)
        at = _SPACE.match(element, found.end()).end()  # type: ignore[union-attr]  # matches all
        if begins:
            inside.append(found["name"])
            text = _TEXT.match(element, found.end())
            if len(inside) > 1 and text and element.startswith(b"</", text.end()):
                yield text.span()
                at = text.end()
        elif found["ends"] and (
            found["attributes"] or found["empty"] or inside.pop() != found["name"]
        ):
            raise _NotPlainError
    if inside:
        raise _NotPlainError


def _attributes(element: bytes, tag: re.Match[bytes]) -> Iterator[tuple[int, int]]:
    for found in _ATTRIBUTE.finditer(element, *tag.span("attributes")):
        if not found[1].startswith(b"xml"):
            yield found.span(2)
