"""Which source speaks where several measured the same: by rule, or in the order one chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

Order = Mapping[str, Sequence[str]]
"""Signal → names of sources, the first of them believed before all others."""

NO_ORDER: Order = {}

_NIGHT = "the source with most samples in the night, then watch, phone, other"
_COUNT = "watch, phone, other for each moment, then who covers more of the day; counted once"
_FIRST = "the first of the day, then watch, phone, other"

# Signal → what is done as long as the athlete did not choose. Only these can be chosen for.
RULES: Mapping[str, str] = {
    "workout": "of two records of one workout the fuller: rated, with heart rate, then watch, "
    "phone, other, then the longer",
    "set": "of one exercise on one day the log with most loads, then with most sets",
    "sleep": "a source with stages, then watch, phone, other; none that saw less than half",
    "steps": _COUNT,
    "distance": _COUNT,
    "active_energy": "the vendor's daily summary, else " + _COUNT,
    "basal_energy": _COUNT,
    "exercise_time": "the vendor's daily summary, else " + _COUNT,
    "heart_rate": "watch, phone, other for each minute",
    "resting_heart_rate": "watch, phone, other, then the last estimate",
    "hrv_sdnn": _NIGHT,
    "hrv_rmssd": _NIGHT,
    "respiratory_rate": _NIGHT,
    "spo2": "watch, phone, other",
    "wrist_temperature": "watch, phone, other, then the last reading",
    "vo2max": "the last of the day, then watch, phone, other",
    "mass": _FIRST,
    "body_fat": _FIRST,
}


def tier(signal: str, order: Order = NO_ORDER) -> pl.Expr:
    """Return the class of device as a number: watch 0, phone 1, anything else 2.

    A source that the athlete chose for `signal` is in a class of its own before them: -n for the
    first of n, -1 for the last.
    """
    device = pl.col("device").fill_null("")
    by_rule = (
        pl.when(device.str.starts_with("watch"))
        .then(0)
        .when(device.str.starts_with("phone"))
        .then(1)
        .otherwise(2)
    )
    for place, name in enumerate(reversed(order.get(signal, ())), start=1):
        by_rule = pl.when(pl.col("source") == name).then(-place).otherwise(by_rule)
    return by_rule.cast(pl.Int8).alias("tier")


def chosen() -> pl.Expr:
    """Return the place of a chosen source, 0 for any other: what is asked before the rule."""
    return pl.min_horizontal(pl.col("tier"), 0).alias("chosen")
