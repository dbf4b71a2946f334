"""Heart-rate samples: the day's mean and peak, and the stream that workouts are weighed by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotter.body.calendar import SECOND, Calendar, Instants, midnight
from spotter.body.frames import Found, Sources, View, middles
from spotter.body.intervals import Floats

# A reading stands for its surroundings this long at most; a stretch needs that much coverage.
_HOLD_S = 300.0
_COVERED = 0.6
_MINUTE_US = 60 * SECOND


@dataclass(frozen=True, slots=True)
class Stream:
    """Heart-rate samples ascending in time: `at` in µs since the epoch, `bpm`."""

    at: Instants
    bpm: NDArray[np.float32]

    @classmethod
    def read(cls, view: View) -> Stream:
        """Return the plausible heart-rate samples of `view`."""
        parts = [_columns(part) for part in view.stretches("heart_rate")]
        if not parts:
            return cls(np.empty(0, np.int64), np.empty(0, np.float32))
        at = np.concatenate([part[0] for part in parts])
        order = np.argsort(at, kind="stable")
        return cls(at[order], np.concatenate([part[1] for part in parts])[order])

    def between(self, start: int, end: int) -> Stream:
        """Return the samples from `start` up to and including `end`."""
        low = int(np.searchsorted(self.at, start, side="left"))
        high = int(np.searchsorted(self.at, end, side="right"))
        return Stream(self.at[low:high], self.bpm[low:high])


def held(at: Instants, start: int, end: int) -> Floats | None:
    """Return the seconds that each of the moments `at` stands for between `start` and `end`.

    A reading stands for its surroundings, five minutes at most; None where that leaves more than
    40 % of the time unknown.
    """
    if not at.size or end <= start:
        return None
    edges = np.concatenate(([start], (at[1:] + at[:-1]) / 2, [end]))
    seconds: Floats = np.minimum(np.diff(edges) / SECOND, _HOLD_S)
    return seconds if seconds.sum() >= _COVERED * (end - start) / SECOND else None


def daily(view: View, stream: Stream) -> dict[str, Found]:
    """Return mean and highest heart rate of each day."""
    found: dict[str, Found] = {"hr_mean_bpm": {}, "hr_max_bpm": {}}
    if not stream.at.size:
        return found
    calendar = Calendar.covering(view.zone, int(stream.at[0]), int(stream.at[-1]))
    bounds = np.searchsorted(stream.at, calendar.edges)
    for index in np.flatnonzero(np.diff(bounds)).tolist():
        day = calendar.day(index)
        if view.wants(day):
            bpm = stream.bpm[bounds[index] : bounds[index + 1]]
            found["hr_mean_bpm"][day] = float(bpm.mean(dtype=np.float64)), ""
            found["hr_max_bpm"][day] = float(bpm.max()), ""
    return found


def _columns(view: View) -> tuple[Instants, NDArray[np.float32]]:
    """Return the samples of one window, by their middle, so that no two windows share one."""
    frame = view.samples("heart_rate")
    at = middles(frame)
    inside = np.ones(at.shape, dtype=bool)
    if view.window is not None:
        first, last = (midnight(day, view.zone) for day in view.window)
        inside = (at >= first) & (at < last)
    bpm = frame["si"].to_numpy().astype(np.float32)
    if not inside.any():
        return at[inside], bpm[inside]
    inside &= _speaking(at, Sources.of(frame).numbers(frame))
    return at[inside], bpm[inside]


def _speaking(at: Instants, source: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which samples count: in each minute those of its most trusted source.

    A run that a watch recorded and an app exported again has each of its heart beats twice.
    """
    if not source.any():
        return np.ones(at.shape, dtype=bool)
    minute = at // _MINUTE_US
    order = np.argsort(minute, kind="stable")
    opens = np.concatenate(([True], np.diff(minute[order]) != 0))
    best = np.minimum.reduceat(source[order], np.flatnonzero(opens))
    speaking = np.empty(at.shape, dtype=bool)
    speaking[order] = source[order] == best[np.cumsum(opens) - 1]
    return speaking
