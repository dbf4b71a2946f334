"""The parts of readiness that devices measure: each against its own baseline, in plain words.

Every part maps what was seen to 0-100 by a line through a few points, never rising as the reading
gets worse. The points are our own judgement; what they are anchored to is named at each.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from spotter.body.need import NIGHTS, sleep_need_s
from spotter.body.state import BodyState, Evidence, Missing, Reading

Part = tuple[Evidence | Missing, float]
"""What a part says, and how much its baseline can be trusted, 0-1."""

# Days of own baseline before a deviation is worth a score, and from which it is fully trusted.
ENOUGH = 7
FULL = 14

_MONTH = 28


def grade(value: float, points: Sequence[tuple[float, float]]) -> float:
    """Return the height at `value` of the line through `points` (ascending), level outside."""
    if value <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return points[-1][1]


def coverage(reading: Reading) -> float:
    """Return the share of the last 28 days that the baseline rests on."""
    return min(1.0, reading.n_28 / _MONTH)


def trust(known: int) -> float:
    """Return how far a baseline of `known` days can be trusted."""
    return min(1.0, known / FULL)


def hours(seconds: float) -> str:
    """Return a duration in words, such as 7 h 05 min."""
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min"


def missing(code: str, reading: Reading | None, what: str, supply: str) -> Part:
    """Return that a part has nothing to rest on, and why."""
    if reading is None:
        return Missing(code, f"{what}: nothing in the last 28 days. {supply}"), 0.0
    if reading.value is not None:
        text = (
            f"{what}: measured today, but only {reading.n_28} of the {ENOUGH} earlier days "
            "that your own baseline needs. It counts once there are enough."
        )
        return Missing(code, text), 0.0
    age = reading.age_days
    last = "" if age is None else f" The last one is {age} day{'s' if age != 1 else ''} old."
    return Missing(code, f"{what}: nothing for today.{last} {supply}"), 0.0


# Plews 2013/2014: ln HRV, its mean of about a week against the month; half an SD is the smallest
# worthwhile change. Within it the score stays between 65 and 88.
_HRV = ((-3, 5), (-2, 20), (-1, 45), (-0.5, 65), (0, 78), (0.5, 88), (1, 95), (2, 100))
_SWC = 0.5
# Nobody's HRV is steadier than 5 % from night to night; a smaller SD comes from too few nights.
_LEAST_LN_SD = 0.05


def hrv(state: BodyState) -> Part:
    """Return what heart-rate variability says: last night and its week, against 28 nights."""
    readings = [state.readings.get(name) for name in ("hrv_rmssd_ms", "hrv_sdnn_ms")]
    present = [one for one in readings if one is not None]
    reading = max(present, key=lambda one: (one.value is not None, one.n_28), default=None)
    wear = "Wear the watch or ring asleep, then import again."
    if (
        reading is None
        or reading.value is None
        or reading.ln_mean_28 is None
        or reading.n_28 < ENOUGH
    ):
        return missing("hrv", reading, "Heart-rate variability", wear)
    sd = max(reading.ln_sd_28 or 0.0, _LEAST_LN_SD)
    last = math.log(reading.value)
    recent = _recent(last, reading)
    deviation = ((last + recent) / 2 - reading.ln_mean_28) / sd
    low, normal, high = (math.exp(reading.ln_mean_28 + k * _SWC * sd) for k in (-1, 0, 1))
    kind = "RMSSD" if reading.metric == "hrv_rmssd_ms" else "SDNN"
    place = "below" if deviation < -_SWC else "above" if deviation > _SWC else "within"
    text = (
        f"HRV ({kind}) was {reading.value:.0f} ms last night. Your normal is {normal:.0f} ms "
        f"({low:.0f} to {high:.0f}); with the week before it you are {place} that range."
    )
    evidence = Evidence(
        "hrv", "Heart-rate variability", text, grade(deviation, _HRV), 0.0, reading.value,
        normal, deviation, "ms", coverage(reading), "Plews 2013; Javaloyes 2019",
    )  # fmt: skip
    return evidence, trust(reading.n_28)


def _recent(last: float, reading: Reading) -> float:
    """Return the mean ln HRV of up to seven nights with the last, if three are known (Plews)."""
    if reading.ln_mean_7 is None or reading.n_7 < 2:
        return last
    nights = min(reading.n_7, 6)
    return (reading.ln_mean_7 * nights + last) / (nights + 1)


# A rise of 3-5 bpm over one's own average is where wearables begin to lower their scores.
_RHR = ((-1.5, 97), (-0.5, 88), (0, 80), (0.5, 70), (1, 55), (2, 30), (3, 12), (4, 5))
_LEAST_BPM = 2.0


def resting_hr(state: BodyState) -> Part:
    """Return what the resting heart rate says against 28 days."""
    reading = state.readings.get("resting_hr_bpm")
    found = against_month(reading)
    if reading is None or found is None:
        supply = "Wear the watch for a day, then import again."
        return missing("resting_hr", reading, "Resting heart rate", supply)
    value, mean, difference = found
    deviation = difference / max(reading.sd_28 or 0.0, _LEAST_BPM)
    text = (
        f"Resting heart rate is {value:.0f} bpm, {_versus(difference, 'bpm')} "
        f"your 28-day mean of {mean:.0f}."
    )
    evidence = Evidence(
        "resting_hr", "Resting heart rate", text, grade(deviation, _RHR), 0.0, value, mean,
        deviation, "bpm", coverage(reading), "Oura readiness contributors",
    )  # fmt: skip
    return evidence, trust(reading.n_28)


def against_month(reading: Reading | None) -> tuple[float, float, float] | None:
    """Return today's value, the 28-day mean and their difference, None without enough days."""
    if reading is None or reading.value is None or reading.mean_28 is None:
        return None
    if reading.n_28 < ENOUGH:
        return None
    return reading.value, reading.mean_28, reading.value - reading.mean_28


def _versus(difference: float, unit: str) -> str:
    if abs(difference) < 0.5:
        return "the same as"
    return f"{abs(difference):.0f} {unit} {'above' if difference > 0 else 'below'}"


# Share of one's need slept. A night under six of eight hours is where performance begins to fall.
_SLEEP = ((0.4, 0), (0.6, 25), (0.75, 50), (0.85, 66), (0.95, 82), (1.0, 90), (1.1, 100))


def sleep(state: BodyState) -> Part:
    """Return what last night's sleep says against the own need."""
    reading = state.readings.get("sleep_s")
    if reading is None or reading.value is None:
        supply = "Wear the watch or ring asleep, then import again."
        return missing("sleep", reading, "Sleep", supply)
    need = sleep_need_s(reading.mean_28, reading.n_28)
    own = reading.n_28 >= NIGHTS
    whose = "your own nights put your need at" if own else "until your own need is known we take"
    text = f"You slept {hours(reading.value)}; {whose} {hours(need)}."
    evidence = Evidence(
        "sleep", "Sleep", text, grade(reading.value / need, _SLEEP), 0.0, reading.value,
        reading.mean_28 if own else need, reading.z, "s", coverage(reading), "AASM 2015",
    )  # fmt: skip
    return evidence, 0.5 + 0.5 * trust(reading.n_28)


# Hours missing over 14 nights; under five is what sleep coaches aim for.
_DEBT = ((0, 95), (5, 75), (10, 50), (15, 30), (20, 10), (30, 0))


def debt(state: BodyState) -> Part:
    """Return what the last 14 nights together say against the own need."""
    reading = state.readings.get("sleep_debt_s")
    if reading is None or reading.value is None:
        text = "Sleep over two weeks: at least 7 of the last 14 nights must be known."
        return Missing("sleep_debt", text), 0.0
    owed = reading.value / 3600
    text = f"Over the last 14 nights you slept {hours(reading.value)} less than you needed."
    if owed < 0.5:
        text = "Over the last 14 nights you slept as much as you needed."
    nights = state.readings.get("sleep_s")
    known = 0 if nights is None else nights.n_28
    evidence = Evidence(
        "sleep_debt", "Sleep over two weeks", text, grade(owed, _DEBT), 0.0, reading.value,
        reading.mean_28, reading.z, "s", min(1.0, known / _MONTH), "14-night sum of need - sleep",
    )  # fmt: skip
    return evidence, trust(known)


# Degrees above the own mean: half a degree is beyond the usual night-to-night spread.
_WARMTH = ((0.3, 85), (0.5, 70), (0.8, 45), (1.0, 30), (1.5, 8))
_BREATH = ((1.0, 85), (2.0, 58), (3.0, 32), (5.0, 5))


def temperature(state: BodyState) -> Part:
    """Return what the wrist temperature asleep hints at; only a rise counts."""
    reading = state.readings.get("wrist_temperature_c")
    found = against_month(reading)
    if reading is None or found is None:
        supply = "Some watches and rings measure it while you sleep."
        return missing("temperature", reading, "Temperature at night", supply)
    value, mean, rise = found
    text = f"Wrist temperature last night was {_rise(rise, 1, '°C')} your 28-day mean."
    evidence = Evidence(
        "temperature", "Temperature at night", text, grade(rise, _WARMTH), 0.0, value, mean,
        reading.z, "°C", coverage(reading), "a hint of illness, not a diagnosis",
    )  # fmt: skip
    return evidence, trust(reading.n_28)


def breathing(state: BodyState) -> Part:
    """Return what breathing asleep hints at; only a rise counts."""
    reading = state.readings.get("respiratory_rate_brpm")
    found = against_month(reading)
    if reading is None or found is None:
        supply = "Some watches and rings measure it while you sleep."
        return missing("respiratory", reading, "Breathing at night", supply)
    value, mean, rise = found
    text = (
        f"You took {value:.1f} breaths a minute asleep, {_rise(rise, 1, 'breaths')} "
        "your 28-day mean."
    )
    evidence = Evidence(
        "respiratory", "Breathing at night", text, grade(rise, _BREATH), 0.0, value, mean,
        reading.z, "1/min", coverage(reading), "a hint of illness, not a diagnosis",
    )  # fmt: skip
    return evidence, trust(reading.n_28)


def _rise(difference: float, digits: int, unit: str) -> str:
    if round(abs(difference), digits) == 0:
        return "the same as"
    return f"{abs(difference):.{digits}f} {unit} {'above' if difference > 0 else 'below'}"
