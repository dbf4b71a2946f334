"""Days seen in the light of the days before: loads, debt, regularity, and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean

from spotter.body.checkin import Checkin
from spotter.body.loads import daily
from spotter.body.need import sleep_need_s
from spotter.body.state import Day
from spotter.training.load import ACUTE_DAYS, CHRONIC_DAYS, monotony
from spotter.training.session import SessionLog

# Days of the window that must be known before its mean is worth showing.
_ACUTE_KNOWN = 5
_CHRONIC_KNOWN = 21
_DEBT_NIGHTS = 14
_DEBT_KNOWN = 7
_REGULAR_DAYS = 7
_REGULAR_KNOWN = 4

_SAID = ("mood", "energy", "stress", "sleep_quality")


def build(
    days: Mapping[date, Day],
    checkins: Sequence[Checkin],
    logs: Sequence[SessionLog],
    *,
    since: date | None = None,
) -> dict[date, Day]:
    """Return `days` with check-ins, session loads and everything that looks back, in order.

    Each day rests on itself and earlier days alone. Windows of load end on the day itself, or on
    the day before when it is the last and has no load yet. Days before `since` are looked back on
    and not returned.
    """
    loads = daily(days, checkins, logs)
    said = {checkin.day: checkin for checkin in checkins}
    every = {*days, *said, *loads}
    if not every:
        return {}
    built: dict[date, Day] = {}
    last = max(every)
    for day in _dates(max(min(every), since or min(every)), last):
        here = days.get(day, Day(day, {}, {}))
        values, sources = dict(here.values), dict(here.sources)
        _say(said.get(day), values, sources)
        if day in loads:
            values["load_au"], sources["load_au"] = loads[day]
        ending = day if day in loads or day != last else day - timedelta(days=1)
        values |= _load_metrics(loads, ending)
        values |= _sleep_metrics(days, day)
        if values or day in every:
            built[day] = Day(day, values, {k: v for k, v in sources.items() if v})
    return built


def _dates(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _window(ending: date, length: int) -> list[date]:
    return _dates(ending - timedelta(days=length - 1), ending)


def _say(checkin: Checkin | None, values: dict[str, float], sources: dict[str, str]) -> None:
    """Add what was answered; an empty mapping means that nothing is sore or hurts."""
    if checkin is None:
        return
    answers: dict[str, float | None] = {name: getattr(checkin, name) for name in _SAID}
    for name, sites in (("soreness", checkin.soreness), ("pain", checkin.pain)):
        answers[name] = None if sites is None else max(sites.values(), default=0)
    for name, value in answers.items():
        if value is not None:
            values[name], sources[name] = float(value), "check-in"


def _load_metrics(loads: Mapping[date, tuple[float, str]], ending: date) -> dict[str, float]:
    week = [loads[day][0] for day in _window(ending, ACUTE_DAYS) if day in loads]
    month = [loads[day][0] for day in _window(ending, CHRONIC_DAYS) if day in loads]
    found: dict[str, float | None] = {
        "acute_load_au": fmean(week) if len(week) >= _ACUTE_KNOWN else None,
        "chronic_load_au": fmean(month) if len(month) >= _CHRONIC_KNOWN else None,
    }
    factor = monotony(week) if len(week) == ACUTE_DAYS else None
    if factor is not None:
        found |= {"monotony": factor, "strain_au": sum(week) * factor}
    return {name: value for name, value in found.items() if value is not None}


def _sleep_metrics(days: Mapping[date, Day], day: date) -> dict[str, float]:
    found = {"sleep_debt_s": debt_s(days, day), "sleep_regularity": regularity(days, day)}
    return {name: value for name, value in found.items() if value is not None}


def debt_s(days: Mapping[date, Day], day: date) -> float | None:
    """Return need minus sleep (naps included) over the 14 nights up to `day`, at least 0.

    Unknown nights count as nights of enough sleep; None with fewer than 7 known ones.
    """
    before = [_slept(days.get(one)) for one in _window(day - timedelta(days=1), CHRONIC_DAYS)]
    known = [slept for slept in before if slept is not None]
    need = sleep_need_s(fmean(known) if known else None, len(known))
    nights = [_slept(days.get(one)) for one in _window(day, _DEBT_NIGHTS)]
    short = [need - slept for slept in nights if slept is not None]
    return max(0.0, sum(short)) if len(short) >= _DEBT_KNOWN else None


def _slept(day: Day | None) -> float | None:
    if day is None or "sleep_s" not in day.values:
        return None
    return day.values["sleep_s"] + day.values.get("sleep_nap_s", 0.0)


def regularity(days: Mapping[date, Day], day: date) -> float | None:
    """Return the share of minutes in the same state, asleep or not, 24 h apart.

    Over the last 7 pairs of nights up to `day`, each night taken as one block from falling asleep
    to waking; None with fewer than 4 pairs. 1.0 means the same block every night (the plain share
    behind the sleep regularity index of Phillips 2017).
    """
    pairs = [
        (_block(days.get(one - timedelta(days=1))), _block(days.get(one)))
        for one in _window(day, _REGULAR_DAYS)
    ]
    shares = [_same(a, b) for a, b in pairs if a is not None and b is not None]
    return fmean(shares) if len(shares) >= _REGULAR_KNOWN else None


def _block(day: Day | None) -> tuple[float, float] | None:
    """Return middle and length of a night from onset to waking, in hours."""
    if day is None or "sleep_midpoint_h" not in day.values:
        return None
    asleep = day.values["sleep_s"] + day.values.get("sleep_awake_s", 0.0)
    return day.values["sleep_midpoint_h"], asleep / 3600


def _same(one: tuple[float, float], other: tuple[float, float]) -> float:
    shift = (other[0] - one[0] + 12) % 24 - 12
    half, other_half = one[1] / 2, other[1] / 2
    shared = max(0.0, min(half, shift + other_half) - max(-half, shift - other_half))
    return 1 - (one[1] + other[1] - 2 * shared) / 24
