"""Numbers, durations and local times as strength apps write them, in any locale."""

from __future__ import annotations

import re
import unicodedata
from datetime import MAXYEAR, MINYEAR, UTC, datetime, tzinfo

# Programs write a number with all its digits: seventeen that count, and zeros before them.
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:\.\d{1,30})?")
_PARTS = re.compile(r"(\d{1,9})\s*(h|min|m|sec|s)(?![a-z])")
_SECONDS = {"h": 3600, "min": 60, "m": 60, "sec": 1, "s": 1}
_CLOCK = re.compile(r"(\d{1,4}):(\d{2})(?::(\d{2}))?")
_TIME = re.compile(r"\b(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s*([ap])?\.?\s?(?:m\b)?", re.IGNORECASE)
_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(.*))?", re.DOTALL)

# Month names as phones abbreviate them: English, French, Spanish, Italian, Portuguese, German,
# Dutch, Swedish, Danish, Norwegian, Polish, Turkish, Russian (Unicode CLDR, "MMM").
_MONTHS = (
    "jan janv ene gen sty oca янв",
    "feb fev fevr lut sub фев",
    "mar mars mrt maer marz mär мар",
    "apr avr abr kwi nis апр",
    "may mai mag mei maj май мая",
    "jun juin giu cze haz июн",
    "jul juil lug lip tem июл",
    "aug aou aout ago sie agu авг",
    "sep sept set wrz eyl сен",
    "oct okt out ott paz eki окт",
    "nov lis kas ноя",
    "dec dic dez des gru ara дек",
)


# Less than the year that `local` leaves at either end of the calendar.
LONGEST_S = 300 * 86_400.0


def number(text: str) -> float | None:
    """Return the number in `text` (point or comma), None when empty; ValueError when no number."""
    plain = text.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if not plain:
        return None
    if "," in plain and "." in plain:
        thousands = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(thousands, "")
    plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"{text[:40]!r} is no number")
    return float(plain)


def seconds(text: str) -> float | None:
    """Return the seconds of `1h 42m`, `0:05:00`, `12:30` (minutes) or `1267`; None when empty.

    Raises ValueError when it is none of them, or so long that no calendar has room for it.
    """
    found = _seconds(text.strip().lower())
    if found is not None and abs(found) > LONGEST_S:
        raise ValueError(f"{text[:40]!r} is no duration")
    return found


def _seconds(plain: str) -> float | None:
    if parts := _PARTS.findall(plain):
        return float(sum(int(count) * _SECONDS[unit] for count, unit in parts))
    if clock := _CLOCK.fullmatch(plain):
        first, second, third = (int(part or -1) for part in clock.groups())
        return float(first * 60 + second if third < 0 else first * 3600 + second * 60 + third)
    return number(plain)


def local(text: str, zone: tzinfo) -> datetime:
    """Return the instant of a local time in `zone`, such as `7 Apr 2026, 10:14`, in UTC.

    Also ISO, with or without an offset, and the month names of thirteen languages. A day without
    a time is its noon. A time that the clock skips is moved forward, one that it shows twice is
    the first. Raises ValueError when there is no such time.
    """
    found = _iso(text, zone) or _worded(text, zone)
    if not MINYEAR < found.year < MAXYEAR:  # room for an offset and a duration
        raise ValueError(f"{text[:40]!r} is no time")
    return found.astimezone(UTC)


def _iso(text: str, zone: tzinfo) -> datetime | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups()[:3])
    rest = (found[4] or "").strip()
    if rest and re.search(r"(?:Z|[+-]\d{2}:?\d{2})$", rest):
        return datetime.fromisoformat(f"{year:04}-{month:02}-{day:02}T{rest}")
    return datetime(year, month, day, *_time(rest), tzinfo=zone)


def _worded(text: str, zone: tzinfo) -> datetime:
    clock = _TIME.search(text)
    when = text[: clock.start()] if clock else text
    numbers = [int(part) for part in re.findall(r"\d{1,4}", when)]
    months = [one for word in re.findall(r"[^\W\d_]+", when) if (one := _month(word))]
    if len(numbers) != 2 or not months:
        raise ValueError(f"{text[:40]!r} is no time")
    day, year = sorted(numbers)
    time = _time(text[clock.start() :] if clock else "")
    return datetime(year, months[0], day, *time, tzinfo=zone)


def _time(text: str) -> tuple[int, int, int]:
    """Return hour, minute, second; noon when `text` is empty."""
    if not text:
        return 12, 0, 0
    found = _TIME.match(text)
    if found is None:
        raise ValueError(f"{text[:40]!r} is no time of day")
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    half = (found[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, minute, second


def _fold(word: str) -> str:
    marked = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in marked if not unicodedata.combining(sign))


_MONTH_OF = {_fold(name): n for n, names in enumerate(_MONTHS, 1) for name in names.split()}


def _month(word: str) -> int | None:
    """Return the month that begins like `word`: `juil` and `juin` differ in the fourth letter."""
    plain = _fold(word)
    return _MONTH_OF.get(plain[:4]) or _MONTH_OF.get(plain[:3])
