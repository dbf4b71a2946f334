"""Form: how well sets were done where somebody watched, and where that goes."""

from __future__ import annotations

import polars as pl

from spotter.body.features.columns import WATCHED_LIFTS
from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import before, mean, since, slope, total

_MONTH_MISSING = "sets of fewer than 2 days of 28 were watched and seen well"
_TREND_MISSING = "sets of fewer than 4 days of 28 were watched and seen well"
_SINCE_MISSING = "none of 7 days, or fewer than 3 of the 28 before, were watched and seen well"
_SEN = "Sen 1968"


def _month(name: str, column: str, unit: str, about: str) -> Feature:
    return feature(name, mean(pl.col(column), 28, 2), unit=unit, days=28, needs=column,
                   about=about, formula="mean of watched days of 28",
                   missing=_MONTH_MISSING)  # fmt: skip


def _trend(name: str, column: str, unit: str, about: str) -> Feature:
    return feature(name, slope(pl.col(column), 28, 4) * 7, unit=f"{unit}/week", days=28,
                   needs=column, about=about, formula="least-squares slope of 28 days × 7",
                   source="ordinary least squares", missing=_TREND_MISSING)  # fmt: skip


def _change(name: str, column: str, unit: str, about: str) -> Feature:
    x = pl.col(column)
    return feature(name, mean(x, 7, 1) - mean(before(x, 7), 28, 3), unit=unit, days=35,
                   needs=column, about=about, formula="mean of 7 days - mean of the 28 before",
                   missing=_SINCE_MISSING)  # fmt: skip


def _of(lift: str) -> tuple[Feature, ...]:
    score, depth = f"watched_{lift}_score", f"watched_{lift}_depth"
    sides = f"watched_{lift}_asymmetry_deg"
    name = {"bench": "bench press", "press": "overhead press"}.get(lift, lift)
    return (
        feature(f"form_{lift}_score_7", mean(pl.col(score), 7, 1), unit="points", days=7,
                needs=score, about=f"how well the {name} is done this week",
                formula="mean of watched days of 7",
                missing="no such set of 7 days was watched and seen well"),
        _month(f"form_{lift}_score_28", score, "points",
               f"how well the {name} is usually done: load is earned by form first"),
        _trend(f"form_{lift}_score_trend_28", score, "points",
               f"whether the {name} gets better with practice or worse under load"),
        _month(f"form_{lift}_depth_28", depth, "points",
               f"how much of its range the {name} has: a range that shrinks hides progress"),
        _month(f"form_{lift}_asymmetry_28", sides, "°",
               f"how far the sides' ranges differ in the {name}"),
    )  # fmt: skip


FEATURES = (
    feature("form_watched_sets_28", total(pl.col("watched_sets"), 28), unit="sets", days=28,
            needs="watched_sets", about="how much was watched: what the other numbers rest on",
            formula="sum of 28 days", missing="no set was watched in 28 days"),
    feature("form_watched_reps_28", total(pl.col("watched_reps"), 28), unit="reps", days=28,
            needs="watched_reps", about="how many repetitions those sets had",
            formula="sum of 28 days", missing="no set was watched in 28 days"),
    feature("form_days_since_watched", since(pl.col("watched_sets") > 0), unit="days", days=None,
            needs="watched_sets", about="what was seen long ago says little about today",
            formula="days since a set was watched", missing="no set was ever watched"),
    feature("form_score_7", mean(pl.col("watched_score"), 7, 1), unit="points", days=7,
            needs="watched_score", about="how well sets are done this week, whatever the exercise",
            formula="mean of watched days of 7",
            missing="no set of 7 days was watched and seen well"),
    _month("form_score_28", "watched_score", "points",
           "how well sets are usually done; a change of exercises changes it too"),
    _trend("form_score_trend_28", "watched_score", "points", "where form is heading"),
    _change("form_score_change", "watched_score", "points",
            "form that falls within a week, at equal work, is an early sign of fatigue"),
    _month("form_depth_28", "watched_depth", "points", "how much of their range movements have"),
    _trend("form_depth_trend_28", "watched_depth", "points",
           "a range that shrinks as loads rise is progress on paper only"),
    _month("form_stability_28", "watched_stability", "points", "how steady sets are"),
    _month("form_symmetry_28", "watched_symmetry", "points", "how alike both sides work"),
    _month("form_tempo_28", "watched_tempo", "points", "how controlled the speed is"),
    _month("form_alignment_28", "watched_alignment", "points", "how well posture is kept"),
    _month("form_asymmetry_28", "watched_asymmetry_deg", "°",
           "how far the ranges of the two sides differ; some difference is usual"),
    _trend("form_asymmetry_trend_28", "watched_asymmetry_deg", "°",
           "sides that drift apart under load are worth a lighter week and a question"),
    _change("form_asymmetry_change", "watched_asymmetry_deg", "°",
            "a side that was spared since last week is worth a question about pain"),
    feature("form_faulty_share_7", mean(pl.col("watched_faulty_share"), 7, 1), unit="1", days=7,
            needs="watched_faulty_share", about="how many repetitions showed a fault this week",
            formula="mean over watched days of 7 of the share of repetitions with a fault",
            missing="no set of 7 days with 3 repetitions was watched"),
    _month("form_faulty_share_28", "watched_faulty_share", "1",
           "how many repetitions usually show a fault"),
    _trend("form_faulty_share_trend_28", "watched_faulty_share", "1",
           "whether faults become rarer"),
    feature("form_score_fade_28", mean(pl.col("watched_score_slope"), 28, 2), unit="points/rep",
            days=28, needs="watched_score_slope", source=_SEN,
            about="whether form lasts to the end of a set; it should not fall much",
            formula="mean of 28 days of the slope of the score over a set (Theil, Sen)",
            missing=_MONTH_MISSING),
    feature("form_range_fade_28", mean(pl.col("watched_range_slope"), 28, 2), unit="%/rep",
            days=28, needs="watched_range_slope", source=_SEN,
            about="range that is lost within sets: they may be too long or too heavy",
            formula="mean of 28 days of the slope of the range over a set (Theil, Sen)",
            missing=_MONTH_MISSING),
    feature("form_speed_fade_28", mean(pl.col("watched_speed_slope"), 28, 2), unit="%/rep",
            days=28, needs="watched_speed_slope", source="Sanchez-Medina 2011",
            about="speed lost within sets tells how close to failure they go",
            formula="mean of 28 days of the slope of the speed over a set (Theil, Sen)",
            missing=_MONTH_MISSING),
    *(one for lift in WATCHED_LIFTS for one in _of(lift)),
)  # fmt: skip
