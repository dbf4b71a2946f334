"""What the legs gave for what the heart did: aerobic decoupling, and speed at one heart rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from spotter.body.calendar import SECOND, Instants
from spotter.body.frames import View, instants
from spotter.body.heart import Stream, held
from spotter.body.intervals import Floats
from spotter.body.strain import Heart
from spotter.body.workouts import Workout

# Activity → signals that tell its output, the better first; `distance` is a rate once divided by
# its time. Speed on a bicycle is mostly wind and slope, so only power tells there.
_OUTPUT = {"running": ("running_speed", "distance"), "cycling": ("cycling_power",)}
# The heart needs some minutes to settle; then both halves must be long enough to drift.
_SETTLE_US = 300 * SECOND
_STEADY_US = 20 * 60 * SECOND
# Share of the heart-rate reserve that speed is told at, and how far a run may be from it for the
# line through rest to hold (share of reserve goes with share of oxygen uptake: Swain 1997).
_AT = 0.7
_HOLDS = (0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Economy:
    """Loss of output for the same heart rate, a fraction, and m/s at 70 % of the reserve.

    Decoupling over the halves of a workout is how durable its pace was (Smyth 2022).
    """

    decoupling: float
    speed_m_s: float | None


Flow = tuple[Instants, Floats]
"""Moments in µs, ascending, and what was given at each: m/s or W."""


def flows(every: Sequence[Workout], view: View) -> dict[Workout, list[Flow]]:
    """Return what each steady workout gave, by each signal that tells it, the better first."""
    found: dict[Workout, list[Flow]] = {}
    for activity, signals in _OUTPUT.items():
        steady = [one for one in every if one.activity == activity and _steady(one)]
        for signal in signals if steady else ():
            for one, flow in _told(steady, view, signal):
                found.setdefault(one, []).append(flow)
    return found


def economy(
    done: Sequence[Workout], given: Mapping[Workout, Sequence[Flow]], stream: Stream, heart: Heart
) -> tuple[Economy, str] | None:
    """Return the economy of the longest of a day's workouts that has one, and its source."""
    for one in sorted(done, key=lambda one: one.start - one.end):
        for flow in given.get(one, ()):
            found = _economy(one, flow, stream, heart)
            if found is not None:
                return found, one.source
    return None


def _steady(workout: Workout) -> bool:
    return workout.end - workout.start >= _SETTLE_US + _STEADY_US


def _economy(workout: Workout, flow: Flow, stream: Stream, heart: Heart) -> Economy | None:
    start, end = workout.start + _SETTLE_US, workout.end
    middle = (start + end) // 2
    given = [_mean(flow, *span) for span in ((start, middle), (middle, end))]
    beats = stream.between(start, end)
    cost = [
        _mean((beats.at, beats.bpm.astype(np.float64)), *span)
        for span in ((start, middle), (middle, end))
    ]
    if not all((*given, *cost)):
        return None
    first, second = (out / bpm for out, bpm in zip(given, cost, strict=True) if out and bpm)
    speed = sum(out for out in given if out) / 2
    bpm = sum(one for one in cost if one) / 2
    runs = workout.activity == "running"
    return Economy(1 - second / first, _speed(speed, bpm, heart) if runs else None)


def _mean(flow: Flow, start: int, end: int) -> float | None:
    at, value = flow
    low, high = np.searchsorted(at, (start, end))
    seconds = held(at[low:high], start, end)
    return None if seconds is None else float(np.average(value[low:high], weights=seconds))


def _speed(speed_m_s: float, bpm: float, heart: Heart) -> float | None:
    share = (bpm - heart.rest_bpm) / max(heart.max_bpm - heart.rest_bpm, 1.0)
    if not heart.told or not _HOLDS[0] <= share <= _HOLDS[1]:
        return None
    return speed_m_s * _AT / share


def _told(every: Sequence[Workout], view: View, signal: str) -> Iterator[tuple[Workout, Flow]]:
    """Yield what the source that tells most of a workout says of it."""
    for stretch in view.stretches(signal):
        frame = stretch.samples(signal).unique().sort("start", "end")
        start, end = instants(frame["start"]), instants(frame["end"])
        source = frame["source"].to_physical().to_numpy()
        value = frame["si"].to_numpy().astype(np.float64)
        for one in every:
            low, high = np.searchsorted(start, (one.start, one.end))
            if high > low:
                part = slice(low, high)
                own = source[part] == np.bincount(source[part]).argmax()
                yield one, _rates(signal, start[part][own], end[part][own], value[part][own])


def _rates(signal: str, start: Instants, end: Instants, value: Floats) -> Flow:
    if signal == "distance":
        lasting = end > start
        start, end = start[lasting], end[lasting]
        value = value[lasting] / ((end - start) / SECOND)
    at = start + (end - start) // 2
    order = np.argsort(at, kind="stable")
    return at[order], value[order]
