"""What an import's record says of itself: how long it still takes, where its file broke off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from spotter.store.records import ImportRecord

# As many names as a person reads; the report has more.
_SHOWN = 12


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


def of_members(report: Mapping[str, Any]) -> list[str]:
    """Return what there is to say of the members of an archive, a sentence each.

    Empty for a file that is no archive, and for an archive of one file that was read.
    """
    members = report.get("members")
    if not members or (members["files"] <= 1 and not members["not_understood_files"]):
        return []
    kinds = ", ".join(
        f"{one['source']} {one['files']:,} ({one['records']:,} records)"
        for one in members["sources"]
    )
    told = [f"{members['files']:,} files of the archive were read: {kinds}."]
    if members["damaged_files"]:
        told.append(f"{members['damaged_files']:,} of them broke off: {_some(members['damaged'])}.")
    if members["rejected"]:
        rejected = (f"{one['file']} ({one['rows']:,})" for one in members["rejected"])
        told.append(f"Records that cannot be right are in {_listed(list(rejected))}.")
    if members["not_understood_files"]:
        told.append(
            f"{members['not_understood_files']:,} files were not read: "
            f"{_some(members['not_understood'])}."
        )
    return told


def _some(named: Sequence[Mapping[str, str]]) -> str:
    return _listed([one["file"] for one in named])


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
