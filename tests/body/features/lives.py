"""Lives to compute features of: what Hypothesis draws, and what real people left behind."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from spotter.athletes.profile import BodySite, Profile
from spotter.body.checkin import Checkin
from spotter.body.features.table import Record
from spotter.body.state import Day
from spotter.form.watched import WatchedSet
from spotter.training.session import DoneSet, Focus, LoggedSet, SessionLog

FIRST = date(2025, 1, 1)
_METRICS = {
    "hrv_sdnn_ms": (20, 120), "hrv_rmssd_ms": (15, 130), "resting_hr_bpm": (40, 80),
    "sleep_s": (14_000, 34_000), "sleep_midpoint_h": (-2, 7), "steps": (0, 30_000),
    "mass_kg": (70, 75), "vo2max_ml_kg_min": (38, 50), "load_au": (0, 900),
    "workout_s": (600, 7200), "hr_mean_bpm": (55, 90), "wrist_temperature_c": (34, 37),
}  # fmt: skip
_EXERCISES = ("barbell_back_squat", "barbell_bench_press", "push_up", "gone_from_catalogue")


@st.composite
def lives(draw: st.DrawFn, days: int = 60) -> Record:
    """Draw one athlete: some days known, some said, some trained, devices that change."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    keep = draw(st.floats(0.1, 1.0))
    found: dict[date, Day] = {}
    checkins, logs, done, watched = [], [], [], []
    for n in range(days):
        day = FIRST + timedelta(days=n)
        known = {m: rng.uniform(*span) for m, span in _METRICS.items() if rng.random() < keep}
        if known:
            found[day] = Day(day, known, {m: rng.choice(("watch", "ring")) for m in known})
        if rng.random() < 0.3:
            checkins.append(_checkin(day, rng.randint))
        if rng.random() < 0.3:
            logs.append(_log(day, rng.randint))
        if rng.random() < 0.2:
            lift = rng.choice(_EXERCISES)
            done.append(DoneSet(lift, day, rng.randint(1, 12), float(rng.randint(0, 150))))
        if rng.random() < 0.3:
            watched.append(_watched(day, rng.uniform))
    profile = Profile(weekdays=(1, 3, 5))
    return Record("drawn", found, checkins, logs, done, profile, watched)


def _watched(day: date, between: Callable[[float, float], float]) -> WatchedSet:
    return WatchedSet(
        "squat", day, between(0, 100), between(0, 100), reps=8, score=between(0, 100),
        asymmetry_deg=between(0, 20), faulty_share=between(0, 1), speed_slope=between(-5, 0),
    )  # fmt: skip


def _checkin(day: date, whole: Callable[[int, int], int]) -> Checkin:
    return Checkin(
        day, mood=whole(1, 5), energy=whole(1, 5), stress=whole(1, 5), sleep_quality=whole(1, 5),
        soreness={BodySite.KNEE: whole(0, 10)}, pain={}, cycle_day=whole(1, 30),
    )  # fmt: skip


def _log(day: date, whole: Callable[[int, int], int]) -> SessionLog:
    at = datetime.combine(day, time(whole(5, 20)), UTC)
    sets = tuple(
        LoggedSet(_EXERCISES[whole(0, 3)], at, whole(1, 12), None, float(whole(0, 150)), 8.0)
        for _ in range(whole(0, 5))
    )
    return SessionLog(f"s{day}", day, "Strength", Focus.STRENGTH, sets, planned_sets=4,
                      session_rpe=float(whole(1, 10)), duration_min=60.0)  # fmt: skip


def until(record: Record, day: date) -> Record:
    """Return `record` as it was on `day`: all later data deleted."""
    return replace(
        record,
        days={at: one for at, one in record.days.items() if at <= day},
        checkins=[one for one in record.checkins if one.day <= day],
        logs=[one for one in record.logs if one.day <= day],
        done=[one for one in record.done if one.day <= day],
        watched=[one for one in record.watched if one.day <= day],
    )
