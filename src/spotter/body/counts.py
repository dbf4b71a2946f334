"""Daily totals of what devices count: steps, distance, energy, brisk minutes."""

from __future__ import annotations

import numpy as np
import polars as pl

from spotter.body.calendar import Calendar, Instants
from spotter.body.frames import Found, View, instants, sources
from spotter.body.intervals import Floats, Spans, by_day, counted

# Metric → signal it is the daily total of.
COUNTED = {
    "steps": "steps",
    "distance_m": "distance",
    "active_energy_kj": "active_energy",
    "basal_energy_kj": "basal_energy",
    "exercise_s": "exercise_time",
}


def totals(view: View, signal: str) -> Found:
    """Return the day's total of `signal`, overlapping devices counted once."""
    frame = view.samples(signal)
    if frame.is_empty():
        return {}
    names, numbers = sources(frame)
    spans = _spans(frame, numbers)
    calendar = Calendar.covering(view.zone, int(spans.start.min()), int(spans.end.max()))
    del frame
    pieces, day = by_day(spans, calendar)
    return _sum(view, calendar, names, _grid(pieces, day, len(names)))


def _spans(frame: pl.DataFrame, numbers: Instants) -> Spans:
    return Spans(
        instants(frame["start"]),
        instants(frame["end"]),
        frame["si"].to_numpy(),
        frame["tier"].cast(pl.Int64).to_numpy(),
        numbers,
    )


def _grid(pieces: Spans, day: Instants, width: int) -> Floats:
    """Return what counts, a row per day and a column per source; NaN rows have no record."""
    cells = day * width + pieces.source
    size = (int(day.max()) + 1) * width
    amounts = np.bincount(cells, weights=counted(pieces, day), minlength=size)
    grid: Floats = amounts.astype(np.float64).reshape(-1, width)
    grid[np.bincount(day) == 0] = np.nan
    return grid


def _sum(view: View, calendar: Calendar, names: list[str], grid: Floats) -> Found:
    found: Found = {}
    for index in np.flatnonzero(~np.isnan(grid[:, 0])).tolist():
        date = calendar.day(index)
        if view.wants(date):
            row = grid[index]
            used = dict.fromkeys(names[n] for n in np.flatnonzero(row > 0))
            found[date] = float(row.sum()), " + ".join(used)
    return found
