"""The plan document, arranged for the today page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from spotter.web.view import dose
from spotter.web.view.words import number

PARTS = {
    "warm_up": "Warm-up",
    "main": "Main work",
    "accessory": "Accessory work",
    "conditioning": "Conditioning",
    "cool_down": "Cool-down",
}
ACTIONS = {
    "warn": "Note",
    "cap": "Limited",
    "block": "Blocked",
    "refer": "See a clinician first",
    "stop": "Stop",
}
_ORDER = {"stop": 0, "refer": 1, "block": 2, "cap": 3, "warn": 4}
Document = Mapping[str, Any]


# The rules that speak where there are no answers at all.
_UNSCREENED = frozenset({"S01", "S02"})


def parts(session: Document, *, imperial: bool) -> list[dict[str, Any]]:
    """Return the session's blocks under the part that they belong to.

    A reason that every block of a part has is told once, as the part's `why`.
    """
    found = []
    for part, run in groupby(session["blocks"], key=lambda block: str(block["part"])):
        blocks = list(run)
        shared = _shared([block.get("reasons", []) for block in blocks])
        found.append(
            {
                "name": PARTS.get(part, part),
                "why": shared,
                "blocks": [_block(each, shared, imperial) for each in blocks],
                # A lighter set before the work is worth a word; a whole warm-up says it already.
                "tagged": part not in {"warm_up", "cool_down"},
            }
        )
    return found


def _shared(reasons: Sequence[Sequence[Document]]) -> list[Document]:
    if len(reasons) < 2:
        return []
    return [each for each in reasons[0] if all(each in others for others in reasons[1:])]


def _block(block: Document, shared: Sequence[Document], imperial: bool) -> dict[str, Any]:
    sided = bool(block.get("one_sided"))
    return {
        "name": block["name"],
        "exercise": block["exercise"],
        "cues": block.get("cues", []),
        "reasons": [each for each in block.get("reasons", []) if each not in shared],
        "lines": dose.lines(block["sets"], imperial=imperial, one_sided=sided),
    }


def voices(plan: Document) -> list[dict[str, Any]]:
    """Return the rules that spoke, the gravest first, with words for their action."""
    found = []
    for rule in plan.get("rules", []):
        action = str(rule["action"]).lower()
        found.append({**rule, "action": action, "action_words": ACTIONS.get(action, action)})
    return sorted(found, key=lambda voice: _ORDER.get(voice["action"], 9))


def emergency(plan: Document) -> bool:
    """Return whether a rule of this plan says that help is needed now."""
    return any(rule.get("emergency") for rule in plan.get("rules", []))


def stopped(plan: Document) -> bool:
    """Return whether a rule of this plan says stop."""
    return any(voice["action"] == "stop" for voice in voices(plan))


def unasked(plan: Document) -> bool:
    """Return whether the health questions have not been answered yet."""
    return any(one["code"] in _UNSCREENED for one in voices(plan))


def ring(score: float | None) -> dict[str, Any]:
    """Return the readiness ring: `dash` is the drawn share of a circle of radius 52."""
    around = 2 * math.pi * 52
    share = 0.0 if score is None else min(max(score, 0), 100) / 100
    return {
        "shown": "–" if score is None else number(score, 0),
        "dash": f"{around * share:.1f} {around:.1f}",
        "tone": "caution" if score is not None and score < 50 else "",
    }


def options(plan: Document, chosen: str) -> list[dict[str, Any]]:
    """Return the main session and every alternative as choosable options."""
    if not plan.get("session"):
        return []
    planned = plan.get("kind", "planned") == "planned"
    label = "As planned" if planned else "Chosen for today"
    found = [_option("main", label, plan["session"], chosen)]
    for each in plan.get("alternatives", []):
        found.append(_option(each["kind"], each["label"], each["session"], chosen))
    return found


def _option(kind: str, label: str, session: Document, chosen: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "label": label,
        "title": session["title"],
        "minutes": session["duration_min"],
        "chosen": kind == chosen,
    }


def session_of(plan: Document, choice: str) -> Document | None:
    """Return the session of the option called `choice`, the main one when there is no such."""
    for each in plan.get("alternatives", []):
        if each["kind"] == choice:
            found: Document = each["session"]
            return found
    main: Document | None = plan.get("session")
    return main
