"""Holding a position: how long a plank was one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from spotter.form.angles import ANGLES, SPINE
from spotter.form.exercises import Exercise
from spotter.form.presence import Sight
from spotter.form.rep import Leg, Rep
from spotter.form.skeleton import Joint

# Held is what lasts; a wobble, or a moment out of sight, that is shorter does not end it.
_BEGINS_S = 1.0
_ENDS_S = 1.0
_UNSEEN_S = 3.0
# The driving angles may differ so much from the position, and the knees bend so far.
_OFF_DEG = 35.0
_KNEES_DEG = 140.0
# A trunk that lies, on arms that stand under it: lying on the floor is not a plank.
_LYING_DEG = (50.0, 125.0)
_PROPPED_M = 0.12

_KNEES = [ANGLES.index("left_knee"), ANGLES.index("right_knee")]
_SHOULDERS = [int(Joint.LEFT_SHOULDER), int(Joint.RIGHT_SHOULDER)]
_ARMS = [int(j) for j in (Joint.LEFT_ELBOW, Joint.RIGHT_ELBOW, Joint.LEFT_WRIST, Joint.RIGHT_WRIST)]


@dataclass(slots=True)
class Hold:
    """Finds the stretches in which an exercise that is held is held."""

    exercise: Exercise
    _done: list[Rep] = field(default_factory=list)
    _begun_s: float | None = None
    _held_s: float = -np.inf
    _seen_s: float = -np.inf

    @property
    def reps(self) -> Sequence[Rep]:
        """Return the holds that have ended."""
        return list(self._done)

    @property
    def under_way(self) -> bool:
        """Return whether it has been held for long enough and still is."""
        return self._begun_s is not None and self._held_s - self._begun_s >= _BEGINS_S

    @property
    def held_s(self) -> float:
        """Return how long the hold that is under way has lasted."""
        return self._held_s - self._begun_s if self._begun_s is not None else 0.0

    @property
    def leg(self) -> Leg:
        """Return whether it is held."""
        return Leg.HELD if self.under_way else Leg.START

    def see(self, sight: Sight) -> None:
        """Take in one sight."""
        away = sight.at_s - self._seen_s > _UNSEEN_S
        if away or self._seen_s - self._held_s > _ENDS_S:
            self.close()
        self._seen_s = sight.at_s
        if self._held(sight):
            if self._begun_s is None:
                self._begun_s = sight.at_s
            self._held_s = sight.at_s

    def close(self) -> None:
        """Take in that it is no longer held, or that nothing follows."""
        if self.under_way and self._begun_s is not None:
            middle = (self._begun_s + self._held_s) / 2
            self._done.append(Rep(self._begun_s, middle, self._held_s))
        self._begun_s = None

    def _held(self, sight: Sight) -> bool:
        angles, joints = sight.angles_deg, sight.xyz_m
        drivers = [ANGLES.index(name) for name in self.exercise.drivers]
        off = abs(_mean(angles[drivers]) - self.exercise.start_deg)
        propped = np.nanmax(joints[_SHOULDERS, 1]) - np.nanmin(joints[_ARMS, 1])
        return bool(
            off <= _OFF_DEG
            and _mean(angles[_KNEES]) >= _KNEES_DEG
            and _LYING_DEG[0] <= angles[SPINE] <= _LYING_DEG[1]
            and propped >= _PROPPED_M
        )


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
