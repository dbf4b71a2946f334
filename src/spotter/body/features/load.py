"""Load: how much was done, how it is spread, and how it compares with the usual."""

from __future__ import annotations

import polars as pl

from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import (
    before,
    count,
    highest,
    mean,
    ratio,
    run,
    sd,
    share,
    since,
    slope,
    smoothed,
    total,
)
from spotter.training.load import MONOTONY_CEILING

_LOAD = pl.col("load_au")
_STRENGTH = pl.when(_LOAD.is_not_null()).then(pl.col("load_strength_au").fill_null(0.0))
_USUAL = before(_LOAD)
_HARD = (_LOAD - mean(_USUAL, 28, 14)) > sd(_USUAL, 28, 14)
_ACUTE, _CHRONIC = mean(_LOAD, 7, 5), mean(_LOAD, 28, 21)
_EWMA_7, _EWMA_28 = smoothed(_LOAD, 2 / 8), smoothed(_LOAD, 2 / 29)
_KNOWN_7 = count(_LOAD.is_not_null(), 7) == 7
_MONOTONY = pl.when(_KNOWN_7).then(
    ratio(mean(_LOAD, 7, 7), sd(_LOAD, 7, 7)).clip(upper_bound=MONOTONY_CEILING)
)


def _load(
    name: str, value: pl.Expr, days: int | None, about: str, formula: str, **more: str
) -> Feature:
    return feature(
        name, value, unit=more.pop("unit", "AU"), days=days, about=about, formula=formula,
        needs="load_au", **more,
    )  # fmt: skip


def _impulse(method: str, source: str, why: str) -> tuple[Feature, ...]:
    column = f"trimp_{method}_au"
    # A day off is 0; a day whose workouts had no heart rate is not known.
    x = pl.coalesce(pl.col(column), pl.when(_LOAD == 0).then(pl.lit(0.0)))
    needs = (column, "load_au")
    return (
        feature(f"trimp_{method}_7", mean(x, 7, 5), unit="AU", days=7, needs=needs, about=why,
                formula="mean of 7 days, days off being 0", source=source,
                missing="fewer than 5 of 7 days known"),
        feature(f"trimp_{method}_28", mean(x, 28, 21), unit="AU", days=28, needs=needs,
                about="the same over four weeks: what the heart is used to",
                formula="mean of 28 days, days off being 0", source=source,
                missing="fewer than 21 of 28 days known"),
    )  # fmt: skip


FEATURES = (
    _load("load_day", _LOAD, 1, "what was done today, rest days being 0",
          "sum of session RPE × minutes", source="Foster 2001"),
    _load("load_yesterday", before(_LOAD), 2, "what last night had to recover from",
          "load of the day before", source="Foster 2001",
          alike="the day before's load_day; a model of one row cannot look back"),
    _load("load_acute_7", _ACUTE, 7, "the week's mean daily load", "mean of 7 days",
          source="Foster 1998", missing="fewer than 5 of 7 days known"),
    _load("load_chronic_28", _CHRONIC, 28, "what the body is used to", "mean of 28 days",
          source="Foster 1998", missing="fewer than 21 of 28 days known"),
    _load("load_ewma_7", _EWMA_7, None, "the recent load, recent days counting most",
          "exponentially weighted mean, λ = 2/8", source="Williams 2017",
          missing="no load was ever known"),
    _load("load_ewma_28", _EWMA_28, None, "the usual load, recent days counting most",
          "exponentially weighted mean, λ = 2/29", source="Williams 2017",
          missing="no load was ever known"),
    _load("load_acwr", ratio(_ACUTE, _CHRONIC), 28,
          "this week against the month; shown only, it steers nothing and foretells no injury",
          "mean of 7 / mean of 28 days", unit="1", source="Impellizzeri 2020",
          missing="fewer than 5 of 7 or 21 of 28 days known, or no load"),
    _load("load_acwr_uncoupled", ratio(_ACUTE, mean(before(_LOAD, 7), 21, 15)), 28,
          "this week against the three before it; shown only, it steers nothing",
          "mean of 7 / mean of the 21 days before them", unit="1", source="Lolli 2019",
          missing="fewer than 5 of 7 or 15 of 21 days known, or no load"),
    _load("load_monotony_7", _MONOTONY, 7, "days that are all alike tire more than a mixed week",
          "mean / SD of 7 daily loads, at most 7", unit="1", source="Foster 1998",
          missing="a day of the week is not known, or no spread"),
    _load("load_strain_7", _MONOTONY * total(_LOAD, 7, 7), 7, "much and all alike",
          "week's load × monotony", source="Foster 1998",
          missing="a day of the week is not known, or no spread"),
    _load("load_ramp_7", total(_LOAD, 7, 5) - total(before(_LOAD, 7), 7, 5), 14,
          "how fast the load grows from week to week", "week's load - that of the week before",
          source="Gabbett 2016", missing="fewer than 5 days known of either week"),
    _load("load_z_28", ratio(_ACUTE - mean(before(_LOAD, 7), 28, 21),
                             sd(before(_LOAD, 7), 28, 21)), 35,
          "this week in the spread of the athlete's own days",
          "(mean of 7 - mean of the 28 before) / their SD", unit="SD",
          missing="fewer than 5 of 7 or 21 of 28 days known"),
    _load("load_trend_28", slope(_LOAD, 28, 21) * 7, 28, "whether training builds up or down",
          "least-squares slope of 28 days × 7", unit="AU/week", source="ordinary least squares",
          missing="fewer than 21 of 28 days known"),
    _load("load_sd_28", sd(_LOAD, 28, 21), 28, "how far hard and easy days lie apart",
          "SD of 28 days", missing="fewer than 21 of 28 days known"),
    _load("load_highest_28", highest(_LOAD, 28, 14), 28, "the hardest day the body knows of late",
          "highest of 28 days", missing="fewer than 14 of 28 days known"),
    _load("load_peak_share_7", ratio(highest(_LOAD, 7, 5), total(_LOAD, 7, 5)), 7,
          "how much of the week was one day", "highest / sum of 7 days", unit="1",
          missing="fewer than 5 of 7 days known, or no load"),
    _load("load_rest_days_7", count(_LOAD == 0, 7, 5), 7, "days off this week",
          "days of load 0 in 7", unit="days", missing="fewer than 5 of 7 days known"),
    _load("load_rest_share_28", share(_LOAD == 0, 28, 21), 28, "how often a day is off",
          "share of known days of load 0 in 28", unit="1",
          missing="fewer than 21 of 28 days known"),
    _load("load_days_since_rest", since(_LOAD == 0), None, "time since a day off",
          "days since load 0", unit="days", missing="no rest day was ever known",
          alike="counts the days that load_run counts, but over days that are not known too"),
    _load("load_run", run(_LOAD > 0), None, "training days in a row",
          "days in a row with load", unit="days"),
    _load("load_days_since_hard", since(_HARD), None, "time since a hard day",
          "days since a load above mean + SD of the 28 before", unit="days",
          missing="no hard day was ever known"),
    _load("load_hard_days_7", count(_HARD, 7, 5), 7, "hard days this week",
          "days above mean + SD of the 28 before", unit="days",
          missing="fewer than 5 days with a baseline"),
    feature("load_strength_acute_7", mean(_STRENGTH, 7, 5), unit="AU", days=7,
            needs="load_au", about="the week's strength work",
            formula="mean strength load of 7 days", missing="fewer than 5 of 7 days known"),
    feature("load_strength_share_28", ratio(total(_STRENGTH, 28, 21), total(_LOAD, 28, 21)),
            unit="1", days=28, needs="load_au", about="how much of training is strength work",
            formula="strength load / load of 28 days",
            missing="fewer than 21 of 28 days known, or no load"),
    feature("load_rated_share_28", mean(pl.col("load_rated"), 28, 1), unit="1", days=28,
            needs="load_rated", about="how much of the load rests on the athlete's own rating",
            formula="share of training days of 28 that were rated", missing="no training in 28"),
    *_impulse("banister", "Banister 1991", "heart-rate load in which hard minutes count most"),
    *_impulse("edwards", "Edwards 1993", "heart-rate load by zones, easy minutes counting too"),
    *_impulse("lucia", "Lucia 2003", "heart-rate load by the two thresholds"),
    feature("trimp_cost_28",
            ratio(total(pl.col("trimp_edwards_au"), 28, 3),
                  total(pl.when(pl.col("trimp_edwards_au").is_not_null()).then(_LOAD), 28, 3)),
            unit="1", days=28, needs=("trimp_edwards_au", "load_au"),
            about="what the heart did for what was felt; low: work felt harder than it was",
            formula="Edwards' impulse / load of the days of 28 that have both",
            missing="fewer than 3 days with heart rate in 28, or no load"),
)  # fmt: skip
