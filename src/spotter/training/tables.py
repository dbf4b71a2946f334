"""Reads typed values out of a TOML table and names the place of whatever is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import TypeVar

from spotter.kit.errors import SpotterError

E = TypeVar("E", bound=StrEnum)


class BadData(SpotterError):
    """A data file of the training room is wrong; the message names the file and the entry."""

    code = "bad_training_data"
    status = 500


class Table:
    """One TOML table with the place it stands at, for messages such as `squat.toml: lunge: …`.

    Every getter raises `BadData` naming the place and the key. `done` refuses keys nobody asked
    for, which is how a misspelt optional key is found.
    """

    def __init__(self, values: Mapping[str, object], place: str) -> None:
        self.values = values
        self.place = place
        self._asked: set[str] = set()

    def wrong(self, message: str) -> BadData:
        """Return the error to raise for `message` at this place."""
        return BadData(f"{self.place}: {message}.")

    def has(self, key: str) -> bool:
        """Return whether `key` is given."""
        return key in self.values

    def get(self, key: str, default: object = None) -> object:
        """Return the raw value of `key`; a key without default must be there."""
        self._asked.add(key)
        if key not in self.values and default is None:
            raise self.wrong(f"'{key}' is missing")
        return self.values.get(key, default)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string that is not blank (unless the default is)."""
        value = self.get(key, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.wrong(f"'{key}' must be a non-empty text")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Return a number that is not negative."""
        value = self.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise self.wrong(f"'{key}' must be a number of at least 0")
        return float(value)

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number that is not negative."""
        value = self.number(key, default)
        if value != int(value):
            raise self.wrong(f"'{key}' must be a whole number")
        return int(value)

    def flag(self, key: str) -> bool:
        """Return a boolean, false when absent."""
        value = self.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(f"'{key}' must be true or false")
        return value

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """Return a list of distinct strings in the order given."""
        value = self.get(key, default)
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise self.wrong(f"'{key}' must be a list of texts")
        if any(not isinstance(item, str) or not item.strip() for item in value):
            raise self.wrong(f"'{key}' must be a list of non-empty texts")
        if len(set(value)) != len(value):
            raise self.wrong(f"'{key}' names something twice")
        return tuple(value)

    def span(self, key: str) -> tuple[int, int]:
        """Return a [low, high] pair of whole numbers with 0 < low <= high."""
        value = self.get(key)
        if (
            not isinstance(value, Sequence)
            or len(value) != 2
            or any(isinstance(item, bool) or not isinstance(item, int) for item in value)
            or not 0 < value[0] <= value[1]
        ):
            raise self.wrong(f"'{key}' must be [low, high] with 0 < low <= high")
        return value[0], value[1]

    def one_of(self, key: str, kind: type[E], default: E | None = None) -> E:
        """Return a member of the enumeration `kind`."""
        return self._member(key, self.text(key, default), kind)

    def some_of(
        self, key: str, kind: type[E], default: Sequence[str] | None = None
    ) -> tuple[E, ...]:
        """Return distinct members of the enumeration `kind` in the order given."""
        return tuple(self._member(key, word, kind) for word in self.texts(key, default))

    def tables(self, key: str) -> list[Mapping[str, object]]:
        """Return a list of tables."""
        value = self.get(key)
        if not isinstance(value, list) or any(not isinstance(item, dict) for item in value):
            raise self.wrong(f"'{key}' must be a list of tables")
        return value

    def done(self) -> None:
        """Refuse keys that were given and that nobody asked for."""
        unknown = sorted(set(self.values) - self._asked)
        if unknown:
            raise self.wrong(f"unknown key '{unknown[0]}'")

    def _member(self, key: str, word: str, kind: type[E]) -> E:
        try:
            return kind(word)
        except ValueError:
            known = ", ".join(kind)
            raise self.wrong(f"'{key}' has '{word}', which is none of: {known}") from None


def read(file: Traversable) -> Table:
    """Return the whole of one TOML file as a table placed at the file's name."""
    try:
        return Table(tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadData(f"{file.name}: not readable as TOML: {error}.") from error


def toml_files(folder: Traversable) -> list[Traversable]:
    """Return the TOML files of `folder` in the order of their names."""
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
