"""The waking day as watch and phone write it: steps twice, heart rate, energy, the scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from spotter.lab.sample.apple import (
    CATEGORY,
    PHONE,
    QUANTITY,
    SCALE,
    WATCH,
    Reading,
    Source,
    entry,
)
from spotter.lab.sample.body import BodyDay

STRIDE_M = 0.74
"""Mean step length on foot: 0.41 of a stature of 1.81 m."""

KCAL_PER_STEP = 0.042
"""Energy above rest of a step at walking pace: about 0.5 kcal per kg and km (Margaria 1963)."""

BASAL_KCAL_PER_HOUR = 74.0
"""Mifflin-St Jeor 1990 for a man of 36 years, 1.81 m and 79 kg: 1 751 kcal a day, as a watch
rounds it up."""

# Share of a day's walking by hour, from waking: the way to work, lunch, the way back, the evening.
_WALKING = np.array([0.05, 0.11, 0.05, 0.03, 0.04, 0.12, 0.06, 0.04, 0.05, 0.1, 0.13, 0.1, 0.07])
_FIRST_HOUR = 7
_PHONE_SEES = 0.62
"""Share of walks with the phone in the pocket."""


class Walk(NamedTuple):
    """A stretch on foot: epoch seconds and steps."""

    start: float
    end: float
    steps: int


def walks(body: BodyDay, midnight: float) -> list[Walk]:
    """Return the day's walks in order; a sick day has few."""
    chance = body.life.chance(5)
    wanted = float(chance.normal(8300, 1700)) * (1 - 0.65 * body.life.illness)
    if not body.life.watch:
        wanted *= 1.5  # holidays are for walking
    shares = _WALKING / _WALKING.sum()
    found: list[Walk] = []
    for hour, share in enumerate(shares):
        left = max(wanted, 1500) * share
        at = midnight + (_FIRST_HOUR + hour) * 3600 + chance.uniform(0, 600)
        for _ in range(2):
            steps = int(left * chance.uniform(0.3, 0.7))
            length = steps / chance.uniform(82, 112) * 60
            found.append(Walk(at, at + length, steps))
            at += length + chance.uniform(300, 900)
    return [walk for walk in found if walk.steps > 15]


def movement(body: BodyDay, midnight: float) -> Iterator[Reading]:
    """Yield steps, distance and energy; watch and phone overlap, as they do in life."""
    chance = body.life.chance(6)
    for walk in walks(body, midnight):
        if body.life.watch:
            yield from _on_foot(walk, WATCH, 1.0)
            energy = f"{walk.steps * KCAL_PER_STEP:.3f}"
            yield _quantity("ActiveEnergyBurned", "Cal", WATCH, walk, energy)
        if chance.random() < (_PHONE_SEES if body.life.watch else 0.96):
            late = chance.uniform(-20, 45)
            seen = Walk(walk.start + late, walk.end + late, walk.steps)
            yield from _on_foot(seen, PHONE, chance.uniform(0.9, 1.0))
    if body.life.watch:
        for hour in range(24):
            span = Walk(midnight + hour * 3600, midnight + (hour + 1) * 3600, 0)
            value = f"{BASAL_KCAL_PER_HOUR + chance.normal(0, 1.2):.3f}"
            yield _quantity("BasalEnergyBurned", "Cal", WATCH, span, value)


def stand_hours(body: BodyDay, midnight: float) -> Iterator[Reading]:
    """Yield the hours in which the athlete stood up."""
    moved = {int((walk.start - midnight) // 3600) for walk in walks(body, midnight)}
    for hour in sorted(moved):
        start = midnight + hour * 3600
        kind, value = f"{CATEGORY}AppleStandHour", "HKCategoryValueAppleStandHourStood"
        yield Reading(kind, WATCH, "", start, start + 3600, start + 3600, value)


def _on_foot(walk: Walk, source: Source, share: float) -> Iterator[Reading]:
    steps = max(1, round(walk.steps * share))
    yield _quantity("StepCount", "count", source, walk, str(steps))
    distance = f"{steps * STRIDE_M / 1000:.6f}"
    yield _quantity("DistanceWalkingRunning", "km", source, walk, distance)


def _quantity(kind: str, unit: str, source: Source, walk: Walk, value: str) -> Reading:
    return Reading(QUANTITY + kind, source, unit, walk.start, walk.end, walk.end + 60, value)


def heart(body: BodyDay, midnight: float, busy: list[tuple[float, float]]) -> Iterator[Reading]:
    """Yield heart rate outside workouts, about every six minutes, and the day's resting rate."""
    chance = body.life.chance(7)
    on_foot = walks(body, midnight)
    wake = midnight + (body.night.onset_h + body.night.asleep_h * 1.06) * 3600
    for at in np.arange(midnight + 60, midnight + 86000, 360.0) + chance.uniform(0, 90, 239):
        if any(start <= at <= end for start, end in busy):
            continue
        moving = any(walk.start <= at <= walk.end for walk in on_foot)
        above = -2.0 if at < wake else 38.0 if moving else 13.0
        rate = body.resting_hr_bpm + above + chance.normal(0, 2.2 if at < wake else 5.0)
        context = entry("HKMetadataKeyHeartRateMotionContext", "2" if moving else "1")
        yield _rate("HeartRate", at, at, at + 3, f"{max(rate, 38):.0f}", inside=context)
    resting = f"{body.resting_hr_bpm:.0f}"
    yield _rate("RestingHeartRate", midnight, wake, wake + 600, resting)
    evening = midnight + 23 * 3600
    # By night the day's value is written again, sometimes a beat off: the later one counts.
    again = f"{body.resting_hr_bpm + chance.choice([-1, 0, 0, 0, 1]):.0f}"
    if chance.random() < 0.4:
        yield _rate("RestingHeartRate", midnight, evening, evening + 1200, again)


def _rate(
    kind: str, start: float, end: float, created: float, value: str, *, inside: str = ""
) -> Reading:
    return Reading(QUANTITY + kind, WATCH, "count/min", start, end, created, value, inside)


def scale(body: BodyDay, midnight: float) -> Iterator[Reading]:
    """Yield the morning's weighing, on most days at home."""
    chance = body.life.chance(8)
    if not body.life.watch or chance.random() > 0.6:
        return
    at = midnight + 7.1 * 3600 + chance.uniform(0, 900)
    fat = 0.182 + 0.002 * (body.mass_kg - 79) + chance.normal(0, 0.003)
    yield Reading(f"{QUANTITY}BodyMass", SCALE, "kg", at, at, at + 5, f"{body.mass_kg:.2f}")
    yield Reading(f"{QUANTITY}BodyFatPercentage", SCALE, "%", at, at, at + 5, f"{fat:.4f}")
