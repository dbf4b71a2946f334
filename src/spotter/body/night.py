"""What is measured while asleep: heart-rate variability and breathing, one number a night.

Watches sample variability round the clock, and by day it follows coffee, stairs and posture. Only
the samples of the night are compared from day to day; a mean over the whole day never is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from spotter.body.calendar import HOUR, Calendar, Instants
from spotter.body.frames import Found, View, middles
from spotter.body.priority import chosen
from spotter.body.sleep import Sleep

# Metric → signal whose nightly median it is.
NIGHTLY = {
    "hrv_sdnn_ms": "hrv_sdnn",
    "hrv_rmssd_ms": "hrv_rmssd",
    "respiratory_rate_brpm": "respiratory_rate",
}

# Where no sleep was recorded: from local midnight to eight, when most people sleep.
_EARLY_US = 8 * HOUR


def medians(view: View, signal: str, nights: Mapping[date, Sleep]) -> Found:
    """Return each day's median of the samples of `signal` in the night that ended that day.

    Without a recorded night, or with no sample in it, the early morning stands in. One source
    speaks for a night: the one the athlete put first, then the one with most samples, then the
    more trusted device.
    """
    frame = view.samples(signal)
    if frame.is_empty():
        return {}
    at = middles(frame)
    calendar = Calendar.covering(view.zone, int(at.min()), int(at.max()))
    asleep = _asleep(at, nights)
    early = _early(at, calendar)
    labelled = frame.select("si", "source", "tier").with_columns(asleep=asleep, early=early)
    found = _by_night(labelled, "early", calendar)
    found.update(_by_night(labelled, "asleep", None, sorted(nights)))
    return {day: value for day, value in found.items() if view.wants(day)}


def _asleep(at: Instants, nights: Mapping[date, Sleep]) -> Instants:
    """Return the position of the night (by date) that holds each sample, -1 for none."""
    days = sorted(nights)
    if not days:
        return np.full(at.shape, -1, dtype=np.int64)
    onset = np.array([nights[day].onset for day in days], dtype=np.int64)
    wake = np.array([nights[day].wake for day in days], dtype=np.int64)
    order = np.argsort(onset)
    nearest = np.searchsorted(onset[order], at, side="right") - 1
    night = order[np.maximum(nearest, 0)]
    return np.where((nearest >= 0) & (at <= wake[night]), night, -1)


def _early(at: Instants, calendar: Calendar) -> Instants:
    """Return the day number of each sample of an early morning, -1 for the rest of the day."""
    day = calendar.index(at)
    return np.where(at - calendar.edges[day] < _EARLY_US, day, -1)


def _by_night(
    frame: pl.DataFrame, by: str, calendar: Calendar | None, days: list[date] | None = None
) -> Found:
    best = (
        frame.filter(pl.col(by) >= 0)
        .group_by(by, "tier", "source")
        .agg(pl.col("si").median(), pl.len().alias("samples"))
        .sort(by, chosen(), -pl.col("samples").cast(pl.Int64), "tier", "source")
        .unique(by, keep="first", maintain_order=True)
    )
    rows = best.select(by, "si", "source").iter_rows()
    if calendar is not None:
        return {calendar.day(index): (value, source) for index, value, source in rows}
    return {(days or [])[index]: (value, source) for index, value, source in rows}
