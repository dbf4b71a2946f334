"""A night as a watch writes it: stages, breath, oxygen, warmth and the beats between."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from spotter.lab.sample.apple import (
    CATEGORY,
    PHONE,
    QUANTITY,
    WATCH,
    Reading,
    Stamp,
    beats,
    entry,
)
from spotter.lab.sample.body import BodyDay

CYCLE_MIN = 95
"""Mean length of a sleep cycle; adults' lie between 80 and 110 minutes."""

# Deep sleep comes early in the night, REM late.
_DEEP = (0.46, 0.28, 0.15, 0.08, 0.03, 0.0, 0.0)
_REM = (0.07, 0.16, 0.23, 0.26, 0.28, 0.3, 0.3)

_STAGE = "HKCategoryValueSleepAnalysis"


def stages(body: BodyDay) -> list[tuple[str, float]]:
    """Return the night as (stage, seconds) from sleep onset to waking."""
    asleep_min = body.night.asleep_h * 60
    cycles = max(3, min(len(_DEEP), round(asleep_min / CYCLE_MIN)))
    deep = _share(_DEEP, cycles, asleep_min * body.night.deep_share)
    rem = _share(_REM, cycles, asleep_min * body.night.rem_share)
    core = (asleep_min - sum(deep) - sum(rem)) / cycles
    chance = body.life.chance(2)
    awake = chance.dirichlet(np.full(cycles, 0.8)) * asleep_min * body.night.awake_share
    night: list[tuple[str, float]] = []
    for cycle in range(cycles):
        night += [
            ("AsleepCore", core * 0.55),
            ("AsleepDeep", deep[cycle]),
            ("AsleepCore", core * 0.45),
            ("AsleepREM", rem[cycle]),
            ("Awake", float(awake[cycle])),
        ]
    # A watch decides in half minutes; what is shorter it does not see.
    rounded = [(stage, round(2 * minutes) * 30.0) for stage, minutes in night]
    return [part for part in rounded if part[1] >= 30]


def _share(weights: tuple[float, ...], cycles: int, total: float) -> list[float]:
    used = weights[:cycles]
    return [total * weight / sum(used) for weight in used]


def readings(body: BodyDay, midnight: float, stamp: Stamp) -> Iterator[Reading]:
    """Yield what the night that ended on this day left behind."""
    onset = midnight + body.night.onset_h * 3600
    parts = stages(body)
    wake = onset + sum(seconds for _, seconds in parts)
    zone = entry("HKTimeZone", body.life.zone)
    at = onset
    for stage, seconds in parts:
        kind = f"{CATEGORY}SleepAnalysis"
        yield Reading(kind, WATCH, "", at, at + seconds, wake + 40, _STAGE + stage, zone)
        at += seconds
    chance = body.life.chance(3)
    bed = onset - chance.uniform(300, 1500)
    in_bed = f"{_STAGE}InBed"
    yield Reading(f"{CATEGORY}SleepAnalysis", PHONE, "", bed, wake + 240, wake + 300, in_bed, zone)
    yield from _breath(body, onset, wake, chance)
    warmth = f"{body.temperature_c:.4f}"
    kind = f"{QUANTITY}AppleSleepingWristTemperature"
    yield Reading(kind, WATCH, "degC", onset, wake, wake + 60, warmth)
    yield from _variability(body, onset, wake, stamp)


def _breath(
    body: BodyDay, onset: float, wake: float, chance: np.random.Generator
) -> Iterator[Reading]:
    for at in np.arange(onset + 600, wake - 300, 1800.0):
        value = f"{body.respiratory_brpm + chance.normal(0, 0.5):.1f}"
        yield Reading(f"{QUANTITY}RespiratoryRate", WATCH, "count/min", at, at, at + 900, value)
    for at in chance.uniform(onset, wake, 4):
        value = f"{min(1.0, body.spo2 + chance.normal(0, 0.006)):.2f}"
        yield Reading(f"{QUANTITY}OxygenSaturation", WATCH, "%", at, at + 15, at + 16, value)


def _variability(body: BodyDay, onset: float, wake: float, stamp: Stamp) -> Iterator[Reading]:
    """Yield a handful of one-minute windows with their beats: five asleep, two by day."""
    chance = body.life.chance(4)
    asleep = np.sort(chance.uniform(onset + 900, wake - 900, 5))
    awake = wake + chance.uniform(3600, 10 * 3600, 2)
    for at in (*asleep, *awake):
        night = at < wake
        target = body.sdnn_ms * math.exp(chance.normal(0 if night else -0.2, 0.12))
        rate = body.resting_hr_bpm + (-1.0 if night else 14.0) + chance.normal(0, 1.5)
        intervals = rr_intervals(target, rate, chance)
        times = at + np.cumsum(intervals) / 1000
        listed = beats(
            zip(times.tolist(), np.round(60000 / intervals).astype(int).tolist(), strict=True),
            stamp,
        )
        value = f"{float(np.std(intervals)):.4f}"
        kind = f"{QUANTITY}HeartRateVariabilitySDNN"
        yield Reading(kind, WATCH, "ms", at, times[-1], times[-1] + 2, value, listed)


def rr_intervals(
    sdnn_ms: float, rate_bpm: float, chance: np.random.Generator
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return about one minute of intervals between beats (ms) with the standard deviation asked.

    Breathing makes most of the wave (respiratory sinus arrhythmia, 0.25 Hz), a slower one at
    0.1 Hz and a little noise the rest (Task Force of the ESC/NASPE 1996).
    """
    count = int(rate_bpm)
    seconds = np.arange(count) * 60 / rate_bpm
    phase = chance.uniform(0, 2 * math.pi, 2)
    wave = (
        np.sin(2 * math.pi * 0.25 * seconds + phase[0])
        + 0.8 * np.sin(2 * math.pi * 0.1 * seconds + phase[1])
        + chance.normal(0, 0.35, count)
    )
    wave = (wave - wave.mean()) / wave.std()
    return np.asarray(60000 / rate_bpm + sdnn_ms * wave, dtype=np.float64)
