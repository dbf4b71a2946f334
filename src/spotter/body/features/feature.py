"""What a feature is: one declaration, readable aloud."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Feature:
    """One number of a day that rests on that day and earlier ones alone.

    `value` is an expression over the daily table (`body.features.columns`); `needs` are the
    columns it rests on and `days` how many days back, the day itself included (None: the whole
    past). `alike` says why it may follow another feature closely, where it does.
    """

    name: str
    unit: str
    days: int | None
    about: str
    formula: str
    source: str
    missing: str
    needs: tuple[str, ...]
    value: pl.Expr
    family: str = ""
    alike: str = ""


def feature(
    name: str,
    value: pl.Expr,
    *,
    unit: str,
    about: str,
    formula: str,
    needs: str | tuple[str, ...],
    days: int | None = 1,
    source: str = "own definition",
    missing: str = "not known that day",
    alike: str = "",
) -> Feature:
    """Declare a feature; its expression gives a float, null where it is missing."""
    on = (needs,) if isinstance(needs, str) else needs
    shown = value.cast(pl.Float64)
    return Feature(name, unit, days, about, formula, source, missing, on, shown, alike=alike)
