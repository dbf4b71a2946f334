"""Sets in the short form a lifter reads: 3 × 8 · 42.5 kg."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from spotter.kit.units import load_words
from spotter.web.view.words import duration, load, number

PlannedSet = Mapping[str, Any]


def amount(one: PlannedSet, *, one_sided: bool = False) -> str:
    """Return "8 reps" or "40 s" of one planned set."""
    side = " each side" if one_sided else ""
    if one.get("reps") is not None:
        return f"{one['reps']} rep{'' if one['reps'] == 1 else 's'}{side}"
    return f"{duration(one.get('duration_s') or 0)}{side}"


def weight(one: PlannedSet, *, imperial: bool) -> str:
    """Return the load of one planned set, empty for bodyweight or pace."""
    kilograms = one.get("load_kg")
    if not kilograms:
        return ""
    return load_words(kilograms) if imperial else load(kilograms, imperial=False)


def effort(one: PlannedSet) -> str:
    """Return "RPE 7 · rest 2 min" with pace and heart-rate zone where there are any."""
    parts = [f"RPE {number(one['rpe'])}"]
    if one.get("pace"):
        parts.append(str(one["pace"]))
    if one.get("hr_bpm"):
        low, high = one["hr_bpm"]
        parts.append(f"{low}–{high} bpm")
    if one.get("rest_s"):
        parts.append(f"rest {duration(one['rest_s'])}")
    return " · ".join(parts)


def lines(
    sets: Sequence[PlannedSet], *, imperial: bool, one_sided: bool = False
) -> list[dict[str, str]]:
    """Return runs of equal sets, each with `dose` ("3 × 8 reps · 40 kg"), `how` and `kind`."""
    found = []
    for _, run in groupby(sets, key=dict):
        same = list(run)
        parts = [amount(same[0], one_sided=one_sided), weight(same[0], imperial=imperial)]
        dose = " · ".join(part for part in parts if part)
        times = f"{len(same)} × " if len(same) > 1 else ""
        kind = str(same[0].get("kind", "work"))
        found.append({"dose": f"{times}{dose}", "how": effort(same[0]), "kind": kind})
    return found
