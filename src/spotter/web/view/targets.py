"""Targets as people write them: kilograms or pounds, and hours, minutes, seconds."""

from __future__ import annotations

from spotter.athletes.targets import RACES, Aim, Target
from spotter.kit.units import kg_from_lb, lb_from_kg
from spotter.web.signin import Form, first

Row = dict[str, str]

_WORDS = {
    Aim.MASS: "Body mass",
    Aim.SQUAT: "Squat, one repetition",
    Aim.BENCH: "Bench press, one repetition",
    Aim.DEADLIFT: "Deadlift, one repetition",
    Aim.PRESS: "Overhead press, one repetition",
    Aim.ROW: "Barbell row, one repetition",
    Aim.HIP_THRUST: "Hip thrust, one repetition",
    Aim.RUN_5_KM: "5 km",
    Aim.RUN_10_KM: "10 km",
    Aim.HALF_MARATHON: "Half marathon",
    Aim.MARATHON: "Marathon",
}
CHOICES = [("", "None"), *((aim.value, words) for aim, words in _WORDS.items())]
BLANK: Row = {"what": "", "value": "", "by": ""}


def row(target: Target, *, imperial: bool) -> Row:
    """Return what the form shows of a target."""
    if target.what in RACES:
        value = clock(target.value)
    else:
        value = f"{lb_from_kg(target.value) if imperial else target.value:.6g}"
    by = target.by.isoformat() if target.by else ""
    return {"what": target.what.value, "value": value, "by": by}


def rows(form: Form) -> list[Row]:
    """Return the rows of the form that name an aim, as they were typed."""
    every = ({name: first(form, f"target_{name}_{at}") for name in BLANK} for at in range(len(Aim)))
    return [one for one in every if one["what"]]


def told(row: Row, *, imperial: bool) -> dict[str, object]:
    """Return a row as the API takes it; what is no number stays as typed, to be refused there."""
    race = row["what"] in {aim.value for aim in RACES}
    text = row["value"].strip().replace(",", ".")
    value: object = text
    try:
        value = seconds(text) if race else float(text)
    except (ValueError, OverflowError):
        pass
    else:
        if imperial and not race and isinstance(value, float):
            value = kg_from_lb(value)
    return {"what": row["what"], "value": value, **({"by": row["by"]} if row["by"] else {})}


def clock(duration_s: float) -> str:
    """Return seconds as h:mm:ss, without hours as m:ss."""
    minutes, rest = divmod(round(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def seconds(text: str) -> float:
    """Return the seconds of h:mm:ss or m:ss; raises `ValueError` for anything else."""
    parts = [int(part) for part in text.split(":")]
    if len(parts) not in (2, 3) or any(part < 0 for part in parts) or max(parts[1:]) > 59:
        raise ValueError(text)
    found = 0
    for part in parts:
        found = found * 60 + part
    return float(found)
