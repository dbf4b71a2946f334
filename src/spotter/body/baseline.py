"""Each metric of one day against its own past."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from spotter.body.metrics import METRICS
from spotter.body.state import BodyState, Day, Reading

WEEK, MONTH = 7, 28
# A deviation needs as many values as a week has days.
_ENOUGH = 7

# SDNN and RMSSD are skewed: deviations are those of the logarithm (Plews 2013).
LOGARITHMIC = frozenset({"hrv_sdnn_ms", "hrv_rmssd_ms"})

# Devices disagree on these by more than a body changes: a baseline is of one source.
ONE_SOURCE = LOGARITHMIC | {
    "resting_hr_bpm",
    "respiratory_rate_brpm",
    "spo2",
    "wrist_temperature_c",
    "vo2max_ml_kg_min",
    "body_fat",
}


def state(days: Mapping[date, Day], on: date) -> BodyState:
    """Return the state of a body on `on`, from that day and earlier ones alone.

    A metric without any value in the 28 days before and on the day itself has no reading.
    """
    past = [days[day] for day in _back(days, on) if day in days]
    found = (_reading(metric, past, on) for metric in METRICS)
    return BodyState(on, {reading.metric: reading for reading in found if reading is not None})


def _back(days: Mapping[date, Day], on: date) -> list[date]:
    return [on - timedelta(days=n) for n in range(MONTH + 1)]


def _reading(metric: str, past: Sequence[Day], on: date) -> Reading | None:
    """Return the reading of `metric`, `past` being newest first and not before 28 days ago."""
    having = [day for day in past if metric in day.values]
    if not having:
        return None
    newest = having[0]
    source = newest.sources.get(metric, "")
    if metric in ONE_SOURCE:
        having = [day for day in having if day.sources.get(metric, "") == source]
    month = [day.values[metric] for day in having if day.day < on]
    since = on - timedelta(days=WEEK)
    week = [day.values[metric] for day in having if since <= day.day < on]
    value = newest.values[metric] if newest.day == on else None
    mean_28, sd_28 = mean_sd(month)
    mean_7, sd_7 = mean_sd(week)
    log_28 = mean_sd([math.log(v) for v in month]) if metric in LOGARITHMIC else (None, None)
    log_7 = mean_sd([math.log(v) for v in week]) if metric in LOGARITHMIC else (None, None)
    return Reading(
        metric=metric,
        value=value,
        mean_7=mean_7,
        sd_7=sd_7,
        n_7=len(week),
        mean_28=mean_28,
        sd_28=sd_28,
        n_28=len(month),
        z=_z(metric, value, (log_28 if metric in LOGARITHMIC else (mean_28, sd_28)), len(month)),
        age_days=(on - newest.day).days,
        source=source,
        ln_mean_7=log_7[0],
        ln_mean_28=log_28[0],
        ln_sd_28=log_28[1],
    )


def mean_sd(values: Sequence[float]) -> tuple[float | None, float | None]:
    """Return mean and sample SD (n - 1); None for the mean of nothing and the SD of one value."""
    if not values:
        return None, None
    mean = math.fsum(values) / len(values)
    if len(values) < 2:
        return mean, None
    return mean, math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1))


def _z(
    metric: str,
    value: float | None,
    baseline: tuple[float | None, float | None],
    known: int,
) -> float | None:
    mean, sd = baseline
    if value is None or mean is None or not sd or known < _ENOUGH:
        return None
    return ((math.log(value) if metric in LOGARITHMIC else value) - mean) / sd
