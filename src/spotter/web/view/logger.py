"""The logger: the next set, big; where it stands in the session; what comes after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spotter.kit.units import LOADABLE_LB, loadable_lb
from spotter.training.catalogue import catalogue
from spotter.web.view import dose
from spotter.web.view.plan import PARTS
from spotter.web.view.words import duration, load, number

Document = Mapping[str, Any]


def logger(view: Document, *, imperial: bool) -> dict[str, Any]:
    """Return what the logger shows for the session `view` of `prescribe`."""
    left: Sequence[Document] = view["session"]["blocks"] if view["session"] else []
    to_come = sum(len(block["sets"]) for block in left)
    done = len(view["logged"])
    return {
        "id": view["id"],
        "title": view["title"],
        "done_total": done,
        "planned_total": done + to_come,
        "track": (["done"] * done + ["now"] + [""] * (to_come - 1))[: done + to_come],
        "now": None if view["next"] is None else _now(view["next"], imperial),
        "unit": "lb" if imperial else "kg",
        "why": [*view["reasons"], *(view["next"]["why"] if view["next"] and not done else [])],
        "stop": _stop(view),
        "emergency": any(rule.get("emergency") for rule in view["rules"]),
        "logged": [_told(one, imperial) for one in view["logged"]],
        "left": [_left(block, imperial) for block in left],
        "upcoming": list(_upcoming(left, view["next"], imperial)),
    }


def rest_after(before: Document) -> int:
    """Return the planned rest in seconds after the set that `before`, the view, had as next."""
    if before["next"] is None:
        return 0
    return int(before["next"]["set"]["rest_s"] or 0)


def _stop(view: Document) -> list[Document]:
    """Return why the session ends here, when the rules ended it."""
    if view["verdict"] != "refused":
        return []
    found: list[Document] = list(view["rules"]) or list(view["reasons"])
    return found


def _now(upcoming: Document, imperial: bool) -> dict[str, Any]:
    planned: Document = upcoming["set"]
    return {
        **_fields(upcoming, planned, imperial),
        "block": upcoming["block"],
        "part": PARTS.get(upcoming["part"], upcoming["part"]),
        "number": upcoming["number"],
        "of": upcoming["of"],
        "how": dose.effort(planned),
        "cues": upcoming["cues"],
        "rpe": number(planned["rpe"]),
        "load_step": _step(upcoming["exercise"], imperial),
    }


def _fields(block: Document, planned: Document, imperial: bool) -> dict[str, Any]:
    sided = bool(block.get("one_sided"))
    parts = (dose.amount(planned, one_sided=sided), dose.weight(planned, imperial=imperial))
    return {
        "name": block["name"],
        "exercise": block["exercise"],
        "kind": planned["kind"],
        "reps": planned["reps"],
        "duration_s": planned["duration_s"],
        "load": _load(block["exercise"], planned["load_kg"], imperial),
        "target": " · ".join(part for part in parts if part),
    }


def _load(exercise: str, kilograms: float | None, imperial: bool) -> str | None:
    """Return the load for its field; None when the movement takes none.

    Empty when it takes one but none is planned yet: the athlete finds a first one.
    """
    if kilograms is None:
        known = catalogue()
        return "" if exercise in known and known.get(exercise).increment_kg else None
    shown = loadable_lb(kilograms) if imperial else kilograms
    return number(shown, 2).replace(",", "")


def _step(exercise: str, imperial: bool) -> str:
    if imperial:
        return number(LOADABLE_LB)
    known = catalogue()
    return number((known.get(exercise).increment_kg if exercise in known else 0) or 1.0)


def _told(one: Document, imperial: bool) -> str:
    """Return a set as it was done: "Back squat: 8 × 40 kg, RPE 7"."""
    amount = str(one["reps"]) if one["reps"] is not None else duration(one["duration_s"] or 0)
    if one["load_kg"]:
        amount = f"{amount} × {load(one['load_kg'], imperial=imperial)}"
    rated = f", RPE {number(one['rpe'])}" if one["rpe"] is not None else ""
    return f"{one['name']}: {amount}{rated}"


def _left(block: Document, imperial: bool) -> str:
    sided = bool(block.get("one_sided"))
    lines = dose.lines(block["sets"], imperial=imperial, one_sided=sided)
    return f"{block['name']}: {', '.join(line['dose'] for line in lines)}"


def _upcoming(
    left: Sequence[Document], upcoming: Document | None, imperial: bool
) -> Iterator[dict[str, Any]]:
    """Yield the sets after the next one, for a phone that loses its network."""
    if upcoming is None:
        return
    for index, block in enumerate(left):
        for position, planned in enumerate(block["sets"]):
            if (index, position) > (upcoming["block"], 0):
                yield _fields(block, planned, imperial)
