"""Records → days: every metric that raw samples alone can give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from spotter.body import heart, vitals
from spotter.body.calendar import moment
from spotter.body.counts import COUNTED, totals
from spotter.body.economy import Flow, economy, flows
from spotter.body.exertion import exertion
from spotter.body.frames import Found, View
from spotter.body.night import NIGHTLY, medians
from spotter.body.priority import NO_ORDER, Order
from spotter.body.sleep import Sleep, nights, sleeps
from spotter.body.state import Day
from spotter.body.strain import Heart, load
from spotter.body.summary import summaries
from spotter.body.workouts import Workout, workouts

_VITALS = {
    "resting_hr_bpm": vitals.resting_hr,
    "spo2": vitals.spo2,
    "wrist_temperature_c": vitals.wrist_temperature,
    "vo2max_ml_kg_min": vitals.vo2max,
    "mass_kg": vitals.mass,
    "body_fat": vitals.body_fat,
}


_NONE, _HOUR = timedelta(), timedelta(hours=1)


def aggregate(
    raw: pl.LazyFrame,
    zone: ZoneInfo,
    days: Set[date] | None = None,
    *,
    heart_on: Callable[[date], Heart] | None = None,
    order: Order = NO_ORDER,
) -> dict[date, Day]:
    """Return the days that `raw` (rows of `body.raw.SCHEMA`) speaks of, in order.

    `zone` is where the athlete lives: the offset in an export is the phone's on the day of the
    export, so instants are right and wall clocks are not. `days` limits what is returned; a day
    comes out the same whether asked for alone or with all. `heart_on` scales heart-rate load,
    `order` is whom the athlete believes first.
    """
    view = View.of(raw, zone, days, order)
    # Two halves of about the same work, of which neither needs the other.
    with ThreadPoolExecutor(1, "counts") as beside:
        counts = beside.submit(_counts, view)
        book = _measured(view, heart_on or _any_heart)
        return _days(book | counts.result())


def _counts(view: View) -> dict[str, Found]:
    merged = summaries(view)
    return {
        metric: totals(view, signal, merged.get(metric, {})) for metric, signal in COUNTED.items()
    }


def _measured(view: View, heart_on: Callable[[date], Heart]) -> dict[str, Found]:
    book: dict[str, Found] = {}
    every = sleeps(view)
    main = nights(every)
    book.update(_sleep(view, every, main))
    for metric, signal in NIGHTLY.items():
        book[metric] = medians(view, signal, main)
    for metric, read in _VITALS.items():
        book[metric] = read(view)
    stream = heart.Stream.read(view)
    book.update(heart.daily(view, stream))
    book.update(_training(view, stream, book["resting_hr_bpm"], heart_on))
    return book


def _days(book: Mapping[str, Found]) -> dict[date, Day]:
    values: dict[date, dict[str, float]] = defaultdict(dict)
    sources: dict[date, dict[str, str]] = defaultdict(dict)
    for metric, found in book.items():
        for day, (value, source) in found.items():
            values[day][metric] = value
            if source:
                sources[day][metric] = source
    return {day: Day(day, values[day], sources[day]) for day in sorted(values)}


def _sleep(view: View, every: Iterable[Sleep], main: Mapping[date, Sleep]) -> dict[str, Found]:
    book: dict[str, Found] = defaultdict(dict)
    for day, night in main.items():
        if view.wants(day):
            if night.zone_named:
                book["away_h"][day] = _away_h(night, view.zone), night.source
            for metric, value in _night(night).items():
                if value is not None:
                    book[metric][day] = value, night.source
    for one in every:
        if view.wants(one.day) and one.asleep_s and one is not main.get(one.day):
            before, _ = book["sleep_nap_s"].get(one.day, (0.0, ""))
            book["sleep_nap_s"][one.day] = before + one.asleep_s, one.source
    return book


def _away_h(night: Sleep, home: ZoneInfo) -> float:
    """Return by how many hours the clock at waking was ahead of the clock at home."""
    waking = moment(night.wake)
    return (
        (waking.astimezone(night.zone).utcoffset() or _NONE)
        - (waking.astimezone(home).utcoffset() or _NONE)
    ) / _HOUR


def _night(night: Sleep) -> dict[str, float | None]:
    if not night.asleep_s:
        return {"sleep_in_bed_s": night.in_bed_s}
    return {
        "sleep_s": night.asleep_s,
        "sleep_in_bed_s": night.in_bed_s,
        "sleep_deep_s": night.deep_s,
        "sleep_rem_s": night.rem_s,
        "sleep_core_s": night.core_s,
        "sleep_awake_s": night.awake_s,
        "sleep_efficiency": night.efficiency,
        "sleep_midpoint_h": night.midpoint_h,
        "sleep_latency_s": night.latency_s,
    }


# Activities by the sport whose usual time they tell of.
_SPORT = {
    "running": "running",
    "walking": "walking",
    "hiking": "walking",
    "cycling": "cycling",
    "rowing": "rowing",
    "elliptical": "elliptical",
}


def _any_heart(day: date) -> Heart:
    return Heart()


def _training(
    view: View, stream: heart.Stream, rest: Found, heart_on: Callable[[date], Heart]
) -> dict[str, Found]:
    by_day: dict[date, list[Workout]] = defaultdict(list)
    for workout in workouts(view):
        if view.wants(workout.day):
            by_day[workout.day].append(workout)
    given = flows([one for done in by_day.values() for one in done], view)
    book: dict[str, Found] = defaultdict(dict)
    for day, done in by_day.items():
        person = heart_on(day)
        resting = rest.get(day, (person.rest_bpm, ""))[0]
        loads = [load(one, stream, replace(person, rest_bpm=resting)) for one in done]
        sources = " + ".join(dict.fromkeys(one.source for one in done))
        how = " + ".join(dict.fromkeys(how for _, how in loads))
        book["workout_s"][day] = sum(one.duration_s for one in done), sources
        book["load_au"][day] = sum(amount for amount, _ in loads), how
        asked = _asked(done, given, stream, replace(person, rest_bpm=resting))
        for metric, found in asked.items():
            book[metric][day] = found
        for sport in {_SPORT[one.activity] for one in done if one.activity in _SPORT}:
            same = [one for one in done if _SPORT.get(one.activity) == sport]
            named = " + ".join(dict.fromkeys(one.source for one in same))
            book[f"workout_{sport}_s"][day] = sum(one.duration_s for one in same), named
        strength = [(one, amount) for one, (amount, _) in zip(done, loads, strict=True)]
        strength = [pair for pair in strength if pair[0].strength]
        if strength:
            book["workout_strength_s"][day] = sum(one.duration_s for one, _ in strength), sources
            book["load_strength_au"][day] = sum(amount for _, amount in strength), how
    return book


def _asked(
    done: Sequence[Workout],
    given: Mapping[Workout, Sequence[Flow]],
    stream: heart.Stream,
    person: Heart,
) -> dict[str, tuple[float, str]]:
    """Return what a day's workouts asked of the heart: of all of them, or nothing."""
    found: dict[str, float | None] = {}
    each = [one for one in (exertion(work, stream, person) for work in done) if one is not None]
    if len(each) == len(done):
        for zone, seconds in enumerate(zip(*(one.zones_s for one in each), strict=True), 1):
            found[f"hr_zone_{zone}_s"] = sum(seconds)
        found["trimp_edwards_au"] = sum(one.edwards_au for one in each)
        found["trimp_lucia_au"] = sum(one.lucia_au for one in each)
        if all(one.banister_au is not None for one in each):
            found["trimp_banister_au"] = sum(one.banister_au or 0.0 for one in each)
    values = {name: (value, "") for name, value in found.items() if value is not None}
    steady = economy(done, given, stream, person)
    if steady is None:
        return values
    one, source = steady
    values["decoupling"] = one.decoupling, source
    if one.speed_m_s is not None:
        values["run_speed_at_hr_m_s"] = one.speed_m_s, source
    return values
