"""Wellbeing: what the athlete says, against what they usually say."""

from __future__ import annotations

import polars as pl

from spotter.athletes.profile import BodySite
from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import (
    count,
    highest,
    last,
    mean,
    run,
    since,
    slope,
    zscore,
)

_HOOPER = "Saw 2016"


def _answer(column: str, unit: str, why: str) -> tuple[Feature, ...]:
    x, name = pl.col(column), column.replace("_", " ")
    return (
        feature(f"{column}_last", x, unit=unit, needs=column, about=f"{name} today: {why}",
                formula="answer of the day", source=_HOOPER, missing="not answered today"),
        feature(f"{column}_mean_7", mean(x, 7, 3), unit=unit, needs=column, days=7, source=_HOOPER,
                about=f"a week of {name}", formula="mean of 7 days",
                missing="fewer than 3 of 7 answers"),
        feature(f"{column}_z_28", zscore(x, 28, 7), unit="SD", needs=column, days=29,
                about=f"{name} against the own habit of answering", source=_HOOPER,
                formula="(answer - mean) / SD of the 28 days before",
                missing="fewer than 7 answers before, or all alike"),
        feature(f"{column}_trend_14", slope(x, 14, 5) * 7, unit=f"{unit}/week", needs=column,
                days=14, about=f"where {name} is heading", source="ordinary least squares",
                formula="least-squares slope of 14 days × 7", missing="fewer than 5 of 14 answers"),
    )  # fmt: skip


def _sore(site: BodySite) -> Feature:
    column, name = f"sore_{site}", site.replace("_", " ")
    return feature(
        f"soreness_{site}_3", highest(pl.col(column), 3), unit="0-10", days=3, needs=column,
        about=f"soreness of the {name} these days: what not to load", source="Hooper 1995",
        formula="highest answer of 3 days", missing="not answered for 3 days",
    )  # fmt: skip


_GOOD = [pl.col(name) for name in ("mood", "energy", "sleep_quality")]

FEATURES = (
    *_answer("mood", "1-5", "it falls before performance does"),
    *_answer("energy", "1-5", "what the athlete feels able to do"),
    *_answer("stress", "1-5", "life's load uses the same reserves"),
    *_answer("sleep_quality", "1-5", "how the night felt, whatever the watch says"),
    *_answer("soreness", "0-10", "tissue that has not recovered"),
    *_answer("pain", "0-10", "a reason to change the session"),
    *(_sore(site) for site in BodySite),
    feature("wellbeing_index", pl.mean_horizontal(*_GOOD, 6 - pl.col("stress"),
            ignore_nulls=False), unit="1-5", needs=("mood", "energy", "sleep_quality", "stress"),
            about="all four answers in one", formula="mean of the four, stress as 6 - stress",
            source="Hooper 1995", missing="one of the four was not answered"),
    feature("soreness_sites_last", last(pl.col("sore_sites"), 3), unit="sites", days=3,
            needs="sore_sites", about="how much of the body is sore",
            formula="newest answer of 3 days", missing="not answered for 3 days"),
    feature("pain_sites_last", last(pl.col("pain_sites"), 3), unit="sites", days=3,
            needs="pain_sites", about="how many places hurt", formula="newest answer of 3 days",
            missing="not answered for 3 days"),
    feature("pain_days_14", count(pl.col("pain") >= 3, 14, 3), unit="days", days=14, needs="pain",
            about="pain that stays is for a clinician", formula="days of 14 with pain of 3 or more",
            missing="fewer than 3 of 14 answers"),
    feature("pain_run", run(pl.col("pain") >= 3), unit="days", days=None, needs="pain",
            about="days of pain in a row", formula="days in a row with pain of 3 or more"),
    feature("ill_days_since", since(pl.col("ill") == 1), unit="days", days=None, needs="ill",
            about="time since an illness: return slowly", formula="days since fever or infection",
            missing="no illness was ever told"),
    feature("stress_high_days_7", count(pl.col("stress") >= 4, 7, 3), unit="days", days=7,
            needs="stress", about="stressful days of the week",
            formula="days of 7 with stress of 4 or 5", missing="fewer than 3 of 7 answers"),
)  # fmt: skip
