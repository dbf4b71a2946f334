"""Metrics of Health Auto Export → rows: values of a moment, sums of a minute or a day, nights."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from spotter.intake import moments
from spotter.intake.health_auto_export.pieces import Metric
from spotter.intake.moments import Span
from spotter.intake.readings import Readings, number, words
from spotter.intake.strength.reading import Unreadable

Entry = Mapping[str, object]

# The app's names are Apple's in snake case (Health Auto Export, "API Export JSON Format").
SIGNALS: Mapping[str, str] = {
    "resting_heart_rate": "resting_heart_rate",
    "walking_heart_rate_average": "walking_heart_rate",
    "cardio_recovery": "heart_rate_recovery",
    "heart_rate_variability": "hrv_sdnn",
    "respiratory_rate": "respiratory_rate",
    "blood_oxygen_saturation": "spo2",
    "vo2_max": "vo2max",
    "blood_glucose": "glucose",
    "apple_sleeping_wrist_temperature": "wrist_temperature",
    "body_temperature": "body_temperature",
    "walking_speed": "walking_speed",
    "running_speed": "running_speed",
    "running_power": "running_power",
    "cycling_power": "cycling_power",
    "physical_effort": "physical_effort",
    "weight_body_mass": "mass",
    "lean_body_mass": "lean_mass",
    "body_fat_percentage": "body_fat",
    "body_mass_index": "bmi",
    "height": "height",
    "waist_circumference": "waist",
}
# What is summed: an entry speaks of the minute, hour or day that begins at its date.
SUMS: Mapping[str, str] = {
    "step_count": "steps",
    "walking_running_distance": "distance",
    "cycling_distance": "distance_cycling",
    "swimming_distance": "distance_swimming",
    "flights_climbed": "flights",
    "active_energy": "active_energy",
    "basal_energy_burned": "basal_energy",
    "apple_exercise_time": "exercise_time",
    "apple_stand_time": "stand_time",
}
# Where in its day a value stands that the app made of the whole day and dated at midnight: its noon
# is on that date in every zone, also while the athlete's is not known; what is looked for in the
# night stands in it.
_NOTHING, _NOON, _NIGHT = timedelta(0), timedelta(hours=12), timedelta(hours=4)
_AT_NIGHT = frozenset({"heart_rate_variability", "respiratory_rate"})
_STAGES: Mapping[str, str] = {
    "inbed": "in_bed",
    "awake": "awake",
    "asleep": "asleep",
    "unspecified": "asleep",
    "asleepunspecified": "asleep",
    "core": "core",
    "asleepcore": "core",
    "deep": "deep",
    "asleepdeep": "deep",
    "rem": "rem",
    "asleeprem": "rem",
}
_STAMP = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}):(\d{2}):(\d{2})\s*"
    r"([AaPp])?\.?[Mm]?\.?\s*([+-]\d{2}:?\d{2}|Z)"
)


def tell(metric: Metric, told: Readings) -> Iterator[None]:
    """Put the entries of `metric` into drafts, one at a time; what cannot be read is refused."""
    length = _length(metric) if metric.name in SUMS else None
    place = _NOTHING if metric.name in SUMS else _place(metric)
    for text in metric.entries:
        entry = json.loads(text)
        try:
            _tell(metric, entry, length, place, told)
        except Unreadable as error:
            told.drafts.refuse(error.reason, metric.name)
        yield


def _tell(
    metric: Metric, entry: Entry, length: timedelta | None, place: timedelta, told: Readings
) -> None:
    if metric.name == "sleep_analysis":
        _sleep(entry, told)
        return
    at = stamp(entry.get("date"))
    span = moments.moment(at + place if at else None)
    if span is None:
        raise Unreadable("unreadable_time")
    about, content = document(metric.name, entry), digest(entry)
    if metric.name == "heart_rate":
        mean = number(entry.get("Avg", entry.get("qty")))
        about |= {"min": number(entry.get("Min")), "max": number(entry.get("Max"))}
        told.value(metric.name, "heart_rate", span, mean, metric.unit, about=about, content=content)
    elif metric.name == "blood_pressure":
        for part in ("systolic", "diastolic"):
            name, value = f"blood_pressure.{part}", number(entry.get(part))
            told.value(name, part, span, value, metric.unit, about=about, content=content)
    elif metric.name == "mindful_minutes":
        span = moments.lasting(span[0], (number(entry.get("qty")) or 0.0) * 60)
        told.row(metric.name, "mindful", span, about=about, content=content)
    else:
        signal = SUMS.get(metric.name, SIGNALS.get(metric.name))
        span = (span[0], span[0] + length) if length else span
        qty = number(entry.get("qty"))
        told.value(metric.name, signal, span, qty, metric.unit, about=about, content=content)


def document(name: str, entry: Entry) -> dict[str, object]:
    """Return what names an entry for good: sent again with another value, it is the same one.

    The app sends today many times a day, and every time its sums have grown (`intake.versions`).
    """
    when, source = (words(entry.get(key)) for key in ("date", "source"))
    found = re.sub(r'["\\]', "", f"{name} {when} {source}")[:300]
    return {"document": found, "entry_source": source or None}


def digest(entry: Entry) -> str:
    """Return what makes a version of an entry another one: any change makes all its rows new."""
    return blake2b(json.dumps(entry, sort_keys=True).encode(), digest_size=12).hexdigest()


def stamp(value: object) -> datetime | None:
    """Return the instant of the app's `2026-05-14 13:42:00 -0300`, None for anything else.

    Phones with a twelve-hour clock put AM or PM in between, after a blank of any kind.
    """
    found = _STAMP.fullmatch(words(value))
    if found is None:
        return None
    day, hour, minute, second, half, offset = found.groups()
    clock = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    try:
        return datetime.fromisoformat(f"{day}T{clock:02}:{minute}:{second}{offset}")
    except ValueError:
        return None


def _length(metric: Metric) -> timedelta | None:
    """Return how long the stretches are over which the app summed: a day, an hour, a minute.

    It does not say; but every sum over days stands at midnight, over hours at a full hour.
    """
    at = [at for text in metric.entries if (at := stamp(json.loads(text).get("date")))]
    if not at:
        return None
    if all(one.hour == one.minute == one.second == 0 for one in at):
        return timedelta(days=1)
    if all(one.minute == one.second == 0 for one in at):
        return timedelta(hours=1)
    return timedelta(minutes=1) if all(one.second == 0 for one in at) else None


def _place(metric: Metric) -> timedelta:
    """Return how long after its date each value of `metric` stands: values of days at midnight."""
    at = (stamp(json.loads(text).get("date")) for text in metric.entries)
    if not all(one and one.hour == one.minute == one.second == 0 for one in at):
        return _NOTHING
    return _NIGHT if metric.name in _AT_NIGHT else _NOON


def _sleep(entry: Entry, told: Readings) -> None:
    if "startDate" in entry or "value" in entry:
        span = moments.between(stamp(entry.get("startDate")), stamp(entry.get("endDate")))
        stage = re.sub(r"[^a-z]", "", words(entry.get("value")).casefold())
        about = document("sleep", {**entry, "date": entry.get("startDate")})
        _stage(told, span, _STAGES.get(stage), about, digest(entry))
        return
    _night(entry, told)


def _night(entry: Entry, told: Readings) -> None:
    """Tell a night of which the app sends only sums, in hours.

    How long each stage was is exported, their order is not: they are laid out one after another.
    """
    about = document("sleep_analysis", entry)
    sleep = moments.between(stamp(entry.get("sleepStart")), stamp(entry.get("sleepEnd")))
    in_bed = moments.between(stamp(entry.get("inBedStart")), stamp(entry.get("inBedEnd")))
    if sleep is None and in_bed is None:
        raise Unreadable("unreadable_time")
    if in_bed is not None and in_bed[1] > in_bed[0]:
        _stage(told, in_bed, "in_bed", about, digest(entry))
    if sleep is None:
        return
    hours = {stage: number(entry.get(stage)) or 0.0 for stage in ("core", "deep", "rem", "awake")}
    if not any(hours[stage] for stage in ("core", "deep", "rem")):
        asleep = number(entry.get("totalSleep")) or number(entry.get("asleep")) or 0.0
        hours = {"asleep": asleep, "awake": hours["awake"]}
    laid = about | {"laid_out": "order of stages unknown"}
    for stage, stretch in _laid_out(sleep, list(hours.items())):
        _stage(told, stretch, stage, laid, digest(entry))


def _stage(
    told: Readings,
    span: Span | None,
    stage: str | None,
    about: Mapping[str, object],
    version: str,
) -> None:
    if span is not None and span[0] == span[1]:
        told.drafts.skip("stage of sleep without length")
        return
    told.row("sleep_analysis", "sleep", span, text=stage, about=about, content=f"{version} {stage}")


def _laid_out(span: Span, hours: Sequence[tuple[str, float]]) -> Iterator[tuple[str, Span]]:
    """Yield the stages one after another from the beginning of `span` on, none beyond its end."""
    at, end = span
    for stage, lasts in hours:
        if not 0 <= lasts <= 25:
            raise Unreadable("lasts_too_long")
        begin, at = at, min(end, at + timedelta(hours=lasts))
        if at > begin:
            yield stage, (begin, at)
