"""What the athlete wrote down: a check-in each morning, every set of every strength session."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from spotter.athletes.profile import BodySite
from spotter.body.checkin import Checkin
from spotter.lab.sample.body import USUAL_LOAD_AU, BodyDay
from spotter.lab.sample.life import Activity
from spotter.store.codec import encode
from spotter.training.session import Focus, LoggedSet, SessionLog
from spotter.training.strength import load_for, round_load

FORM_IN_RPE = 16.0
"""A set at the same load feels one RPE harder for each 6 % of capacity lost: on the usual chart one
RPE is worth 3-4 % of 1RM, and people notice about half of a bad day."""


@dataclass(frozen=True, slots=True)
class Lift:
    """One exercise of the week; `best_kg` is the e1RM on the first day (0: bodyweight)."""

    exercise: str
    sets: int
    reps: int
    rpe: float
    best_kg: float = 0.0
    step_kg: float = 2.5
    hold_s: int = 0


_LIFTS: dict[Activity, tuple[Lift, ...]] = {
    Activity.LOWER: (
        Lift("barbell_back_squat", 4, 5, 8.0, 128.0),
        Lift("barbell_romanian_deadlift", 3, 8, 7.5, 122.0),
        Lift("dumbbell_split_squat", 3, 10, 7.5, 34.0, 2.0),
        Lift("plank", 3, 0, 7.0, hold_s=50),
    ),
    Activity.UPPER: (
        Lift("barbell_bench_press", 4, 6, 8.0, 94.0),
        Lift("barbell_row", 4, 8, 7.5, 88.0),
        Lift("dumbbell_shoulder_press", 3, 9, 7.5, 31.0, 2.0),
        Lift("pull_up", 3, 7, 8.0),
    ),
    Activity.FULL: (
        Lift("barbell_deadlift", 3, 4, 8.0, 158.0),
        Lift("dumbbell_incline_press", 3, 9, 7.5, 38.0, 2.0),
        Lift("dumbbell_reverse_lunge", 3, 10, 7.5, 30.0, 2.0),
        Lift("side_plank", 2, 0, 7.0, hold_s=40),
    ),
}

_TITLE: dict[Activity, tuple[str, Focus]] = {
    Activity.LOWER: ("Lower body", Focus.STRENGTH),
    Activity.UPPER: ("Upper body", Focus.STRENGTH),
    Activity.FULL: ("Whole body", Focus.STRENGTH),
    Activity.EASY_RUN: ("Easy run", Focus.ENDURANCE),
    Activity.LONG_RUN: ("Long run", Focus.ENDURANCE),
}

_SORE_SITE: dict[Activity, BodySite] = {
    Activity.LOWER: BodySite.THIGH,
    Activity.UPPER: BodySite.CHEST,
    Activity.FULL: BodySite.LOWER_BACK,
    Activity.EASY_RUN: BodySite.CALF,
    Activity.LONG_RUN: BodySite.CALF,
}


def checkins(days: Sequence[BodyDay]) -> Iterator[Checkin]:
    """Yield a check-in for most mornings before the last day, which is left to whoever looks."""
    for before, body in zip((None, *days[:-2]), days[:-1], strict=True):
        chance = body.life.chance(11)
        if chance.random() < 0.9:
            yield _checkin(before, body, chance)


def _checkin(before: BodyDay | None, body: BodyDay, chance: np.random.Generator) -> Checkin:
    tired = body.fatigue / USUAL_LOAD_AU - 1
    short = max(0.0, 7.2 - body.night.asleep_h)
    well = 4.0 - 1.6 * tired - 0.7 * short - 2.6 * body.life.illness
    return Checkin(
        day=body.day,
        sleep_quality=_scale(4.1 - 1.1 * short - 2.0 * body.life.illness, chance),
        mood=_scale(well + 0.2, chance),
        energy=_scale(well, chance),
        stress=_scale(2.2 + 1.2 * tired - (1.0 if not body.life.watch else 0.0), chance),
        soreness=_soreness(before, chance),
        pain={},
        symptoms=frozenset(),
        ill=body.life.illness >= 0.5,
    )


def _scale(middle: float, chance: np.random.Generator) -> int:
    return int(np.clip(round(middle + chance.normal(0, 0.45)), 1, 5))


def _soreness(before: BodyDay | None, chance: np.random.Generator) -> dict[BodySite, int]:
    """Return yesterday's muscles: soreness peaks one to three days after the work."""
    if before is None or before.life.activity is None:
        return {}
    level = 0.55 * before.session_rpe * before.life.volume - 1.6 + chance.normal(0, 0.8)
    sore = int(np.clip(round(level), 0, 8))
    return {_SORE_SITE[before.life.activity]: sore} if sore else {}


def sessions(days: Sequence[BodyDay]) -> Iterator[SessionLog]:
    """Yield every session done before the last day, with its sets."""
    for body in days[:-1]:
        if body.life.activity is not None:
            yield _session(body, body.life.activity)


def _session(body: BodyDay, activity: Activity) -> SessionLog:
    title, focus = _TITLE[activity]
    chance = body.life.chance(12)
    hour = time(11, 0) if body.day.isoweekday() >= 6 else time(17, 50)
    start = datetime.combine(body.day, hour, ZoneInfo(body.life.zone))
    sets = tuple(_sets(body, activity, start, chance))
    return SessionLog(
        id=f"sample-{body.day.isoformat()}",
        day=body.day,
        title=title,
        focus=focus,
        sets=sets,
        planned_sets=len(sets),
        session_rpe=body.session_rpe,
        duration_min=body.minutes,
        mood=_scale(4.0 + 4 * body.form, chance),
    )


def _sets(
    body: BodyDay, activity: Activity, start: datetime, chance: np.random.Generator
) -> Iterator[LoggedSet]:
    if not activity.strength:
        end = start + timedelta(minutes=body.minutes)
        seconds = round(body.minutes * 60)
        run = "long_run" if activity is Activity.LONG_RUN else "easy_run"
        yield LoggedSet(run, end, duration_s=seconds, rpe=body.session_rpe, block=0)
        return
    at = start + timedelta(minutes=8)
    for block, lift in enumerate(_LIFTS[activity]):
        for number in range(max(1, round(lift.sets * min(body.life.volume, 1.34)))):
            felt = lift.rpe - FORM_IN_RPE * body.form + 0.25 * number + float(chance.normal(0, 0.3))
            rpe = float(np.clip(round(felt * 2) / 2, 5.5, 9.5))
            yield replace(_set(body, lift, at, number, rpe), block=block)
            at += timedelta(seconds=190)


def _set(body: BodyDay, lift: Lift, at: datetime, number: int, rpe: float) -> LoggedSet:
    """Lift what was planned for a usual day; how hard it felt tells what day it was."""
    if lift.hold_s:
        return LoggedSet(lift.exercise, at, duration_s=lift.hold_s, rpe=rpe)
    if not lift.best_kg:
        reps = max(3, lift.reps - (number // 2) + round(FORM_IN_RPE * body.form / 2))
        return LoggedSet(lift.exercise, at, reps=reps, rpe=rpe)
    planned = load_for(lift.best_kg * body.strength / (1 + body.form), lift.reps, lift.rpe)
    load = round_load(planned, lift.step_kg)
    return LoggedSet(lift.exercise, at, lift.reps, load_kg=load, rpe=rpe)


def write_log(days: Sequence[BodyDay], path: Path) -> int:
    """Write check-ins and sessions, one JSON object a line in the order of days; return lines."""
    lines = sorted((*_rows("checkin", checkins(days)), *_rows("session", sessions(days))))
    path.write_text("".join(f"{line}\n" for _, _, line in lines), encoding="utf-8")
    return len(lines)


def _rows(
    kind: str, facts: Iterable[Checkin] | Iterable[SessionLog]
) -> Iterator[tuple[str, str, str]]:
    for fact in facts:
        body = {"kind": kind, **encode(fact)}
        yield fact.day.isoformat(), kind, json.dumps(body, ensure_ascii=False)
