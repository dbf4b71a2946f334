"""The day's totals that the vendor merged itself: the best truth for energy and brisk minutes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import polars as pl

from spotter.body.frames import Found, View
from spotter.body.plausible import LIMITS

# Metric → field of the summary's metadata and the signal whose limits hold for it.
_FIELDS = {
    "active_energy_kj": ("active_energy_kj", "active_energy"),
    "exercise_s": ("exercise_s", "exercise_time"),
}


def summaries(view: View) -> dict[str, Found]:
    """Return metric → day → total, from the latest summary of each day.

    A zero with no goal behind it is a day before the rings were set up, not a day without
    movement, and is left out.
    """
    rows = (
        view.raw.filter(pl.col("signal") == "activity_summary")
        .select("text", "created", "source", "metadata")
        .sort("created", nulls_last=False, maintain_order=True)
        .collect()
    )
    found: dict[str, Found] = {metric: {} for metric in _FIELDS}
    for text, _, source, metadata in rows.iter_rows():
        day = _date(text)
        if day is not None and view.wants(day):
            fields = json.loads(metadata or "{}")
            for metric, (name, signal) in _FIELDS.items():
                value = _number(fields, name, signal)
                if value is not None:
                    found[metric][day] = value, f"{source or 'device'} daily summary"
    return found


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _number(fields: Mapping[str, object], name: str, signal: str) -> float | None:
    value = fields.get(name)
    if not isinstance(value, int | float):
        return None
    low, high = LIMITS[signal]
    if not low <= value <= high:
        return None
    goal = fields.get(f"{name}_goal")
    return None if value == 0 and goal in (0, None) else float(value)
