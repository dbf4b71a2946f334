"""What files say of the person, as the pages offer it."""

from __future__ import annotations

from collections.abc import Sequence

from spotter.intake.taking import Suggestion
from spotter.kit.units import in_from_m
from spotter.web.view.words import load, number

_LABELS = {
    "birth_date": "Date of birth",
    "sex": "Sex",
    "height_m": "Height",
    "mass_kg": "Mass",
}


def shown(found: Sequence[Suggestion], *, imperial: bool) -> list[dict[str, str]]:
    """Return each suggestion: field, the value as it is sent back, and in words."""
    return [
        {
            "field": one.field,
            "value": str(one.value),
            "label": _LABELS[one.field],
            "words": _words(one, imperial),
            "source": one.file + (f", {one.on.isoformat()}" if one.on else ""),
        }
        for one in found
    ]


def _words(one: Suggestion, imperial: bool) -> str:
    if isinstance(one.value, str):
        return one.value
    if one.field == "mass_kg":
        return load(one.value, imperial=imperial)
    return f"{number(in_from_m(one.value))} in" if imperial else f"{number(one.value * 100)} cm"
