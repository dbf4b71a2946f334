"""Layer 1: faults of posture while they happen, told by the second frame that shows one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from spotter.form.exercises import Exercise
from spotter.form.live.measured import MEASURED, seen_from, shown_by
from spotter.form.posture import MEASURES, Posture
from spotter.form.presence import Sight

# From the middle between good and bad on it is a fault; wholly bad and well seen it is certain.
_BEYOND, _CERTAIN = 0.5, 0.9
_SEEN, _WELL_SEEN = 0.5, 0.75
# One frame may be a glitch: the second says it. What is still there is not said again so soon.
_FRAMES = 2
_AGAIN_S = 4.0


class Seen(NamedTuple):
    """A fault that a frame shows, and whether that is certain."""

    fault: str
    certain: bool


@dataclass(slots=True)
class Cueing:
    """Looks at one sight after another for posture beyond the exercise's limits."""

    exercise: Exercise
    sideways: float = float("nan")
    _running: dict[str, int] = field(default_factory=dict)
    _told_s: dict[str, float] = field(default_factory=dict)

    def see(self, sight: Sight) -> list[Seen]:
        """Return the faults that this sight shows and that have not just been told."""
        body = Posture(sight.xyz_m, sight.angles_deg)
        found = []
        for limit in self.exercise.limits:
            fault = shown_by(limit, self.exercise)
            if fault is None:
                continue
            rests = MEASURED[limit.measure]
            sure = float(sight.visibility[list(rests.joints)].min())
            sure *= seen_from(rests.plane, self.sideways)
            beyond = (float(MEASURES[limit.measure](body)) - limit.good) / (limit.bad - limit.good)
            key = f"{fault} {limit.measure}"
            shown = bool(np.isfinite(beyond) and beyond >= _BEYOND and sure >= _SEEN)
            self._running[key] = self._running.get(key, 0) + 1 if shown else 0
            if self._running[key] >= _FRAMES and self.may_tell(fault, sight.at_s):
                found.append(Seen(fault, beyond >= _CERTAIN and sure >= _WELL_SEEN))
        return found

    def may_tell(self, fault: str, at_s: float) -> bool:
        """Return whether a fault has not just been told; then it has been now."""
        if at_s - self._told_s.get(fault, -np.inf) < _AGAIN_S:
            return False
        self._told_s[fault] = at_s
        return True
