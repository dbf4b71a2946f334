"""An import as the data page shows it: progress while it runs, its account afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from spotter.store.records import ImportRecord
from spotter.web.view.words import byte_size, count, duration, plain


def shown(item: ImportRecord, now: datetime) -> dict[str, Any]:
    """Return one import: state, progress in words, what came in by kind, what was skipped."""
    return {
        "id": item.id,
        "name": item.name,
        "state": item.state,
        "running": item.state in {"queued", "running"},
        "done_bytes": item.done_bytes,
        "total_bytes": item.total_bytes,
        "progress": progress(item, now),
        "error": item.error or "",
        **_account(item),
    }


def progress(item: ImportRecord, now: datetime) -> str:
    """Return bytes, records and time left as far as they are known."""
    if item.state == "queued":
        return f"{byte_size(item.size_bytes)} handed in; waiting for its turn."
    parts = [byte_size(item.done_bytes)]
    if item.total_bytes:
        parts = [f"{byte_size(item.done_bytes)} of {byte_size(item.total_bytes)}"]
    parts.append(f"{count(item.records)} records")
    spent = (now - item.created_at).total_seconds()
    if item.total_bytes and item.done_bytes > 0 and spent > 1:
        left = spent * (item.total_bytes / item.done_bytes - 1)
        parts.append(f"about {duration(left)} left")
    return ", ".join(parts)


def _account(item: ImportRecord) -> dict[str, Any]:
    return {"summary": "", "kinds": [], "skipped": [], "note": plain(item.note)}
