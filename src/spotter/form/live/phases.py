"""The phase of a movement in words, from the leg that the counter says it is on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spotter.form.exercises import Exercise
from spotter.form.live.assess import LIFT_FIRST
from spotter.form.live.events import Phase
from spotter.form.rep import Leg

# At the start for longer than this is a rest.
_RESTS_S = 3.0


@dataclass(slots=True)
class Phases:
    """Tells each change of phase once: away, ready, down, up, hold, rest."""

    exercise: Exercise | None
    _phase: str = ""
    _still_s: float = -np.inf

    def see(self, at_s: float, there: bool, leg: Leg) -> list[Phase]:
        """Return the phase that begins at this moment, if one does."""
        if leg is not Leg.START or not there or self._phase in {"", "away"}:
            self._still_s = at_s
        phase = self._named(at_s, leg) if there else "away"
        if phase == self._phase:
            return []
        self._phase = phase
        return [Phase(at_s, phase)]

    def _named(self, at_s: float, leg: Leg) -> str:
        if leg is Leg.HELD:
            return "hold"
        if leg is Leg.START:
            return "rest" if at_s - self._still_s > _RESTS_S else "ready"
        lifts = self.exercise is not None and self.exercise.id in LIFT_FIRST
        return "up" if (leg is Leg.THERE) == lifts else "down"
