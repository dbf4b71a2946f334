"""Heart-rate samples: the day's mean and peak, and the stream that workouts are weighed by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotter.body.calendar import Calendar, Instants, midnight
from spotter.body.frames import Found, View, middles


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
    return at[inside], frame["si"].to_numpy().astype(np.float32)[inside]
