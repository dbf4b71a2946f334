"""A judged set as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from spotter.form.exercises import EXERCISES
from spotter.form.live.bands import Tone, band, tone
from spotter.form.scores import DIMENSIONS
from spotter.form.told import STRANGER, Row, points, told
from spotter.store.records import FormSet

_TAGS: Mapping[Tone, str] = {"good": "tag--good", "fair": "tag--caution", "poor": "tag--danger"}
_SOURCES = {"film": "Film", "landmarks": "Recording", "live": "Camera"}
_NOTHING_TOLD = {"summary": "", "rows": [], "trend": "", "advice": [], "warnings": []}
HEADS = tuple(name.capitalize() for name in DIMENSIONS)


def shown(item: FormSet, *, film: bool = False) -> dict[str, Any]:
    """Return one set: how far it is, its report in words and rows, whether a `film` shows it."""
    return {
        "id": item.id,
        "title": _title(item),
        "file": item.name,
        "source": _SOURCES[item.source],
        "at": item.created_at.date().isoformat(),
        "state": item.state,
        "running": item.state in {"queued", "running"},
        "done_s": item.done_s,
        "total_s": item.total_s,
        "progress": _progress(item),
        "error": item.error or "",
        "kept": item.recording is not None,
        "film": film,
        "band": band(item.score),
        "tag": "" if item.score is None else _TAGS[tone(item.score)],
        "dimensions": HEADS,
        **(_report(item.report) if item.state == "finished" else _NOTHING_TOLD),
    }


def _title(item: FormSet) -> str:
    named = EXERCISES.get(item.exercise or "")
    if named is None:
        return "Set"
    return named.name if item.report.get("known", True) else STRANGER


def _progress(item: FormSet) -> str:
    if item.state == "queued":
        return "Waiting for its turn."
    of = f" of {item.total_s}" if item.total_s else ""
    return f"{item.done_s}{of} s watched."


def _report(report: Mapping[str, Any]) -> dict[str, Any]:
    said = told(report)
    return {
        "summary": said.summary,
        "rows": [_row(row) for row in said.rows],
        "trend": said.trend,
        "advice": [asdict(one) for one in said.advice],
        "warnings": said.warnings,
    }


def _row(row: Row) -> dict[str, Any]:
    scores = [points(one) for one in row.scores]
    return {"number": row.number, "from": row.start, "scores": scores, "faults": row.faults}
