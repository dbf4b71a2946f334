"""Words to say a feature with: windows over days that end with the day itself.

The daily table has one row for each calendar day, so a window of n rows is a window of n days.
Nothing here looks ahead. Each word says how many known days it asks for (`at_least`).
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable
from functools import reduce

import polars as pl

# A spread under this share of the mean is the rounding of sums, not a spread.
_LEAST_SPREAD = 1e-6


def mean(x: pl.Expr, days: int, at_least: int) -> pl.Expr:
    """Return the mean of the known values of the last `days` days."""
    return x.rolling_mean(days, min_samples=at_least)


def added(parts: Iterable[pl.Expr]) -> pl.Expr:
    """Return the sum of `parts` from left to right, null where one of them is.

    `pl.sum_horizontal` adds in an order that depends on the number of threads, and so do the last
    digits; this gives the same bits on every machine.
    """
    return reduce(operator.add, parts)


def averaged(columns: Iterable[str]) -> pl.Expr:
    """Return the mean of the known values of a row's `columns`, added from left to right."""
    parts = [pl.col(name) for name in columns]
    known = added(one.is_not_null().cast(pl.Float64) for one in parts)
    return pl.when(known > 0).then(added(one.fill_null(0.0) for one in parts) / known)


def total(x: pl.Expr, days: int, at_least: int = 1) -> pl.Expr:
    """Return the sum of the known values of the last `days` days."""
    return x.rolling_sum(days, min_samples=at_least)


def share(condition: pl.Expr, days: int, at_least: int = 1) -> pl.Expr:
    """Return the share of the days known on which `condition` held."""
    return mean(condition.cast(pl.Float64), days, at_least)


def count(condition: pl.Expr, days: int, at_least: int = 1) -> pl.Expr:
    """Return the number of days on which `condition` held."""
    return total(condition.cast(pl.Float64), days, at_least)


def highest(x: pl.Expr, days: int, at_least: int = 1) -> pl.Expr:
    """Return the highest known value of the last `days` days."""
    return x.rolling_max(days, min_samples=at_least)


def lowest(x: pl.Expr, days: int, at_least: int = 1) -> pl.Expr:
    """Return the lowest known value of the last `days` days."""
    return x.rolling_min(days, min_samples=at_least)


def sd(x: pl.Expr, days: int, at_least: int) -> pl.Expr:
    """Return the sample SD (n - 1) of the last `days` days, 0 where they are all equal."""
    spread = x.rolling_std(days, min_samples=max(at_least, 2))
    level = mean(x, days, 1).abs()
    return pl.when(spread > _LEAST_SPREAD * (level + 1e-3)).then(spread).otherwise(spread * 0.0)


def ratio(top: pl.Expr, bottom: pl.Expr) -> pl.Expr:
    """Return `top` over `bottom`, null where `bottom` is nothing."""
    return pl.when(bottom.abs() > 1e-9).then(top / bottom)


def before(x: pl.Expr, days: int = 1) -> pl.Expr:
    """Return `x` as it was `days` days ago."""
    return x.shift(days)


def zscore(x: pl.Expr, days: int, at_least: int) -> pl.Expr:
    """Return `x` against the `days` days before it, in their SDs; the day itself is left out."""
    past = before(x)
    return ratio(x - mean(past, days, at_least), sd(past, days, at_least))


def cv(x: pl.Expr, days: int, at_least: int) -> pl.Expr:
    """Return the coefficient of variation: SD over mean of the last `days` days."""
    return ratio(sd(x, days, at_least), mean(x, days, at_least))


def worthwhile(x: pl.Expr, days: int, at_least: int) -> pl.Expr:
    """Return the mean of 7 days against the `days` before them, in smallest worthwhile changes.

    One is half an SD of the baseline (Plews 2013, Javaloyes 2019).
    """
    past = before(x, 7)
    step = 0.5 * sd(past, days, at_least)
    return ratio(mean(x, 7, 3) - mean(past, days, at_least), step)


def slope(x: pl.Expr, days: int, at_least: int) -> pl.Expr:
    """Return the change a day: the least-squares line through the known values of the window."""
    known = x.is_not_null()
    at = pl.int_range(pl.len()).cast(pl.Float64)
    when = pl.when(known).then(at)
    n = known.cast(pl.Float64).rolling_sum(days, min_samples=1)
    # Against the first day of the window, so that no large numbers are taken from each other.
    start = at - (days - 1)
    t = when.rolling_sum(days, min_samples=1) - n * start
    tt = (
        (when * when).rolling_sum(days, min_samples=1)
        - 2 * start * when.rolling_sum(days, min_samples=1)
        + n * start * start
    )
    y = x.rolling_sum(days, min_samples=at_least)
    ty = (when * x).rolling_sum(days, min_samples=at_least) - start * y
    return ratio(n * ty - t * y, n * tt - t * t)


def since(condition: pl.Expr) -> pl.Expr:
    """Return the days since `condition` last held: 0 on the day itself, null before the first."""
    at = pl.int_range(pl.len())
    return (at - pl.when(condition).then(at).forward_fill()).cast(pl.Float64)


def run(condition: pl.Expr) -> pl.Expr:
    """Return for how many days in a row up to today `condition` has held."""
    at = pl.int_range(pl.len())
    broken = pl.when(condition.fill_null(False)).then(None).otherwise(at).forward_fill()
    return (at - broken.fill_null(-1)).cast(pl.Float64)


def smoothed(x: pl.Expr, alpha: float) -> pl.Expr:
    """Return the exponentially weighted mean that begins at the first known value.

    A day that is not known leaves the mean as it was.
    """
    return x.ewm_mean(alpha=alpha, adjust=False, ignore_nulls=True).forward_fill()


def decay(tau_days: float) -> float:
    """Return the share of a memory of `tau_days` that goes in a day: 1 - e^(-1/τ)."""
    return 1 - math.exp(-1 / tau_days)


def last(x: pl.Expr, days: int) -> pl.Expr:
    """Return the newest known value, at most `days` days old, the day itself included."""
    return x.forward_fill(limit=days - 1)


def clock_distance(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Return the distance of two times of day in hours, at most 12 either way round."""
    apart = (a - b).abs() % 24
    return pl.min_horizontal(apart, 24 - apart)
