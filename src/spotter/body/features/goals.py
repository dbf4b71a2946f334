"""Goals: how far, how fast, and when it would be reached."""

from __future__ import annotations

import polars as pl

from spotter.body.features.columns import FORMULAS, LIFTS
from spotter.body.features.feature import feature
from spotter.body.features.windows import before, highest, last, lowest, mean, ratio, slope

_SEEN = last(mean(pl.col("mass_kg"), 7, 1), 21)
_TARGET = pl.col("target_mass_kg")
_MASS_RATE = slope(pl.col("mass_kg"), 28, 4)
_COLUMNS = tuple(f"e1rm_{lift}_{one}_kg" for lift in LIFTS for one in FORMULAS)
_BESTS = [pl.mean_horizontal(f"e1rm_{lift}_{one}_kg" for one in FORMULAS) for lift in LIFTS]
_SUM = pl.sum_horizontal((last(one, 56) for one in _BESTS), ignore_nulls=False)
_SUM_RATE = slope(_SUM, 56, 14)
# Further ahead a line through a month of measurements says nothing.
_FARTHEST_DAYS = 730.0
_VO2 = pl.col("vo2max_ml_kg_min")


def _days_to(distance: pl.Expr, rate: pl.Expr) -> pl.Expr:
    days = ratio(distance, rate)
    return pl.when((days >= 0) & (days <= _FARTHEST_DAYS)).then(days)


FEATURES = (
    feature("goal_mass_distance", _TARGET - _SEEN, unit="kg", days=28,
            needs=("mass_kg", "target_mass_kg"), about="kilograms to the body mass aimed for",
            formula="target - mean mass of 7 days", missing="no target, or no mass for 3 weeks"),
    feature("goal_mass_rate", _MASS_RATE * 7, unit="kg/week", days=28, needs="mass_kg",
            about="how fast the mass changes", formula="least-squares slope of 28 days × 7",
            source="ordinary least squares", missing="fewer than 4 weighings in 28 days"),
    feature("goal_mass_rate_share", ratio(_MASS_RATE * 7, _SEEN), unit="1/week", days=28,
            needs="mass_kg", about="faster than 1 % a week costs muscle",
            formula="rate / mass", source="Garthe 2011",
            missing="fewer than 4 weighings in 28 days",
            alike="the rate in kilograms; of one person the two go together, of many they do not"),
    feature("goal_mass_days", _days_to(_TARGET - _SEEN, _MASS_RATE), unit="days", days=28,
            needs=("mass_kg", "target_mass_kg"),
            about="days until the goal at this rate: the projected date is today and these",
            formula="distance / rate, at most two years",
            missing="no target, no rate, or heading the other way"),
    feature("goal_strength_share", ratio(_SUM, pl.col("target_e1rm_kg")), unit="1", days=56,
            needs=(*_COLUMNS, "target_e1rm_kg"),
            about="how much of the strength aimed for is won",
            formula="sum of the newest e1RM of all lifts / target",
            missing="no target, or a lift not done for 56 days"),
    feature("goal_strength_rate", _SUM_RATE * 7, unit="kg/week", days=111, needs=_COLUMNS,
            about="how fast the lifts grow together", formula="least-squares slope of 56 days × 7",
            source="ordinary least squares", missing="fewer than 14 days with all lifts known"),
    feature("goal_strength_days", _days_to(pl.col("target_e1rm_kg") - _SUM, _SUM_RATE),
            unit="days", days=111, needs=(*_COLUMNS, "target_e1rm_kg"),
            about="days until the lifts aimed for at this rate",
            formula="distance / rate, at most two years",
            missing="no target, no rate, or heading the other way"),
    feature("goal_vo2max_gain_180", mean(_VO2, 28, 2) - lowest(mean(_VO2, 28, 2), 180, 30),
            unit="mL/(kg·min)", days=207, needs="vo2max_ml_kg_min",
            about="endurance won since the lowest point of half a year",
            formula="mean of 28 days - lowest such mean of 180 days",
            missing="fewer than 2 estimates in 28 days or 30 days of means"),
    feature("goal_vo2max_from_peak_180", mean(_VO2, 28, 2) - highest(mean(_VO2, 28, 2), 180, 30),
            unit="mL/(kg·min)", days=207, needs="vo2max_ml_kg_min",
            about="endurance lost since the highest point of half a year",
            formula="mean of 28 days - highest such mean of 180 days",
            missing="fewer than 2 estimates in 28 days or 30 days of means"),
    feature("goal_mass_change_28", _SEEN - before(_SEEN, 28), unit="kg", days=56, needs="mass_kg",
            about="body mass against four weeks ago", formula="mean mass - that of 28 days before",
            missing="no mass now or then"),
)  # fmt: skip
