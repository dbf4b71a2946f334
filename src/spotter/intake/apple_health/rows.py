"""Apple's draft rows → rows that any source's judge understands."""

from __future__ import annotations

import polars as pl

from spotter.intake.apple_health import types
from spotter.intake.apple_health.stamps import instants
from spotter.intake.believed import Horizon, believed
from spotter.intake.columns import mapped
from spotter.intake.refused import Refusals

__all__ = ["Horizon", "judge"]


def judge(draft: pl.DataFrame, horizon: Horizon) -> tuple[pl.DataFrame, Refusals]:
    """Return the rows of `draft` that can be believed, and the others, counted.

    The rows have the columns of `body.raw.SCHEMA`.
    """
    return believed(_read(draft), horizon)


def _signal(kind: str) -> str | None:
    if kind.startswith(types.WORKOUT_PREFIX):
        return "workout"
    other = {types.ACTIVITY_SUMMARY: "activity_summary", types.ROUTE: "route", types.ECG: "ecg"}
    return types.SIGNAL_OF_TYPE.get(kind) or other.get(kind)


def _read(draft: pl.DataFrame) -> pl.DataFrame:
    """Return `draft` with times, numbers and names read; null where they cannot be."""
    number = pl.col("value").cast(pl.Float64, strict=False)
    number = pl.when(number.is_finite()).then(number)
    signal = mapped(draft["type"], _signal, pl.String)
    text = mapped(
        draft["value"].set(signal.ne_missing("sleep"), None), types.SLEEP_STAGE.get, pl.String
    )
    return draft.with_columns(
        instants(draft["start"]),
        instants(draft["end"]),
        instants(draft["created"]),
        pl.col("source", "device", "unit").fill_null(""),
        signal.alias("signal"),
        value=number,
        raw_text=pl.when(number.is_null()).then(pl.col("value")),
    ).with_columns(text=pl.coalesce("text", text, _category()))


def _category() -> pl.Expr:
    return pl.when(pl.col("signal").ne_missing("sleep")).then(pl.col("raw_text"))
