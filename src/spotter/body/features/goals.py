"""Goals: how far, how fast, and when it would be reached."""

from __future__ import annotations

import polars as pl

from spotter.body.features.columns import FORMULAS, LIFTS
from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import (
    averaged,
    before,
    highest,
    last,
    lowest,
    mean,
    ratio,
    slope,
)

_SEEN = last(mean(pl.col("mass_kg"), 7, 1), 21)
_TARGET = pl.col("target_mass_kg")
_MASS_RATE = slope(pl.col("mass_kg"), 28, 4)
# Further ahead a line through a month of measurements says nothing.
_FARTHEST_DAYS = 730.0
_VO2 = pl.col("vo2max_ml_kg_min")
_NEWEST, _NEEDED = last(_VO2, 28), pl.col("target_vo2max")


def _days_to(distance: pl.Expr, rate: pl.Expr) -> pl.Expr:
    days = ratio(distance, rate)
    return pl.when((days >= 0) & (days <= _FARTHEST_DAYS)).then(days)


def _lift(lift: str) -> tuple[Feature, ...]:
    columns = tuple(f"e1rm_{lift}_{one}_kg" for one in FORMULAS)
    best = averaged(columns)
    newest, aim, needs = last(best, 56), pl.col(f"target_e1rm_{lift}_kg"), f"target_e1rm_{lift}_kg"
    return (
        feature(f"goal_{lift}_share", ratio(newest, aim), unit="1", days=56,
                needs=(*columns, needs), about=f"how much of the {lift} aimed for is won",
                formula="newest e1RM of 56 days / target",
                missing="no target, or the lift not done for 56 days"),
        feature(f"goal_{lift}_days", _days_to(aim - newest, slope(best, 84, 4)), unit="days",
                days=84, needs=(*columns, needs),
                about=f"days until the {lift} aimed for at this rate",
                formula="distance / slope of 84 days, at most two years",
                source="ordinary least squares",
                missing="no target, no rate, or heading the other way"),
    )  # fmt: skip


FEATURES = (
    feature("goal_mass_distance", _TARGET - _SEEN, unit="kg", days=28,
            needs=("mass_kg", "target_mass_kg"), about="kilograms to the body mass aimed for",
            formula="target - mean mass of 7 days", missing="no target, or no mass for 3 weeks"),
    feature("goal_mass_rate", _MASS_RATE * 7, unit="kg/week", days=28, needs="mass_kg",
            about="how fast the mass changes", formula="least-squares slope of 28 days × 7",
            source="ordinary least squares", missing="fewer than 4 weighings in 28 days"),
    feature("goal_mass_rate_share", ratio(_MASS_RATE * 7, _SEEN), unit="1/week", days=28,
            needs="mass_kg",
            about="athletes who lost 0.7 % a week gained lean mass, at 1.4 % they did not",
            formula="rate / mass", source="Garthe 2011",
            missing="fewer than 4 weighings in 28 days",
            alike="goal_mass_rate in proportion; of one person they go together, of many not"),
    feature("goal_mass_days", _days_to(_TARGET - _SEEN, _MASS_RATE), unit="days", days=28,
            needs=("mass_kg", "target_mass_kg"),
            about="days until the goal at this rate: the projected date is today and these",
            formula="distance / rate, at most two years",
            missing="no target, no rate, or heading the other way"),
    *(one for lift in LIFTS for one in _lift(lift)),
    feature("goal_race_share", ratio(_NEWEST, _NEEDED), unit="1", days=28,
            needs=("vo2max_ml_kg_min", "target_vo2max"),
            about="how much of the endurance that the race asks for is there",
            formula="newest VO2max of 28 days / VO2max for distance and time of the race",
            source="Daniels & Gilbert 1979", missing="no race aimed for, or no VO2max in 28 days"),
    feature("goal_race_days", _days_to(_NEEDED - _NEWEST, slope(_VO2, 90, 5)), unit="days",
            days=90, needs=("vo2max_ml_kg_min", "target_vo2max"),
            about="days until the race's time is within reach at this rate",
            formula="what is missing / slope of 90 days, at most two years",
            source="Daniels & Gilbert 1979", missing="no race, no trend, or heading the other way"),
    feature("goal_days_left", pl.col("target_days_left"), unit="days", needs="target_days_left",
            about="days to the nearest date aimed for", formula="date - today",
            source="profile", missing="no date ahead"),
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
