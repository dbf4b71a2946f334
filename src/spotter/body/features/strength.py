"""Strength: what each lift could be done with once, how sure that is, and where it goes."""

from __future__ import annotations

import math

import polars as pl

from spotter.body.features.columns import FORMULAS, LIFTS
from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import averaged, highest, last, mean, ratio, since, slope

# A lift's best of a day scatters by about 4 % about what could be done (test-retest of 1RM,
# Grgic 2020, doubled for estimates); ability itself drifts by about 1.5 % in a month.
_SCATTER, _DRIFT = 0.04, 0.015 / math.sqrt(30)


def _columns(lift: str) -> tuple[str, ...]:
    return tuple(f"e1rm_{lift}_{formula}_kg" for formula in FORMULAS)


def _filtered(series: pl.Series) -> pl.Series:
    """Return level and SD (a struct) of a local-level Kalman filter of ln e1RM, day by day."""
    level = variance = None
    rows: list[dict[str, float | None]] = []
    for value in series.to_list():
        if level is not None and variance is not None:
            variance += _DRIFT**2
        if value is not None and value > 0:
            seen = math.log(value)
            if level is None or variance is None:
                level, variance = seen, _SCATTER**2
            else:
                gain = variance / (variance + _SCATTER**2)
                level, variance = level + gain * (seen - level), (1 - gain) * variance
        if level is None or variance is None:
            rows.append({"level": None, "sd": None})
        else:
            rows.append({"level": math.exp(level), "sd": math.sqrt(variance)})
    return pl.Series(series.name, rows, dtype=_STATE)


_STATE = pl.Struct({"level": pl.Float64(), "sd": pl.Float64()})


def _state(lift: str) -> pl.Expr:
    return averaged(_columns(lift)).map_batches(_filtered, return_dtype=_STATE)


def _of(lift: str) -> tuple[Feature, ...]:
    columns = _columns(lift)
    best = averaged(columns)
    name = lift.replace("_", " ")
    spread = ratio(pl.max_horizontal(columns) - pl.min_horizontal(columns), best)
    rested = highest(best, 21, 1) <= highest(best.shift(21), 63, 1) * 1.005
    return (
        feature(f"e1rm_{lift}", _state(lift).struct.field("level"), unit="kg", days=None,
                needs=columns, about=f"what the {name} could be done with once",
                formula="local-level Kalman filter of ln of the day's best e1RM "
                "(mean of Epley, Brzycki, Lombardi)",
                source="Epley 1985, Brzycki 1993, Lombardi 1989, Kalman 1960",
                missing="never done with up to 10 repetitions under load"),
        feature(f"e1rm_{lift}_sd", _state(lift).struct.field("sd"), unit="1", days=None,
                needs=columns, about=f"how surely the {name} is known; it grows between outings",
                formula="SD of ln e1RM in the same filter", source="Kalman 1960",
                missing="never done with up to 10 repetitions under load"),
        feature(f"e1rm_{lift}_spread", last(spread, 28), unit="1", days=28, needs=columns,
                about=f"how far the formulas disagree on the {name}: much at many repetitions",
                formula="(highest - lowest formula) / their mean, newest of 28 days",
                missing="not done for 28 days"),
        feature(f"e1rm_{lift}_trend_56", ratio(slope(best, 56, 3) * 7, mean(best, 56, 3)),
                unit="1/week", days=56, needs=columns, about=f"whether the {name} grows",
                formula="least-squares slope of 56 days × 7 / mean",
                source="ordinary least squares", missing="fewer than 3 outings in 56 days"),
        feature(f"e1rm_{lift}_plateau", rested.cast(pl.Float64), unit="0/1", days=84,
                needs=columns, about=f"the {name} has stood still for three weeks",
                formula="1 when the best of 21 days is not 0.5 % above that of the 63 before",
                missing="not done in 21 days or in the 63 before"),
        feature(f"e1rm_{lift}_age", since(best.is_not_null()), unit="days", days=None,
                needs=columns, about=f"how long the {name} has not been done hard enough to tell",
                formula="days since an estimate", missing="never estimated"),
    )  # fmt: skip


_ALL = [last(averaged(_columns(lift)), 84) for lift in LIFTS]
_MASS = last(pl.coalesce(pl.col("mass_kg"), pl.col("told_mass_kg")), 84)
_SQUAT, _BENCH, _DEADLIFT = _ALL[0], _ALL[1], _ALL[2]

FEATURES = (
    *(one for lift in LIFTS for one in _of(lift)),
    feature("strength_total", _SQUAT + _BENCH + _DEADLIFT, unit="kg", days=84,
            needs=(*_columns("squat"), *_columns("bench"), *_columns("deadlift")),
            about="squat, bench press and deadlift together", source="IPF",
            formula="sum of the newest e1RM of 84 days", missing="one of the three not in 84 days"),
    feature("strength_relative", ratio(_SQUAT + _BENCH + _DEADLIFT, _MASS), unit="1", days=84,
            needs=(*_columns("squat"), *_columns("bench"), *_columns("deadlift"), "told_mass_kg"),
            about="the total in body masses", formula="total / body mass",
            missing="one of the three lifts, or the body mass, is not known"),
    feature("strength_push_pull", ratio(_BENCH, _ALL[4]), unit="1", days=84,
            needs=(*_columns("bench"), *_columns("row")),
            about="pressing against rowing: far from 1 one side lags",
            formula="bench press e1RM / row e1RM", missing="one of them not in 84 days"),
    feature("strength_knee_hip", ratio(_SQUAT, _DEADLIFT), unit="1", days=84,
            needs=(*_columns("squat"), *_columns("deadlift")),
            about="knee against hip: usually near 0.85", formula="squat e1RM / deadlift e1RM",
            missing="one of them not in 84 days"),
)  # fmt: skip
