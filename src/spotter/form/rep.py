"""One repetition of an exercise in a recording, or one stretch of holding it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Rep:
    """When a repetition left its start, turned, and was back, in seconds of the recording.

    Of a hold: when it began, its middle, and when it ended.
    """

    start_s: float
    turn_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Return how long it took."""
        return self.end_s - self.start_s


class Leg(Enum):
    """Where a movement stands: at its start, on the way to the turn, on the way back, or held."""

    START = auto()
    THERE = auto()
    BACK = auto()
    HELD = auto()
