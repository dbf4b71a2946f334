"""What one file brought or would bring, in the few words a program asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spotter.training import names

_NOTHING: Mapping[str, Any] = {
    "source": None,
    "records": {},
    "days": 0,
    "first": None,
    "last": None,
    "added": 0,
    "duplicates": 0,
    "rejected": {"total": 0, "reasons": {}},
    "unmapped": [],
    "members": None,
    "warning": None,
    "error": None,
}


def understood(name: str, report: Mapping[str, Any]) -> dict[str, Any]:
    """Return the account of the file called `name`, of which `report` was made.

    `records` counts what can be believed by kind, `added` what of it is new and `duplicates` what
    the athlete had already or the file holds twice; `rejected` has `total` and `reasons`, by code.
    `days` are the athlete's dates with a record, from `first` to `last`. `unmapped` names the
    exercises that the catalogue does not know. `members` is the account of an archive (see
    `Members.account`), null otherwise. `warning` says where the file broke off.
    """
    damage = report["damage"]
    return {
        "file": name,
        **_NOTHING,
        "source": report["source"],
        "records": dict(report["by_kind"]),
        # Accounts of older imports have no days.
        "days": report.get("days", 0),
        "first": report.get("first_day") or _date(report["first"]),
        "last": report.get("last_day") or _date(report["last"]),
        "added": report["added"],
        "duplicates": report["known"] + report["repeated"],
        "rejected": {"total": report["rejected"], "reasons": dict(report["rejected_by_reason"])},
        "unmapped": list(names.unmapped(report.get("exercises", {}))),
        "members": report.get("members"),
        "warning": damage and damage["text"],
    }


def refused(name: str, why: str) -> dict[str, Any]:
    """Return the account of a file that was not understood, and why."""
    return {"file": name, **_NOTHING, "error": why}


def _date(instant: str | None) -> str | None:
    return None if instant is None else instant[:10]
