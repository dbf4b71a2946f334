"""Endurance: aerobic capacity, distance, activity."""

from __future__ import annotations

import polars as pl

from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import (
    added,
    before,
    count,
    highest,
    last,
    mean,
    ratio,
    sd,
    slope,
    total,
    zscore,
)

_VO2 = pl.col("vo2max_ml_kg_min")
_STEADY = (pl.col("workout_s") - pl.col("workout_strength_s").fill_null(0.0)).clip(lower_bound=0.0)
_KNOWN = pl.col("load_au").is_not_null()
_CARDIO = pl.coalesce(_STEADY, pl.when(_KNOWN).then(pl.lit(0.0)))
_ZONES = tuple(f"hr_zone_{zone}_s" for zone in range(1, 6))
_IN_ZONES = added(pl.col(one) for one in _ZONES)
_DRIFT, _SPEED = pl.col("decoupling"), pl.col("run_speed_at_hr_m_s")
_EASY = pl.col("load_au") - pl.col("load_strength_au").fill_null(0.0)


def _counted(column: str, name: str, unit: str, label: str, why: str) -> tuple[Feature, ...]:
    x = pl.col(column)
    return (
        feature(f"{name}_mean_7", mean(x, 7, 4), unit=unit, days=7, needs=column,
                about=f"a week of {label}: {why}", formula="mean of 7 days",
                missing="fewer than 4 of 7 days"),
        feature(f"{name}_mean_28", mean(x, 28, 14), unit=unit, days=28, needs=column,
                about=f"usual {label}", formula="mean of 28 days",
                missing="fewer than 14 of 28 days"),
        feature(f"{name}_z_28", zscore(x, 28, 7), unit="SD", days=29, needs=column,
                about=f"{label} of today against the last 28 days",
                formula="(value - mean) / SD of the 28 days before",
                missing="fewer than 7 days before, or no spread"),
    )  # fmt: skip


def _zone_share(zone: int, why: str) -> Feature:
    return feature(
        f"zone_{zone}_share_28",
        ratio(total(pl.col(f"hr_zone_{zone}_s"), 28, 3), total(_IN_ZONES, 28, 3)),
        unit="1", days=28, needs=_ZONES, about=why, formula=f"time in zone {zone} / in all five",
        source="Edwards 1993", missing="fewer than 3 workouts with heart rate in 28 days",
    )  # fmt: skip


FEATURES = (
    feature("vo2max_newest", last(_VO2, 28), unit="mL/(kg·min)", days=28,
            needs="vo2max_ml_kg_min", about="the ceiling of endurance",
            formula="newest estimate of 28 days", source="ACSM 2021",
            missing="no estimate in 28 days"),
    feature("vo2max_mean_56", mean(_VO2, 56, 2), unit="mL/(kg·min)", days=56,
            needs="vo2max_ml_kg_min", about="the ceiling without the noise of one run",
            formula="mean of 56 days", missing="fewer than 2 estimates in 56 days"),
    feature("vo2max_trend_90", slope(_VO2, 90, 5) * 28, unit="mL/(kg·min)/4 weeks", days=90,
            needs="vo2max_ml_kg_min", about="whether endurance grows",
            formula="least-squares slope of 90 days × 28", source="ordinary least squares",
            missing="fewer than 5 estimates in 90 days"),
    feature("vo2max_sd_56", sd(_VO2, 56, 3), unit="mL/(kg·min)", days=56,
            needs="vo2max_ml_kg_min", about="how far the estimates scatter",
            formula="SD of 56 days", missing="fewer than 3 estimates in 56 days"),
    *_counted("steps", "steps", "steps", "steps", "the floor under all training"),
    *_counted("distance_m", "distance", "m", "distance on foot", "what joints have borne"),
    *_counted("active_energy_kj", "active_energy", "kJ", "active energy", "what must be eaten"),
    *_counted("exercise_s", "brisk", "s", "brisk minutes", "150 a week keep one healthy"),
    feature("distance_ramp_7", ratio(total(pl.col("distance_m"), 7, 5),
            total(before(pl.col("distance_m"), 7), 7, 5)), unit="1", days=14, needs="distance_m",
            about="this week's distance over last week's", formula="sum of 7 / sum of the 7 before",
            source="Nielsen 2014", missing="fewer than 5 days known of either week"),
    feature("distance_longest_28", highest(pl.col("distance_m"), 28, 14), unit="m", days=28,
            needs="distance_m", about="the longest day on foot of late",
            formula="highest of 28 days", missing="fewer than 14 of 28 days"),
    feature("cardio_time_7", total(_CARDIO, 7, 5), unit="s", days=7, needs="load_au",
            about="endurance training this week", source="WHO 2020",
            formula="workouts less strength, sum of 7 days", missing="fewer than 5 of 7 days"),
    feature("cardio_time_28", total(_CARDIO, 28, 21) / 4, unit="s/week", days=28, needs="load_au",
            about="usual endurance training of a week", formula="sum of 28 days / 4",
            missing="fewer than 21 of 28 days"),
    feature("cardio_days_7", count(_CARDIO > 600, 7, 5), unit="days", days=7, needs="load_au",
            about="how often endurance was trained this week",
            formula="days of 7 with more than 10 min", missing="fewer than 5 of 7 days"),
    feature("cardio_longest_28", highest(_CARDIO, 28, 21), unit="s", days=28, needs="load_au",
            about="the longest session of late bounds the next one",
            formula="highest of 28 days", missing="fewer than 21 of 28 days"),
    feature("cardio_effort_28", ratio(total(_EASY, 28, 14), total(_CARDIO / 60, 28, 14)),
            unit="CR10", days=28, needs=("load_au", "workout_s"),
            about="mean effort of endurance work: low is easy volume",
            formula="endurance load / endurance minutes of 28 days", source="Foster 2001",
            missing="fewer than 14 of 28 days, or no endurance work"),
    feature("day_hr_mean_7", mean(pl.col("hr_mean_bpm"), 7, 4), unit="bpm", days=7,
            needs="hr_mean_bpm", about="what the heart did all day long",
            formula="mean of 7 days", missing="fewer than 4 of 7 days"),
    feature("day_hr_max_28", highest(pl.col("hr_max_bpm"), 28, 7), unit="bpm", days=28,
            needs="hr_max_bpm", about="how far the heart was driven of late",
            formula="highest of 28 days", missing="fewer than 7 of 28 days"),
    feature("hr_max_share_7", ratio(highest(pl.col("hr_max_bpm"), 7, 3),
            208 - 0.7 * pl.col("age_years")), unit="1", days=7, needs=("hr_max_bpm", "age_years"),
            about="the week's highest heart rate over the expected maximum",
            formula="highest of 7 days / (208 - 0.7 × age)", source="Tanaka 2001",
            missing="fewer than 3 of 7 days, or no age"),
    feature("zones_time_7", total(_IN_ZONES, 7), unit="s", days=7, needs=_ZONES,
            about="time this week at a heart rate that trains", source="WHO 2020",
            formula="sum of zones 1 to 5, 7 days", missing="no workout with heart rate in 7 days"),
    _zone_share(1, "very easy work: recovery"),
    _zone_share(2, "easy work: most of a good endurance week"),
    _zone_share(3, "moderate work: too hard to recover from, too easy to raise the ceiling"),
    _zone_share(4, "hard work around the threshold"),
    _zone_share(5, "very hard work that raises the ceiling"),
    feature("decoupling_newest", last(_DRIFT, 28), unit="1", days=28, needs="decoupling",
            about="how much less speed a heart rate bought at the end than at the start",
            formula="newest value of 28 days", source="Smyth 2022",
            missing="no steady workout of 25 min with heart rate in 28 days"),
    feature("decoupling_mean_56", mean(_DRIFT, 56, 3), unit="1", days=56, needs="decoupling",
            about="staying power: it falls as the base grows", formula="mean of 56 days",
            source="Smyth 2022", missing="fewer than 3 steady workouts in 56 days"),
    feature("decoupling_trend_90", slope(_DRIFT, 90, 5) * 28, unit="1/4 weeks", days=90,
            needs="decoupling", about="whether staying power grows",
            formula="least-squares slope of 90 days × 28", source="ordinary least squares",
            missing="fewer than 5 steady workouts in 90 days"),
    feature("speed_at_hr_newest", last(_SPEED, 28), unit="m/s", days=28,
            needs="run_speed_at_hr_m_s", about="speed that 70 % of the heart's reserve buys",
            formula="newest value of 28 days", source="Swain 1997",
            missing="no steady run with heart rate in 28 days"),
    feature("pace_at_hr_28", ratio(pl.lit(1000.0), mean(_SPEED, 28, 2)), unit="s/km", days=28,
            needs="run_speed_at_hr_m_s", about="the month's pace at that heart rate",
            formula="1000 / mean speed of 28 days", source="Swain 1997",
            missing="fewer than 2 steady runs in 28 days"),
    feature("speed_at_hr_trend_90", slope(_SPEED, 90, 5) * 28, unit="m/s/4 weeks", days=90,
            needs="run_speed_at_hr_m_s", about="whether the same heart rate buys more speed",
            formula="least-squares slope of 90 days × 28", source="ordinary least squares",
            missing="fewer than 5 steady runs in 90 days"),
)  # fmt: skip
