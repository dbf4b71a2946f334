"""What a line is, told by what stands between its values: all reasoning about XML that lines need.

Split at its quotation marks, a line that holds one tag gives attribute names in the even cells and
values in the odd ones. Lines with the same even cells share a layout, and a file has a few dozen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_FIRST = re.compile(r"\s*<(/?)([A-Za-z][\w.-]*)(?:\s+([A-Za-z_][\w.:-]*)\s*=\s*)?(/?)(>?)\s*")
_NEXT = re.compile(r"\s+([A-Za-z_][\w.:-]*)\s*=\s*")
_LAST = re.compile(r"\s*(/?)>\s*")
OPEN, SELF, CLOSE, BLANK, ODD = range(5)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a line is: its tag, its attribute names in order, and one of the kinds above."""

    kind: int
    tag: str = ""
    names: tuple[str, ...] = ()


@lru_cache(maxsize=65_536)
def layout(cells: tuple[str | None, ...]) -> Layout:
    """Return the layout of a line with these even cells, None for each that it does not have."""
    width = next((i for i, cell in enumerate(cells) if cell is None), len(cells))
    if width == len(cells):  # the line may go on beyond the table
        return Layout(ODD)
    if any(cell is not None for cell in cells[width:]):
        return Layout(ODD)
    if width == 0 or (width == 1 and not (cells[0] or "").strip()):
        return Layout(BLANK)
    first = _FIRST.fullmatch(cells[0] or "")
    if first is None:
        return Layout(ODD)
    slash, tag, name, self_slash, end = first.groups()
    if width == 1:
        return _bare(slash, tag, name, self_slash, end)
    last = _LAST.fullmatch(cells[width - 1] or "")
    middle = [_NEXT.fullmatch(cell or "") for cell in cells[1 : width - 1]]
    if slash or self_slash or end or not name or last is None or None in middle:
        return Layout(ODD)
    names = (name, *(match.group(1) for match in middle if match))
    if len(set(names)) < len(names):
        return Layout(ODD)
    return Layout(SELF if last.group(1) else OPEN, tag, names)


def _bare(slash: str, tag: str, name: str | None, self_slash: str, end: str) -> Layout:
    """Return the layout of a tag without attributes."""
    if name or not end or (slash and self_slash):
        return Layout(ODD)
    if slash:
        return Layout(CLOSE, tag)
    return Layout(SELF if self_slash else OPEN, tag)
