"""The day's totals that the vendor merged itself: the best truth for energy and brisk minutes."""

from __future__ import annotations

import json
from datetime import date

import polars as pl

from spotter.body.frames import Found, View
from spotter.body.plausible import LIMITS

_SOURCE = "daily summary"


def summaries(view: View) -> dict[str, Found]:
    """Return metric → day → total, from the latest summary of each day.

    A day without any active energy is one on which the device was not worn: its zeros say nothing
    and are left out.
    """
    rows = (
        view.raw.filter(pl.col("signal") == "activity_summary")
        .select("text", "created", "si", "metadata")
        .sort("created", nulls_last=False, maintain_order=True)
        .collect()
    )
    found: dict[str, Found] = {"active_energy_kj": {}, "exercise_s": {}}
    for text, _, energy_kj, metadata in rows.iter_rows():
        day = _date(text)
        if day is not None and view.wants(day) and _possible(energy_kj, "active_energy"):
            found["active_energy_kj"][day] = energy_kj, _SOURCE
            brisk_s = json.loads(metadata or "{}").get("exercise_s")
            if _possible(brisk_s, "exercise_time") or brisk_s == 0:
                found["exercise_s"][day] = float(brisk_s), _SOURCE
    return found


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        # The label of a summary is free text in the file; without a date it is of no day.
        return None


def _possible(value: object, signal: str) -> bool:
    return isinstance(value, int | float) and 0 < value <= LIMITS[signal][1]
