"""Context: the day itself, the person, the programme."""

from __future__ import annotations

import math

import polars as pl

from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import before, highest, last, mean, since, slope

_DAY = pl.col("day")
_CYCLE = 2 * math.pi * (last(pl.col("cycle_day"), 1) - 1) / 28
_WEEK = 2 * math.pi * (_DAY.dt.weekday() - 1) / 7
_YEAR = 2 * math.pi * (_DAY.dt.ordinal_day() - 1) / 365.25
_MASS = last(pl.coalesce(pl.col("mass_kg"), pl.col("told_mass_kg")), 28)


def _of_day(name: str, value: pl.Expr, about: str, formula: str, unit: str = "1") -> Feature:
    return feature(
        name, value, unit=unit, needs="day", about=about, formula=formula, missing="never",
        source="calendar",
    )  # fmt: skip


def _told(name: str, column: str, unit: str, about: str) -> Feature:
    return feature(
        name, pl.col(column), unit=unit, needs=column, about=about, formula="as told",
        source="profile", missing="not told",
    )  # fmt: skip


_AWAY = pl.col("away_h")
_MOVED = (_AWAY - before(last(_AWAY, 14))).abs()

FEATURES = (
    _of_day("weekday_sin", _WEEK.sin(), "weeks have a rhythm", "sin of 2π × weekday / 7"),
    _of_day("weekday_cos", _WEEK.cos(), "weeks have a rhythm", "cos of 2π × weekday / 7"),
    _of_day("weekend", (_DAY.dt.weekday() >= 6).cast(pl.Float64), "free days differ",
            "1 on Saturday and Sunday", "0/1"),
    _of_day("season_sin", _YEAR.sin(), "light and heat change with the year", "sin of the year"),
    _of_day("season_cos", _YEAR.cos(), "light and heat change with the year", "cos of the year"),
    _told("age", "age_years", "years", "recovery takes longer with age"),
    _told("is_female", "female", "0/1", "reference values differ by sex"),
    _told("training_level", "experience", "0-2", "beginners gain from less"),
    _told("limited_sites", "limitations", "sites", "places to train around"),
    _told("session_minutes", "minutes_per_session", "min", "the time there is"),
    _told("height", "height_m", "m", "levers and strides"),
    _told("is_planned_day", "planned_day", "0/1", "a day set aside for training"),
    feature("bmi", _MASS / pl.col("height_m").pow(2), unit="kg/m²", days=28,
            needs=("height_m",), about="mass for height; says little of the strong",
            formula="mass / height²", source="WHO 2000", missing="no height or no mass"),
    feature("mass_mean_7", mean(pl.col("mass_kg"), 7, 2), unit="kg", days=7, needs="mass_kg",
            about="body mass without water's ups and downs", formula="mean of 7 days",
            missing="fewer than 2 of 7 weighings"),
    feature("body_fat_mean_28", mean(pl.col("body_fat"), 28, 2), unit="1", days=28,
            needs="body_fat", about="share of fat; scales only show its course",
            formula="mean of 28 days", missing="fewer than 2 of 28 measurements"),
    feature("body_fat_trend_56", slope(pl.col("body_fat"), 56, 4) * 28, unit="1/4 weeks", days=56,
            needs="body_fat", about="where the share of fat is heading",
            formula="least-squares slope of 56 days × 28", source="ordinary least squares",
            missing="fewer than 4 of 56 measurements"),
    feature("programme_week_now", last(pl.col("programme_week"), 14), unit="weeks", days=14,
            needs="programme_week", about="how far the programme is",
            formula="week of the newest session of 14 days", missing="no session in 14 days"),
    feature("cycle_sin", _CYCLE.sin(), unit="1", needs="cycle_day",
            about="phase of the cycle, of who chose to enter it", formula="sin of 2π × day / 28",
            source="Elliott-Sale 2021", missing="not entered"),
    feature("cycle_cos", _CYCLE.cos(), unit="1", needs="cycle_day",
            about="phase of the cycle, of who chose to enter it", formula="cos of 2π × day / 28",
            source="Elliott-Sale 2021", missing="not entered"),
    feature("travel_away", last(_AWAY, 7), unit="h", days=7, needs="away_h",
            about="how far from home's clock one sleeps", formula="newest of 7 nights",
            source="Janse van Rensburg 2021", missing="no night of 7 says where it was"),
    feature("travel_shift_7", highest(_MOVED, 7, 1), unit="h", days=21, needs="away_h",
            about="zones crossed this week: the body follows by about an hour a day",
            formula="largest step of the clock of 7 nights",
            source="Janse van Rensburg 2021", missing="no night of 7 says where it was"),
    feature("travel_days_since", since(_MOVED >= 3), unit="days", days=None, needs="away_h",
            about="days since a journey across three zones and more",
            formula="days since the clock moved by 3 h", source="Janse van Rensburg 2021",
            missing="no such journey is known"),
    feature("heat_3", mean(pl.col("heat_index_c"), 3, 1), unit="°C", days=3, needs="heat_index_c",
            about="heat of these days: less is done at the same effort",
            formula="mean heat index of 3 days", missing="not told for 3 days"),
    feature("systolic_28", mean(pl.col("systolic_mmhg"), 28, 2), unit="mmHg", days=28,
            needs="systolic_mmhg", about="blood pressure at rest", formula="mean of 28 days",
            missing="fewer than 2 of 28 measurements"),
    feature("pulse_pressure_28", mean(pl.col("systolic_mmhg") - pl.col("diastolic_mmhg"), 28, 2),
            unit="mmHg", days=28, needs=("systolic_mmhg", "diastolic_mmhg"),
            about="the width of blood pressure", formula="mean of upper - lower, 28 days",
            missing="fewer than 2 of 28 measurements"),
)  # fmt: skip
