"""Daily totals of what devices count: steps, distance, energy, brisk minutes."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from spotter.body.calendar import Calendar, Instants
from spotter.body.frames import Found, Sources, View, instants
from spotter.body.intervals import Floats, Spans, by_day, counted, distinct

# Metric → signal it is the daily total of.
COUNTED = {
    "steps": "steps",
    "distance_m": "distance",
    "active_energy_kj": "active_energy",
    "basal_energy_kj": "basal_energy",
    "exercise_s": "exercise_time",
}


def totals(view: View, signal: str, merged: Found) -> Found:
    """Return the day's total of `signal`, overlapping devices counted once.

    `merged` are the totals that the vendor made itself. They stand, except on a day that a source
    counted which the athlete put first.
    """
    found, kept = dict(merged), set[date]()
    for stretch in view.stretches(signal):
        frame = stretch.samples(signal)
        if not frame.is_empty():
            counted_here, chosen = _totals(stretch, frame)
            kept |= chosen
            found |= {d: one for d, one in counted_here.items() if d in kept or d not in merged}
    return found


def _totals(view: View, frame: pl.DataFrame) -> tuple[Found, set[date]]:
    """Return the total of each day, and the days that a chosen source counted."""
    sources = Sources.of(frame)
    spans = distinct(_spans(frame, sources))
    calendar = Calendar.covering(view.zone, int(spans.start.min()), int(spans.end.max()))
    pieces, day = by_day(spans, calendar)
    grid = _grid(pieces, day, len(sources.names))
    found: Found = {}
    chosen = set[date]()
    for index in np.flatnonzero(~np.isnan(grid[:, 0])).tolist():
        day_ = calendar.day(index)
        if view.wants(day_) and view.reads(day_):
            row = grid[index]
            used = dict.fromkeys(sources.names[n] for n in np.flatnonzero(row > 0))
            found[day_] = float(row.sum()), " + ".join(used)
            if (row[: sources.chosen] > 0).any():
                chosen.add(day_)
    return found, chosen


def _spans(frame: pl.DataFrame, sources: Sources) -> Spans:
    return Spans(
        instants(frame["start"]),
        instants(frame["end"]),
        frame["si"].to_numpy(),
        frame["tier"].to_numpy().astype(np.int64),
        sources.numbers(frame),
    )


def _grid(pieces: Spans, day: Instants, width: int) -> Floats:
    """Return what counts: a row per day, a column per source; NaN in a day without any record."""
    amounts = np.bincount(
        day * width + pieces.source,
        weights=counted(pieces, day),
        minlength=(int(day.max()) + 1) * width,
    )
    grid: Floats = amounts.astype(np.float64).reshape(-1, width)
    grid[np.bincount(day) == 0] = np.nan
    return grid
