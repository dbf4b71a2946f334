"""Records that were refused: all of them counted, the first of them kept to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

# Enough to see what is wrong with each kind, small whatever the size of the file.
MOST_EACH = 500
MOST = 5_000
_LONGEST_TEXT = 200
_TOLD = ("source", "device", "unit", "start", "end", "created", "value", "text", "raw_text")


@dataclass(frozen=True, slots=True)
class Refused:
    """One record that was refused: why, its type, and what could be read of it as JSON values."""

    reason: str
    type: str
    told: Mapping[str, object]


class Refusals(Counter[tuple[str, str]]):
    """How many records were refused, by (reason, type); `first` of each, one by one."""

    def __init__(self, counts: object = None, first: Iterable[Refused] = ()) -> None:
        super().__init__(counts or {})  # type: ignore[call-overload]
        self.first = list(first)

    def __reduce__(self) -> tuple[type[Refusals], tuple[dict[tuple[str, str], int], list[Refused]]]:
        return type(self), (dict(self), self.first)

    def refuse(self, reason: str, type: str, told: Mapping[str, object] | None = None) -> None:
        """Count a record, and keep what it `told` when it is among the first."""
        self[reason, type] += 1
        if self[reason, type] <= MOST_EACH and len(self.first) < MOST:
            self.first.append(Refused(reason, type, shown(told or {})))

    def take_in(self, other: Counter[tuple[str, str]]) -> None:
        """Add what another stretch of the file refused."""
        if not other:
            return
        kept = Counter((one.reason, one.type) for one in self.first)
        for one in getattr(other, "first", ()):
            if len(self.first) < MOST and kept[one.reason, one.type] < MOST_EACH:
                kept[one.reason, one.type] += 1
                self.first.append(one)
        self.update(other)


def refusals(refused: pl.DataFrame) -> Refusals:
    """Return what rows with a `reason` and a `type` that may be null say of themselves."""
    if refused.is_empty():
        return Refusals()
    named = refused.with_columns(pl.col("type").fill_null(""))
    counts = named.group_by("reason", "type").len()
    # Whoever reads the list looks for the beginning of the trouble.
    first = named.group_by("reason", "type", maintain_order=True).head(MOST_EACH).head(MOST)
    columns = [name for name in _TOLD if name in first.columns]
    kept = [
        Refused(row["reason"], row["type"], shown({name: row[name] for name in columns}))
        for row in first.iter_rows(named=True)
    ]
    return Refusals({(reason, kind): n for reason, kind, n in counts.iter_rows()}, kept)


def shown(told: Mapping[str, object]) -> dict[str, object]:
    """Return `told` without what is empty, as short JSON values that every database takes."""
    return {
        str(name)[:_LONGEST_TEXT]: _plain(value)
        for name, value in told.items()
        if value is not None and value != ""
    }


def _plain(value: object) -> object:
    if isinstance(value, bool | int):
        return value if abs(value) < 1 << 53 else str(value)[:_LONGEST_TEXT]
    if isinstance(value, float) and abs(value) < float("inf"):
        return value
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return "".join(sign for sign in text if sign.isprintable())[:_LONGEST_TEXT]
