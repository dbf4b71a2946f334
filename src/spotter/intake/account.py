"""What an import's record says of itself: how long it still takes, where its file broke off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from spotter.store.records import ImportRecord


def time_left_s(item: ImportRecord, now: datetime) -> float | None:
    """Return about how many seconds a running import still takes, None while that is unknown."""
    spent = (now - item.created_at).total_seconds()
    if item.state != "running" or not item.total_bytes or item.done_bytes <= 0 or spent <= 1:
        return None
    return max(0.0, spent * (item.total_bytes / item.done_bytes - 1))


def broken_off(item: ImportRecord) -> str | None:
    """Return where the file of a finished import broke off and what was kept, None if whole."""
    report: Any = item.report
    damage = report.get("damage") if item.state == "finished" else None
    if not damage:
        return None
    kept = report["records"] - report["rejected"]
    return f"{damage['text']} What came before it is kept: {kept:,} records."
