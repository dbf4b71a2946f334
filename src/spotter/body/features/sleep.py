"""Sleep: how much, of what kind, when, and how regularly."""

from __future__ import annotations

import polars as pl

from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import (
    before,
    clock_distance,
    count,
    cv,
    lowest,
    mean,
    ratio,
    sd,
    slope,
    total,
    zscore,
)
from spotter.body.need import DEFAULT_S, LEAST_S, MOST_S, NIGHTS

_SLEEP = pl.col("sleep_s")
_ALL = _SLEEP + pl.col("sleep_nap_s").fill_null(0.0)
_PAST = before(_ALL)
_NEED = (
    pl.when(count(_PAST.is_not_null(), 28) >= NIGHTS)
    .then(mean(_PAST, 28, 1).clip(LEAST_S, MOST_S))
    .otherwise(DEFAULT_S)
)
_SHORT = _NEED - _ALL
_MIDDLE = pl.col("sleep_midpoint_h")
_SHIFT = clock_distance(_MIDDLE, before(_MIDDLE))
_HALF = (_SLEEP + pl.col("sleep_awake_s").fill_null(0.0)) / 7200
_SHARED = pl.max_horizontal(
    pl.lit(0.0), pl.min_horizontal(2 * _HALF, 2 * before(_HALF), _HALF + before(_HALF) - _SHIFT)
)
# The plain share of minutes in the same state, from -100 (always the other) to 100 (Phillips).
_REGULAR = 200 * (1 - (2 * _HALF + 2 * before(_HALF) - 2 * _SHARED) / 24) - 100
_WEEKEND = pl.col("day").dt.weekday() >= 6


def _night(
    name: str, label: str, unit: str, x: pl.Expr, col: str, *, why: str
) -> tuple[Feature, ...]:
    return (
        feature(f"{name}_last", x, unit=unit, needs=col, about=f"{label} of last night: {why}",
                formula="value of the day", source="AASM 2015"),
        feature(f"{name}_mean_7", mean(x, 7, 4), unit=unit, needs=col, days=7,
                about=f"a week of {label}", formula="mean of 7 nights",
                missing="fewer than 4 of 7 nights"),
        feature(f"{name}_mean_28", mean(x, 28, 14), unit=unit, needs=col, days=28,
                about=f"usual {label}", formula="mean of 28 nights",
                missing="fewer than 14 of 28 nights"),
        feature(f"{name}_z_28", zscore(x, 28, 7), unit="SD", needs=col, days=29,
                about=f"{label} of last night against its own last 28",
                formula="(value - mean) / SD of the 28 nights before",
                missing="fewer than 7 nights before, or no spread"),
    )  # fmt: skip


FEATURES = (
    *_night("sleep_time", "time asleep", "s", _SLEEP, "sleep_s",
            why="short nights slow recovery and learning"),
    *_night("sleep_deep_share", "share of deep sleep", "1",
            ratio(pl.col("sleep_deep_s"), _SLEEP), "sleep_deep_s", why="most repair happens in it"),
    *_night("sleep_rem_share", "share of REM sleep", "1", ratio(pl.col("sleep_rem_s"), _SLEEP),
            "sleep_rem_s", why="it falls with alcohol and early alarms"),
    *_night("sleep_awake", "time awake in the night", "s", pl.col("sleep_awake_s"),
            "sleep_awake_s", why="broken nights restore less"),
    *_night("sleep_efficiency_night", "sleep efficiency", "1", pl.col("sleep_efficiency"),
            "sleep_efficiency", why="time in bed that was not slept"),
    *_night("sleep_midpoint", "middle of the night", "h", _MIDDLE, "sleep_midpoint_h",
            why="a later middle than usual is like travel"),
    *_night("sleep_latency", "time to fall asleep", "s", pl.col("sleep_latency_s"),
            "sleep_latency_s", why="long when strained, very short when sleep is owed"),
    feature("sleep_latency_and_rest", pl.col("sleep_in_bed_s") - _SLEEP
            - pl.col("sleep_awake_s"), unit="s", about="time in bed before and after sleep",
            needs=("sleep_in_bed_s", "sleep_s", "sleep_awake_s"),
            formula="in bed - asleep - awake between"),
    feature("sleep_nap_7", total(pl.col("sleep_nap_s"), 7), unit="s", days=7, needs="sleep_nap_s",
            about="sleep made up for by day", formula="sum of 7 days", missing="no nap in 7 days"),
    feature("sleep_need", _NEED, unit="s", days=29, needs="sleep_s",
            about="what the athlete's own nights say they need",
            formula="mean of the 28 nights before within 7-9 h; 7 h 30 min under 14 nights",
            source="AASM 2015"),
    feature("sleep_need_share", ratio(_ALL, _NEED), unit="1", days=29, needs="sleep_s",
            about="last night and naps over the own need", formula="asleep / need",
            source="AASM 2015"),
    feature("sleep_debt_14", pl.max_horizontal(pl.lit(0.0), total(_SHORT, 14, 7)).pipe(
                lambda debt: pl.when(count(_ALL.is_not_null(), 14) >= 7).then(debt)),
            unit="s", days=42, needs="sleep_s", about="sleep owed over two weeks",
            formula="sum of need - asleep of 14 nights, at least 0", source="Van Dongen 2003",
            missing="fewer than 7 of 14 nights"),
    feature("sleep_debt_3", pl.max_horizontal(pl.lit(0.0), total(_SHORT, 3, 3)).pipe(
                lambda debt: pl.when(count(_ALL.is_not_null(), 3) == 3).then(debt)),
            unit="s", days=31, needs="sleep_s", about="sleep owed since three nights ago",
            formula="sum of need - asleep of 3 nights, at least 0",
            missing="one of the 3 nights is not known"),
    feature("sleep_regularity_index", mean(_REGULAR, 7, 4), unit="1", days=8,
            needs=("sleep_midpoint_h", "sleep_s"),
            about="the same hours every night; irregular ones tire like short ones",
            formula="200 × share of minutes in the same state 24 h apart - 100, 7 pairs of nights",
            source="Phillips 2017", missing="fewer than 4 of 7 pairs"),
    feature("sleep_midpoint_sd_14", sd(_MIDDLE, 14, 7), unit="h", days=14,
            needs="sleep_midpoint_h", about="how far bedtimes wander", formula="SD of 14 nights",
            missing="fewer than 7 of 14 nights"),
    feature("sleep_midpoint_shift", _SHIFT, unit="h", days=2, needs="sleep_midpoint_h",
            about="how far last night moved against the one before",
            formula="distance of the middles round the clock",
            missing="one of the two nights is not known"),
    feature("sleep_social_jet_lag_28",
            mean(pl.when(_WEEKEND).then(_MIDDLE), 28, 4)
            - mean(pl.when(~_WEEKEND).then(_MIDDLE), 28, 8),
            unit="h", days=28, needs="sleep_midpoint_h",
            about="living in two time zones, one for free days",
            formula="mean middle of weekend nights - of other nights, 28 days",
            source="Wittmann 2006", missing="fewer than 4 weekend or 8 other nights"),
    feature("sleep_cv_14", cv(_SLEEP, 14, 7), unit="1", days=14, needs="sleep_s",
            about="how uneven the nights are", formula="SD / mean of 14 nights",
            missing="fewer than 7 of 14 nights"),
    feature("sleep_trend_28", slope(_SLEEP, 28, 14) * 7, unit="s/week", days=28, needs="sleep_s",
            about="whether nights get longer or shorter", source="ordinary least squares",
            formula="least-squares slope of 28 nights × 7", missing="fewer than 14 of 28 nights"),
    feature("sleep_shortest_7", lowest(_SLEEP, 7, 4), unit="s", days=7, needs="sleep_s",
            about="the worst night of the week", formula="lowest of 7 nights",
            missing="fewer than 4 of 7 nights"),
    feature("sleep_short_nights_14", count(_SLEEP < 6 * 3600, 14, 7), unit="nights", days=14,
            needs="sleep_s", about="nights under six hours, where performance begins to fall",
            formula="nights under 6 h of 14", source="Van Dongen 2003",
            missing="fewer than 7 of 14 nights"),
)  # fmt: skip
