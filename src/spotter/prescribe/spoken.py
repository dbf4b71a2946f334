"""What the rules said, as a person reads it: nothing twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def said_once(rules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rules of a plan's document; those that say the same are one, with all their codes.

    Two rules may want the same answer (S25 and S26 the date of birth); nobody is asked twice.
    """
    found: dict[tuple[object, object], dict[str, Any]] = {}
    for rule in rules:
        words = (rule.get("action"), rule["text"])
        found[words] = _together(found[words], rule) if words in found else dict(rule)
    return list(found.values())


def _together(one: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    sources = dict.fromkeys(each["source"] for each in (one, other) if each.get("source"))
    return {
        **one,
        "code": f"{one['code']}, {other['code']}",
        "source": "; ".join(sources),
        "needs_review": bool(one.get("needs_review") or other.get("needs_review")),
        "emergency": bool(one.get("emergency") or other.get("emergency")),
    }
