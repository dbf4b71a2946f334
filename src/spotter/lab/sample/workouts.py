"""Workouts as the watch writes them: heart rate, energy, distance, effort, a route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from spotter.lab.sample.apple import QUANTITY, WATCH, Reading, Stamp, Workout, entry, statistics
from spotter.lab.sample.body import BodyDay
from spotter.lab.sample.daytime import BASAL_KCAL_PER_HOUR
from spotter.lab.sample.life import Activity
from spotter.lab.sample.route import Route, loop

AGE_YEARS = 36
HR_MAX_BPM = 208 - 0.7 * AGE_YEARS
"""Tanaka 2001."""

RUN_KCAL_PER_KG_KM = 1.0
"""Energy of running (Margaria 1963)."""

LIFT_METS = 5.0
"""Resistance training, several exercises (Compendium of Physical Activities 2011, 02050: 3.5-6)."""

CADENCE_PER_MIN = 166
PAUSE_S = 45.0


@dataclass(frozen=True, slots=True)
class Training:
    """One workout with the readings around it, and the route where it went outdoors."""

    workout: Workout
    readings: tuple[Reading, ...]
    route: Route | None
    energy_kcal: float

    @property
    def span(self) -> tuple[float, float]:
        return self.workout.start, self.workout.end


def training(body: BodyDay, midnight: float, stamp: Stamp) -> Training | None:
    """Return the day's workout, or None on a day without one."""
    activity = body.life.activity
    if activity is None or not body.life.watch:
        return None
    chance = body.life.chance(9)
    hour = 11.0 if body.day.isoweekday() >= 6 else 17.8
    start = midnight + hour * 3600 + chance.uniform(-1500, 1500)
    end = start + body.minutes * 60 + (PAUSE_S if activity.strength else 0.0)
    rates = _heart(body, start, end, chance)
    distance = 0.0 if activity.strength else run_speed(body) * body.minutes * 60 / 1000
    energy = _energy(body, distance)
    route = None if activity.strength else loop(body, start, end, distance * 1000)
    inside = _inside(body, (start, end), [float(rate.value) for rate in rates], energy, stamp)
    if route is None:
        kind, inside = "TraditionalStrengthTraining", inside + _indoors((start, end), stamp)
    else:
        kind, inside = "Running", inside + _outdoors((start, end), distance, route, stamp)
    readings = (*rates, *_around(body, start, end, distance, energy))
    return Training(Workout(kind, start, end, body.minutes, inside), readings, route, energy)


def run_speed(body: BodyDay) -> float:
    """Return the easy running speed (m/s): oxygen cost 0.2 mL/(kg·min) per m/min (ACSM)."""
    share = 0.62 if body.life.activity is Activity.EASY_RUN else 0.66
    return (share * body.vo2max - 3.5) / 0.2 / 60 * (1 + body.form)


def _energy(body: BodyDay, distance_km: float) -> float:
    if distance_km:
        return RUN_KCAL_PER_KG_KM * body.mass_kg * distance_km
    return (LIFT_METS - 1) * body.mass_kg * body.minutes / 60


def _heart(body: BodyDay, start: float, end: float, chance: np.random.Generator) -> list[Reading]:
    """Return a rate every 20 s: a slow climb on a run, a wave of sets and rests with weights."""
    at = np.arange(start + 5, end, 20.0)
    minute = (at - start) / 60
    reserve = HR_MAX_BPM - body.resting_hr_bpm
    climb = 1 - np.exp(-minute / 2.5)
    if body.life.activity is not None and body.life.activity.strength:
        share = 0.36 + 0.03 * (body.session_rpe - 7) + 0.13 * np.sin(2 * np.pi * minute / 3.4)
    else:
        share = 0.52 + 0.035 * body.session_rpe + 0.0012 * minute - 1.2 * min(body.form, 0.02)
    rates = body.resting_hr_bpm + 12 + (reserve * share - 12) * climb
    rates = np.clip(rates + chance.normal(0, 2.5, len(at)), 60, HR_MAX_BPM)
    moving = entry("HKMetadataKeyHeartRateMotionContext", "2")
    kind = f"{QUANTITY}HeartRate"
    return [
        Reading(kind, WATCH, "count/min", when, when, when + 2, f"{rate:.0f}", moving)
        for when, rate in zip(at.tolist(), rates.tolist(), strict=True)
    ]


def _around(
    body: BodyDay, start: float, end: float, distance_km: float, energy_kcal: float
) -> Iterator[Reading]:
    """Yield what the watch counts beside the heart: energy, exercise minutes, steps, effort."""
    minutes = max(1, int((end - start) / 60))
    for minute in range(minutes):
        at = start + minute * 60
        kind = f"{QUANTITY}AppleExerciseTime"
        yield Reading(kind, WATCH, "min", at, at + 60, at + 61, "1")
    for at in np.arange(start, end - 1, 300.0):
        until = min(at + 300, end)
        share = (until - at) / (end - start)
        counted = [("ActiveEnergyBurned", "Cal", f"{energy_kcal * share:.3f}")]
        if distance_km:
            steps = round((until - at) / 60 * CADENCE_PER_MIN)
            counted.append(("DistanceWalkingRunning", "km", f"{distance_km * share:.6f}"))
            counted.append(("StepCount", "count", str(steps)))
        for name, unit, value in counted:
            yield Reading(QUANTITY + name, WATCH, unit, at, until, until + 2, value)
    effort = f"{max(1, min(10, round(body.session_rpe)))}"
    kind = f"{QUANTITY}WorkoutEffortScore"
    yield Reading(kind, WATCH, "appleEffortScore", start, end, end + 30, effort)
    if distance_km:
        value = f"{body.vo2max:.2f}"
        inside = entry("HKVO2MaxTestType", "2")
        kind = f"{QUANTITY}VO2Max"
        yield Reading(kind, WATCH, "mL/min\u00b7kg", end, end, end + 20, value, inside)


def _inside(
    body: BodyDay,
    span: tuple[float, float],
    bpm: list[float],
    energy_kcal: float,
    stamp: Stamp,
) -> str:
    """Return what every workout carries: metadata and statistics."""
    whole = (stamp(span[0]), stamp(span[1]))
    mets = energy_kcal / body.mass_kg / body.minutes * 60 + 1
    return "".join(
        (
            entry("HKTimeZone", body.life.zone),
            entry("HKAverageMETs", f"{mets:.4f} kcal/hr\u00b7kg"),
            statistics("ActiveEnergyBurned", whole, "Cal", sum=energy_kcal),
            statistics(
                "BasalEnergyBurned", whole, "Cal", sum=BASAL_KCAL_PER_HOUR * body.minutes / 60
            ),
            statistics(
                "HeartRate",
                whole,
                "count/min",
                average=sum(bpm) / len(bpm),
                minimum=min(bpm),
                maximum=max(bpm),
            ),
        )
    )


def _indoors(span: tuple[float, float], stamp: Stamp) -> str:
    """Return what a session in the gym adds: it was paused once, for water."""
    middle = (span[0] + span[1]) / 2
    pauses = (("Pause", middle), ("Resume", middle + PAUSE_S))
    return entry("HKIndoorWorkout", "1") + "".join(
        f'  <WorkoutEvent type="HKWorkoutEventType{kind}" date="{stamp(at)}"/>\n'
        for kind, at in pauses
    )


def _outdoors(span: tuple[float, float], distance_km: float, route: Route, stamp: Stamp) -> str:
    """Return what a run adds: distance, climb and its route."""
    start, end = stamp(span[0]), stamp(span[1])
    return (
        entry("HKIndoorWorkout", "0")
        + entry("HKElevationAscended", f"{route.climb_m * 100:.0f} cm")
        + statistics("DistanceWalkingRunning", (start, end), "km", sum=distance_km)
        + f'  <WorkoutRoute sourceName="{WATCH.name}" sourceVersion="{WATCH.version}"'
        f' creationDate="{stamp(span[1] + 30)}" startDate="{start}" endDate="{end}">\n'
        f'   <FileReference path="/workout-routes/{route.name}"/>\n  </WorkoutRoute>\n'
    )
