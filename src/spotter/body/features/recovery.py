"""Recovery: what the night measured, each signal against its own past."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from spotter.body.features.feature import Feature, feature
from spotter.body.features.windows import (
    before,
    count,
    cv,
    last,
    mean,
    sd,
    since,
    slope,
    worthwhile,
    zscore,
)


@dataclass(frozen=True, slots=True)
class _Signal:
    column: str
    short: str
    label: str
    unit: str
    why: str
    source: str
    logarithmic: bool = False

    @property
    def x(self) -> pl.Expr:
        value = pl.col(self.column)
        return value.log() if self.logarithmic else value


_SIGNALS = (
    _Signal("hrv_sdnn_ms", "hrv_sdnn", "ln HRV (SDNN)", "ln ms",
            "falls when training, illness or worry have not been recovered from", "Plews 2013",
            logarithmic=True),
    _Signal("hrv_rmssd_ms", "hrv_rmssd", "ln HRV (RMSSD)", "ln ms",
            "vagal tone: falls when yesterday has not been recovered from", "Plews 2013",
            logarithmic=True),
    _Signal("resting_hr_bpm", "resting_hr", "resting heart rate", "bpm",
            "rises with fatigue, heat, alcohol and illness", "Oura readiness contributors"),
    _Signal("respiratory_rate_brpm", "respiratory", "breaths a minute asleep", "1/min",
            "rises early in an infection", "Natarajan 2021"),
    _Signal("wrist_temperature_c", "temperature", "wrist temperature asleep", "°C",
            "rises with fever and with the second half of the cycle", "Smarr 2020"),
    _Signal("spo2", "spo2", "blood oxygen", "1", "falls at altitude and when ill", "WHO 2011"),
)  # fmt: skip


def _of(one: _Signal) -> list[Feature]:
    x, name = one.x, one.short
    label, unit, col = one.label, one.unit, one.column
    return [
        feature(f"{name}_last", x, unit=unit, needs=col, source=one.source,
                about=f"{label} of last night: {one.why}", formula="value of the day"),
        feature(f"{name}_mean_7", mean(x, 7, 3), unit=unit, needs=col, days=7,
                about=f"a week of {label}: single nights are noisy", formula="mean of 7 days",
                source="Plews 2014", missing="fewer than 3 of 7 nights"),
        feature(f"{name}_mean_28", mean(x, 28, 14), unit=unit, needs=col, days=28,
                about=f"what {label} usually is", formula="mean of 28 days",
                source=one.source, missing="fewer than 14 of 28 nights"),
        feature(f"{name}_z_28", zscore(x, 28, 7), unit="SD", needs=col, days=29,
                about=f"{label} of last night against its own last 28 days",
                formula="(value - mean) / SD of the 28 days before",
                source=one.source, missing="fewer than 7 nights before, or no spread"),
        feature(f"{name}_swc", worthwhile(x, 28, 14), unit="0.5 SD", needs=col, days=35,
                about=f"whether the week's {label} left the range of no consequence (beyond ± 1)",
                formula="(mean of 7 - mean of the 28 before) / 0.5 SD",
                source="Javaloyes 2019", missing="fewer than 3 of 7 or 14 of 28 nights"),
        feature(f"{name}_cv_7", cv(x, 7, 4), unit="1", needs=col, days=7,
                about=f"how restless {label} was this week; more when load is badly tolerated",
                formula="SD / mean of 7 days", source="Plews 2012",
                missing="fewer than 4 of 7 nights"),
        feature(f"{name}_trend_28", slope(x, 28, 10) * 7, unit=f"{unit}/week", needs=col, days=28,
                about=f"where {label} is heading", formula="least-squares slope of 28 days × 7",
                source="ordinary least squares", missing="fewer than 10 of 28 nights"),
        feature(f"{name}_change_1", x - before(x), unit=unit, needs=col, days=2,
                about=f"{label} against the night before: a sudden step is worth a question",
                formula="value - value of the day before",
                missing="one of the two nights is not known"),
    ]  # fmt: skip


def _low(col: str, x: pl.Expr, short: str, label: str) -> Feature:
    past = before(x)
    low = x < mean(past, 28, 14) - 0.5 * sd(past, 28, 14)
    return feature(
        f"{short}_low_nights_7", count(low, 7, 3), unit="nights", needs=col, days=35,
        about=f"how many nights of the week {label} lay under its usual range",
        formula="nights below mean - 0.5 SD of the 28 before each", source="Kiviniemi 2007",
        missing="fewer than 3 nights with a baseline",
    )  # fmt: skip


def _high(col: str, short: str, step: float, unit: str, label: str) -> Feature:
    x = pl.col(col)
    high = x > mean(before(x), 28, 7) + step
    return feature(
        f"{short}_raised_nights_7", count(high, 7, 3), unit="nights", needs=col, days=35,
        about=f"how many nights of the week {label} was raised: illness or strain announce so",
        formula=f"nights more than {step:g} {unit} above the mean of the 28 before",
        missing="fewer than 3 nights with a baseline",
    )  # fmt: skip


FEATURES = (
    *(one for signal in _SIGNALS for one in _of(signal)),
    _low("hrv_sdnn_ms", pl.col("hrv_sdnn_ms").log(), "hrv_sdnn", "HRV (SDNN)"),
    _low("hrv_rmssd_ms", pl.col("hrv_rmssd_ms").log(), "hrv_rmssd", "HRV (RMSSD)"),
    _high("resting_hr_bpm", "resting_hr", 3.0, "bpm", "the resting heart rate"),
    _high("wrist_temperature_c", "temperature", 0.5, "°C", "the temperature"),
    _high("respiratory_rate_brpm", "respiratory", 1.0, "breaths", "the breathing"),
    feature(
        "hr_reserve_bpm", 208 - 0.7 * pl.col("age_years") - last(pl.col("resting_hr_bpm"), 7),
        unit="bpm", needs=("age_years", "resting_hr_bpm"), days=7,
        about="the span in which the heart works; it scales intensity",
        formula="208 - 0.7 × age - newest resting heart rate of 7 days", source="Tanaka 2001",
        missing="no age, or no resting heart rate for a week",
    ),
    feature(
        "night_age_days", since(pl.col("sleep_s").is_not_null()), unit="days", needs="sleep_s",
        days=None, about="how old the newest night is: an old one says little about today",
        formula="days since the last night known", missing="no night was ever known",
    ),
)  # fmt: skip
