"""Repetitions in a known driving angle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spotter.form.driving import Driving
from spotter.form.presence import Sight
from spotter.form.rep import Leg, Rep
from spotter.form.turning import Turn, Turning

# Out of sight for longer than this, a repetition is lost and the next one begins anew.
_LOST_S = 1.0


@dataclass(slots=True)
class Driven:
    """Finds the repetitions that `turning` sees in what `drive` tells."""

    drive: Driving
    turning: Turning
    _seen_s: float | None = None
    _broken: bool = False

    @property
    def reps(self) -> Sequence[Rep]:
        """Return what was found so far."""
        return [_rep(turn) for turn in self.turning.done]

    @property
    def under_way(self) -> bool:
        """Return whether a repetition has left its start."""
        return self.turning.turned

    @property
    def leg(self) -> Leg:
        """Return where the movement stands."""
        return self.turning.leg

    def see(self, sight: Sight) -> None:
        """Take in one sight; a cut, or a second out of sight, breaks off what was under way."""
        self.take(sight, self.drive(sight))

    def take(self, sight: Sight, value: float | None) -> None:
        """Take in what drives the exercise in one sight, None where it was not seen."""
        self._broken |= sight.anew
        if value is None:
            return
        lost = self._seen_s is not None and sight.at_s - self._seen_s > _LOST_S
        if self._broken or lost:
            self.turning.break_off()
        self._seen_s, self._broken = sight.at_s, False
        self.turning.feed(sight.at_s, value)

    def close(self) -> None:
        """Take in that nothing follows."""
        self.turning.break_off()


def _rep(turn: Turn) -> Rep:
    return Rep(turn.start_s, turn.turn_s, turn.end_s)
