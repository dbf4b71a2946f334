"""An import as the data page shows it: progress while it runs, its account afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from spotter.intake import brief
from spotter.intake.account import broken_off, of_members, time_left_s
from spotter.intake.reasons import kind_words
from spotter.store.records import ImportRecord
from spotter.web.view.words import byte_size, capital, count, duration, plain


def shown(item: ImportRecord, now: datetime) -> dict[str, Any]:
    """Return one import: state, progress in words, what came in by kind, what was skipped."""
    return {
        "id": item.id,
        "name": item.name,
        "state": item.state,
        "running": item.state in {"queued", "running"},
        "leaving": item.leaving,
        "incomplete": bool(item.report.get("incomplete")),
        "done_bytes": item.done_bytes,
        "total_bytes": item.total_bytes,
        "progress": progress(item, now),
        "error": item.error or "",
        "dry_run": item.dry_run,
        "look": looked(item.name, item.report) if _looked(item) else None,
        "rejected": item.report.get("rejected", 0) if item.state == "finished" else 0,
        **_account(item),
    }


def looked(name: str, report: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the file called `name` would bring, of which `report` was made."""
    told = brief.understood(name, report)
    span = f", from {told['first']} to {told['last']}" if told["first"] else ""
    return {
        "name": name,
        "source": told["source"],
        "summary": (
            f"New records: {count(told['added'])}. There already, or in the file twice: "
            f"{count(told['duplicates'])}. Cannot be right: {count(told['rejected']['total'])}. "
            f"Days with a record: {count(told['days'])}{span}."
        ),
        "kinds": [_kind(each) for each in _listed(report, "kinds")],
        "members": of_members(report),
        "skipped": _skipped(report),
        "unmapped": told["unmapped"],
        "damage": told["warning"] or "",
    }


def _looked(item: ImportRecord) -> bool:
    return item.dry_run and item.state == "finished"


def progress(item: ImportRecord, now: datetime) -> str:
    """Return bytes, records and time left as far as they are known."""
    if item.state == "queued":
        return f"{byte_size(item.size_bytes)} handed in; waiting for its turn. {item.note}".rstrip()
    parts = [byte_size(item.done_bytes)]
    if item.total_bytes:
        parts = [f"{byte_size(item.done_bytes)} of {byte_size(item.total_bytes)}"]
    parts.append(f"{count(item.records)} records")
    left = time_left_s(item, now)
    if left is not None:
        parts.append(f"about {duration(left)} left")
    return f"{', '.join(parts)}. {item.note}" if item.note else ", ".join(parts)


def _account(item: ImportRecord) -> dict[str, Any]:
    report = item.report
    if item.state != "finished":
        return {
            "summary": "",
            "kinds": [],
            "devices": [],
            "members": [],
            "skipped": [],
            "damage": "",
        }
    return {
        "summary": _summary(item),
        "kinds": [_kind(each) for each in _listed(report, "kinds")],
        "devices": [
            f"{each['source'] or 'Unnamed source'}"
            f"{', ' + each['device'] if each['device'] else ''}: {count(each['rows'])}"
            for each in _listed(report, "devices")
        ],
        "members": of_members(report),
        "skipped": _skipped(report),
        "damage": broken_off(item) or "",
    }


def _summary(item: ImportRecord) -> str:
    if item.duplicate:
        return "This very file had been brought before; nothing was changed."
    report: Any = item.report
    new = f"{count(report.get('added', 0))} new records"
    span = f", from {_day(report['first'])} to {_day(report['last'])}" if report.get("last") else ""
    known = report.get("known", 0)
    there = f" {count(known)} were there already." if known else ""
    return f"{new}{span}.{there}"


def _kind(kind: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": capital(kind_words(kind["name"])),
        "rows": kind["rows"],
        "first": _day(kind["first"]),
        "last": _day(kind["last"]),
        "sources": ", ".join(kind["sources"]),
    }


def _skipped(report: Mapping[str, Any]) -> list[str]:
    refused = [
        f"{count(each['rows'])} × {kind_words(each['type']) or 'a record'} {each['text']}"
        for each in _listed(report, "refusals")
    ]
    left_out = [
        f"{count(rows)} × {plain(what)}, left out on purpose"
        for what, rows in dict(report.get("skipped", {})).items()
    ]
    repeated = report.get("repeated", 0)
    twice = [f"{count(repeated)} records stand in the file more than once"] if repeated else []
    return [*refused, *left_out, *twice]


def _listed(report: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = report.get(name, [])
    return found


def _day(instant: str | None) -> str:
    return "" if instant is None else instant[:10]
