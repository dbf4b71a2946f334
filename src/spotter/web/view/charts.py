"""Series of days as charts: points, the band of what is usual, and a sentence that says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, pstdev
from typing import Any

from spotter.body.metrics import METRICS
from spotter.body.state import Day
from spotter.kit.units import M_PER_MILE, lb_from_kg
from spotter.web.view.words import number

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Training load", ("load_au", "acute_load_au", "chronic_load_au", "monotony")),
    ("Recovery", ("hrv_sdnn_ms", "hrv_rmssd_ms", "resting_hr_bpm", "respiratory_rate_brpm")),
    ("Sleep", ("sleep_s", "sleep_regularity", "sleep_debt_s", "sleep_efficiency")),
    ("Fitness and body", ("vo2max_ml_kg_min", "mass_kg", "steps", "active_energy_kj")),
    ("How you felt", ("soreness", "mood", "energy", "stress")),
)
_BAND_DAYS = 28
_BAND_LEAST = 7


@dataclass(frozen=True, slots=True)
class Scale:
    """How a metric is shown: unit, factor from SI, decimals."""

    unit: str
    convert: Callable[[float], float]
    digits: int


def scale_of(metric: str, *, imperial: bool) -> Scale:
    """Return how `metric` is shown to this person."""
    unit = METRICS[metric].unit
    if unit == "s":
        return Scale("h", lambda seconds: seconds / 3600, 1)
    if unit == "kg" and imperial:
        return Scale("lb", lb_from_kg, 1)
    if unit == "m":
        per = M_PER_MILE if imperial else 1000.0
        return Scale("mi" if imperial else "km", lambda metres: metres / per, 1)
    if metric in {"sleep_efficiency", "sleep_regularity", "spo2", "body_fat"}:
        return Scale("%", lambda fraction: fraction * 100, 0)
    # A rating reads "4.4 of 5"; a plain count has no unit.
    shown = {"1": "", "1-5": "of 5", "0-10": "of 10"}.get(unit, unit)
    return Scale(shown, float, 0 if metric in {"steps", "active_energy_kj", "load_au"} else 1)


def groups(days: Mapping[date, Day], *, imperial: bool) -> list[dict[str, Any]]:
    """Return the groups that have something to draw, each with its charts."""
    found = []
    for title, metrics in GROUPS:
        charts = [chart(days, name, imperial=imperial) for name in metrics]
        drawn = [each for each in charts if each is not None]
        if drawn:
            found.append({"title": title, "charts": drawn})
    return found


def chart(days: Mapping[date, Day], metric: str, *, imperial: bool) -> dict[str, Any] | None:
    """Return one metric as a chart, None with fewer than two days of it."""
    scale = scale_of(metric, imperial=imperial)
    known = {
        day: scale.convert(entry.values[metric])
        for day, entry in sorted(days.items())
        if metric in entry.values
    }
    if len(known) < 2:
        return None
    return _drawn(METRICS[metric].label, known, scale)


def _drawn(label: str, known: Mapping[date, float], scale: Scale) -> dict[str, Any]:
    return {
        "label": label,
        "unit": scale.unit,
        "sentence": sentence(known, scale),
        "points": [_point(day, known, scale) for day in _every_day(known)],
        "sparse": _sparse(known),
    }


def _sparse(known: Mapping[date, float]) -> bool:
    """Return whether hardly any day follows another: a line from day to day would not be seen."""
    followed = sum(day + timedelta(days=1) in known for day in known)
    return 2 * followed < len(known)


def readiness(series: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return readiness over time from the days of `prescribe.progress`."""
    known = {
        date.fromisoformat(each["date"]): float(each["readiness"])
        for each in series
        if each["readiness"] is not None
    }
    return _drawn("Readiness", known, Scale("of 100", float, 0)) if len(known) > 1 else None


def lift(found: Mapping[str, Any], *, imperial: bool) -> dict[str, Any] | None:
    """Return one lift's estimated maximum over time, None with fewer than two sessions of it."""
    scale = scale_of("mass_kg", imperial=imperial)
    points = {
        date.fromisoformat(each["date"]): scale.convert(each["value"]) for each in found["e1rm_kg"]
    }
    if len(points) < 2:
        return None
    latest = number(points[max(points)], scale.digits)
    rate = found["kg_per_week"]
    trend = "" if rate is None else f", {scale.convert(rate):+.1f} {scale.unit} a week"
    return {
        "label": found["name"],
        "unit": scale.unit,
        "sentence": f"Estimated one-repetition maximum now {latest} {scale.unit}{trend}.",
        "points": [
            {
                "day": day.isoformat(),
                "y": f"{value:.6g}",
                "shown": number(value),
                "low": "",
                "high": "",
            }
            for day, value in sorted(points.items())
        ],
        "sparse": True,
    }


def sentence(known: Mapping[date, float], scale: Scale) -> str:
    """Return what the series says: the last week against the four weeks before it."""
    last = max(known)
    week = _window(known, last - timedelta(days=6), last)
    before = _window(known, last - timedelta(days=34), last - timedelta(days=7))
    unit = f" {scale.unit}" if scale.unit else ""
    now = f"{number(fmean(week), scale.digits)}{unit}"
    if len(before) < _BAND_LEAST:
        return f"{now} on average over the last 7 days; too little before to compare."
    usual = f"{number(fmean(before), scale.digits)}{unit}"
    return f"{now} on average over the last 7 days, {usual} in the 4 weeks before."


def _window(known: Mapping[date, float], first: date, last: date) -> Sequence[float]:
    return [value for day, value in known.items() if first <= day <= last]


def _every_day(known: Mapping[date, float]) -> list[date]:
    first, last = min(known), max(known)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _point(day: date, known: Mapping[date, float], scale: Scale) -> dict[str, str]:
    value = known.get(day)
    past = _window(known, day - timedelta(days=_BAND_DAYS), day - timedelta(days=1))
    low = high = ""
    if len(past) >= _BAND_LEAST:
        mean, spread = fmean(past), pstdev(past)
        low, high = f"{mean - spread:.4g}", f"{mean + spread:.4g}"
    return {
        "day": day.isoformat(),
        "y": "" if value is None else f"{value:.6g}",
        "shown": "–" if value is None else number(value, scale.digits),
        "low": low,
        "high": high,
    }
