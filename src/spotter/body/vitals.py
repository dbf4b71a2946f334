"""One reading a day: resting heart rate, oxygen, temperature, VO2max, mass."""

from __future__ import annotations

import polars as pl

from spotter.body.calendar import Calendar
from spotter.body.frames import Found, View, instants, middles
from spotter.body.priority import chosen


def resting_hr(view: View) -> Found:
    """Return the resting heart rate of each day: of several, the one made last.

    A watch revises its estimate during the day and keeps the older ones.
    """
    return _pick(view, "resting_heart_rate", ["tier", "created", "at"], [False, True, True])


def vo2max(view: View) -> Found:
    """Return the latest VO2max estimate of each day."""
    return _pick(view, "vo2max", ["chosen", "at", "tier"], [False, True, False])


def mass(view: View) -> Found:
    """Return the first body mass of each day: before food and training, the one to compare."""
    return _pick(view, "mass", ["chosen", "at", "tier"], [False, False, False])


def body_fat(view: View) -> Found:
    """Return the first body fat fraction of each day."""
    return _pick(view, "body_fat", ["chosen", "at", "tier"], [False, False, False])


def wrist_temperature(view: View) -> Found:
    """Return the sleeping wrist temperature, of the date on which the measurement ended."""
    return _pick(view, "wrist_temperature", ["tier", "created", "at"], [False, True, True], "end")


def spo2(view: View) -> Found:
    """Return the mean oxygen saturation of each day from its best-trusted source."""
    frame = _dated(view, "spo2", "middle")
    if frame.is_empty():
        return {}
    best = (
        frame.group_by("day", "tier", "source")
        .agg(pl.col("si").mean())
        .sort("day", "tier", "source")
        .unique("day", keep="first", maintain_order=True)
    )
    return _found(view, best)


def _pick(
    view: View, signal: str, by: list[str], descending: list[bool], instant: str = "middle"
) -> Found:
    frame = _dated(view, signal, instant)
    if frame.is_empty():
        return {}
    # Source and value last, so that the order of rows in the files never decides.
    order = ["day", *by, "source", "si"]
    down = [False, *descending, False, False]
    best = frame.sort(order, descending=down, nulls_last=True).unique(
        "day", keep="first", maintain_order=True
    )
    return _found(view, best)


def _dated(view: View, signal: str, instant: str) -> pl.DataFrame:
    """Return the samples of `signal` with `at`, their middle or end, and `day`, its local date."""
    frame = view.samples(signal, "created")
    if frame.is_empty():
        return frame
    at = middles(frame) if instant == "middle" else instants(frame["end"])
    calendar = Calendar.covering(view.zone, int(at.min()), int(at.max()))
    dates = pl.Series("day", [calendar.first], dtype=pl.Date).cast(pl.Int32)[0]
    day = pl.Series("day", calendar.index(at) + dates).cast(pl.Int32).cast(pl.Date)
    return frame.with_columns(day, pl.Series("at", at), chosen())


def _found(view: View, best: pl.DataFrame) -> Found:
    rows = best.select("day", "si", "source").iter_rows()
    return {day: (value, source) for day, value, source in rows if view.wants(day)}
