"""Numbers and names as a person reads them."""

from __future__ import annotations

from datetime import date

from spotter.kit.units import lb_from_kg

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def long_date(day: date) -> str:
    """Return "Monday 4 May 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """Return "Mon 4 May"."""
    return f"{_WEEKDAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"


def plain(name: str) -> str:
    """Return an identifier as words: "lower_back" → "lower back"."""
    return name.replace("_", " ")


def capital(words: str) -> str:
    """Return `words` with a capital first letter and the others as they are: "HRV of a night"."""
    return words[:1].upper() + words[1:]


def number(value: float, digits: int = 1) -> str:
    """Return `value` without needless zeros."""
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:,.0f}"


def count(value: int) -> str:
    """Return an integer with thin groups: 1 234 567."""
    return f"{value:,}".replace(",", "\u202f")


def byte_size(size: float) -> str:
    """Return a size in decimal units, as a file manager shows it."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{number(size, 0 if unit == 'B' else 1)} {unit}"
        size /= 1000
    return f"{number(size)} TB"


def duration(seconds: float) -> str:
    """Return "45 s", "2 min", "1 min 30 s" or "1 h 05 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def load(kilograms: float, *, imperial: bool) -> str:
    """Return a load in the athlete's unit; storage stays in kilograms."""
    if imperial:
        return f"{number(lb_from_kg(kilograms))} lb"
    return f"{number(kilograms, 2)} kg"
