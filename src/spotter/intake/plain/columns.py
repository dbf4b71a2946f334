"""The columns of the two plain tables, and what people call them otherwise."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what stands in it, an example, other names that mean the same.

    Other names are compared in lower case, with `_` and `-` as blanks.
    """

    name: str
    about: str
    example: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One table: the file it is usually called, its columns, and what it cannot be without.

    `needs` are groups of columns: of each group one must be there.
    """

    file: str
    about: str
    columns: tuple[Column, ...]
    needs: tuple[frozenset[str], ...]

    def column(self, header: str) -> str | None:
        """Return the name of the column that people call `header`, None when nobody does."""
        return _names(self).get(_plain(header))

    def fits(self, headers: Iterable[str]) -> bool:
        """Return whether every one of `headers` is understood, and all that is needed is there."""
        found = [self.column(header) for header in headers]
        known = {name for name in found if name is not None}
        return len(known) == len(found) and all(group & known for group in self.needs)

    def template(self) -> str:
        """Return the table as a file to fill in: its header and one example row."""
        cells = ",".join(each.example for each in self.columns)
        return ",".join(each.name for each in self.columns) + f"\r\n{cells}\r\n"


def _layout(name: str) -> Layout:
    """Return the table called `name` in `columns.toml`."""
    text = (resources.files("spotter.intake.plain") / "columns.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)[name]
    columns = tuple(
        Column(each["name"], each["about"], each.get("example", ""), tuple(each.get("also", ())))
        for each in found["columns"]
    )
    needs = tuple(frozenset(group) for group in found["needs"])
    return Layout(found["file"], found["about"], columns, needs)


WORKOUTS, ATHLETE = _layout("workouts"), _layout("athlete")
LAYOUTS = (WORKOUTS, ATHLETE)
# In a mapping, says that a column is to be passed over.
IGNORE = "-"


@cache
def _names(layout: Layout) -> Mapping[str, str]:
    """Return what people call the columns → their names."""
    return {
        _plain(called): each.name
        for each in layout.columns
        for called in (each.name, *each.synonyms)
    }


def _plain(header: str) -> str:
    return re.sub(r"[\s_\-]+", " ", header).strip().casefold()
