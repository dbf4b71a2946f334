"""Which exercise a live set is: told once something has been seen, corrected only when sure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spotter.form.angles import SPINE, angles_deg
from spotter.form.live.tape import Tape, image, motion
from spotter.form.recognition.recogniser import OTHER, Recognised, recognise_pictures

# Below this nobody should rest a score on it.
UNSURE = 0.5
# The first word after so long when sure, after so long at all; a look each second, over the last
# seconds; after that it stands, and a set's end has the last word. That it is none of ours is told
# late and taken back more easily: who comes into the picture or picks up a bar does neither.
_SURE, _SOON_S, _LATE_S = 0.8, 4.0, 8.0
_EVERY_S, _OVER_S = 1.0, 12.0
_CORRECTED, _SETTLED_S = 0.9, 60.0
# Who stands about has not begun: a joint must have moved so far, or the body must lie.
_MOVED_DEG, _LYING_DEG = 30.0, 50.0


@dataclass(slots=True)
class Recognising:
    """Decides, from a tape that grows, which exercise it shows."""

    aspect: float
    told: Recognised | None = None
    _looked_s: float = -np.inf
    _begun_s: float | None = None
    _differs: str | None = None

    def look(self, tape: Tape) -> Recognised | None:
        """Return what is now thought of the exercise, None where nothing new is."""
        now = tape.now_s
        if self._begun_s is None:
            self._begun_s = now if tape.shots[-1].seen else None
            return None
        settled = now - self._begun_s > _SETTLED_S and not self._stranger
        if now - self._looked_s < _EVERY_S or settled:
            return None
        self._looked_s = now
        if self.told is None:
            return self._first(tape, now - self._begun_s)
        return self._corrected(tape)

    def whole(self, tape: Tape) -> Recognised | None:
        """Return which exercise the whole of a set is; None where nobody was ever seen."""
        if not any(shot.seen for shot in tape.shots):
            return None
        return self._of(tape, -np.inf)

    @property
    def _stranger(self) -> bool:
        return self.told is not None and self.told.exercise == OTHER

    def _first(self, tape: Tape, seen_s: float) -> Recognised | None:
        if seen_s < _SOON_S or not _moved(tape):
            return None
        found = self._of(tape, tape.now_s - _OVER_S)
        soon = found.confidence >= _SURE and found.exercise != OTHER
        if not soon and seen_s < _LATE_S:
            return None
        self.told = found
        return found

    def _corrected(self, tape: Tape) -> Recognised | None:
        """Return another exercise than was told, where two looks running are sure of it."""
        found = self._of(tape, tape.now_s - _OVER_S)
        assert self.told is not None
        least = _SURE if self._stranger else _CORRECTED
        other = found.exercise != self.told.exercise and found.confidence >= least
        again = other and self._differs == found.exercise
        self._differs = found.exercise if other else None
        if again:
            self.told = found
        return found if again else None

    def _of(self, tape: Tape, since_s: float) -> Recognised:
        shots = tape.between(since_s, np.inf)
        return recognise_pictures(motion(shots), image(shots), self.aspect)


def _moved(tape: Tape) -> bool:
    angles = angles_deg(tape.motion(tape.now_s - _SOON_S, np.inf))
    with np.errstate(invalid="ignore"):
        known = angles[np.isfinite(angles[:, :SPINE]).all(axis=1)]
    if len(known) < 4:
        return False
    low, high = np.percentile(known, (10, 90), axis=0)
    return bool((high - low).max() > _MOVED_DEG or np.median(known[:, SPINE]) > _LYING_DEG)
