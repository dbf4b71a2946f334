"""Numbers and names as the athlete reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from spotter.athletes.profile import BodySite
from spotter.kit.units import lb_from_kg
from spotter.training.session import LoggedSet


def load_words(load_kg: float, imperial: bool) -> str:
    """Return a load such as '62.5 kg' or '137.5 lb' (to the half pound)."""
    if imperial:
        return f"{round(lb_from_kg(load_kg) * 2) / 2:g} lb"
    return f"{round(load_kg, 2):g} kg"


def number(value: float) -> str:
    """Return a number with at most one decimal and no trailing zero."""
    return f"{round(value, 1):g}"


def done_words(sets: Sequence[LoggedSet], imperial: bool) -> str:
    """Return what was done, such as '8, 8, 7 reps at 60 kg' or '30, 30 s'."""
    if all(one.reps is None for one in sets):
        return ", ".join(str(one.duration_s or 0) for one in sets) + " s"
    reps = ", ".join(str(one.reps or 0) for one in sets) + " reps"
    loads = {one.load_kg for one in sets if one.load_kg}
    if not loads:
        return reps
    return f"{reps} at {load_words(max(loads), imperial)}"


def counted(count: int, noun: str) -> str:
    """Return a count with its noun, such as '1 set' or '3 sets'."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def site_words(site: BodySite) -> str:
    """Return a body site in words."""
    return site.value.replace("_", " ")


def when_words(then: date, today: date) -> str:
    """Return 'today', 'yesterday' or '4 days ago'."""
    days = (today - then).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def listed(things: Iterable[str], at_most: int = 4) -> str:
    """Return 'a, b and c', the rest counted."""
    items = list(things)
    if len(items) > at_most:
        items = [*items[:at_most], f"{len(items) - at_most} more"]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
