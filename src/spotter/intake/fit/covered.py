"""Stretches of time in which something was measured without a gap worth the name."""

from __future__ import annotations

from bisect import bisect_right

# Watches that record when something changes write at least every few seconds; our own choice.
_GAP_S = 15.0
# A day with a gap every minute has 1 440; more than this no file of a device has.
_MOST = 100_000


class Covered:
    """Stretches made of the seconds that are added in order; one that goes back is left out."""

    def __init__(self) -> None:
        self._starts: list[float] = []
        self._ends: list[float] = []

    def add(self, at: float) -> None:
        """Take in a moment, seconds."""
        if self._ends and self._ends[-1] <= at <= self._ends[-1] + _GAP_S:
            self._ends[-1] = at
        elif len(self._starts) < _MOST and (not self._starts or at > self._ends[-1]):
            self._starts.append(at)
            self._ends.append(at)

    def holds(self, at: float) -> bool:
        """Return whether `at` lies in a stretch or within a gap of its end."""
        nearest = bisect_right(self._starts, at + _GAP_S) - 1
        return nearest >= 0 and at <= self._ends[nearest] + _GAP_S
