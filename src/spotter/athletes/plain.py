"""Reading plain values (from TOML, JSON or a form) one field at a time, strictly."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import TypeVar

from spotter.kit.errors import BadInput

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)


def wrong(field: str, problem: str) -> BadInput:
    """Return the error that says what is wrong with `field`."""
    return BadInput(f"{field}: {problem}.", field=field)


def only(known: Iterable[str], plain: Mapping[str, object], prefix: str = "") -> None:
    """Refuse keys that are not `known`; raises `BadInput` naming the first such key."""
    names = sorted(known)
    for key in plain:
        if key not in names:
            raise wrong(f"{prefix}{key}", f"unknown; known are {', '.join(names)}")


def table(field: str, value: object) -> Mapping[str, object]:
    """Return `value` as a table of named values."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise wrong(field, "must be a table of named values")
    return value


def listed(field: str, value: object, longest: int) -> list[object]:
    """Return `value` as a list of at most `longest` items."""
    if not isinstance(value, list):
        raise wrong(field, "must be a list")
    if len(value) > longest:
        raise wrong(field, f"may hold at most {longest} items")
    return value


def flag(field: str, value: object) -> bool:
    """Return `value` as true or false; 0, 1 and "yes" are not."""
    if not isinstance(value, bool):
        raise wrong(field, "must be true or false")
    return value


def whole(low: int, high: int) -> Callable[[str, object], int]:
    """Return a reader of whole numbers from `low` to `high`."""

    def read(field: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise wrong(field, f"must be a whole number from {low} to {high}")
        return value

    return read


def number(low: float, high: float, unit: str = "") -> Callable[[str, object], float]:
    """Return a reader of finite numbers from `low` to `high` in `unit`."""
    span = f"must be a number from {low:g} to {high:g}{f' {unit}' if unit else ''}"

    def read(field: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise wrong(field, span)
        if not math.isfinite(value) or not low <= value <= high:
            raise wrong(field, span)
        return float(value)

    return read


def text(longest: int) -> Callable[[str, object], str]:
    """Return a reader of printable text of at most `longest` characters."""

    def read(field: str, value: object) -> str:
        if not isinstance(value, str):
            raise wrong(field, "must be text")
        if len(value) > longest:
            raise wrong(field, f"may have at most {longest} characters")
        if not all(letter.isprintable() or letter in "\n\t" for letter in value):
            raise wrong(field, "holds characters that cannot be shown")
        return value

    return read


def choice(kind: type[E]) -> Callable[[str, object], E]:
    """Return a reader of the members of `kind` by value."""
    names = [str(member.value) for member in kind]

    def read(field: str, value: object) -> E:
        if not isinstance(value, str) or value not in names:
            raise wrong(field, f"must be one of {', '.join(names)}")
        return kind(value)

    return read


def day(field: str, value: object) -> date:
    """Return `value` as a calendar date: a date, or text such as 2026-03-01."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong(field, "must be a date such as 2026-03-01")
    if not EARLIEST <= value <= LATEST:
        raise wrong(field, f"must lie between {EARLIEST} and {LATEST}")
    return value


def optional(read: Callable[[str, object], T]) -> Callable[[str, object], T | None]:
    """Return a reader that lets None through."""

    def maybe(field: str, value: object) -> T | None:
        return None if value is None else read(field, value)

    return maybe
