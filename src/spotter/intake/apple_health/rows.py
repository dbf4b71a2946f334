"""Apple's draft rows → rows that any source's judge understands."""

from __future__ import annotations

import polars as pl

from spotter.intake.apple_health import types
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
    """Return `draft` with its signals and stages, and the columns that `believed` takes."""
    signal = mapped(draft["type"], _signal, pl.String)
    stages = draft["raw_text"].set(signal.ne_missing("sleep"), None)
    stage = mapped(stages, types.SLEEP_STAGE.get, pl.String)
    return draft.with_columns(
        pl.col("source", "device", "unit").fill_null(""), signal.alias("signal")
    ).with_columns(text=pl.coalesce("text", stage, _category()))


def _category() -> pl.Expr:
    return pl.when(pl.col("signal").ne_missing("sleep")).then(pl.col("raw_text"))
