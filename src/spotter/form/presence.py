"""Is there one body to look at, and is it still the same sight? Frame by frame."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from spotter.form.angles import angles_of
from spotter.form.motion import Floats
from spotter.form.skeleton import Joint
from spotter.form.smoothing import OneEuro

# A body that was away for longer is looked at anew, and only after it has come in.
_AWAY_S = 0.5
_SETTLE_S = 0.5
# Half of the joints moving further and faster than this from one frame to the next is no
# movement but a cut, or somebody else: fists reach 9 m/s, half a body does not.
_LEAP_M = 0.3
_LEAP_M_S = 9.0
# Joints less visible than this are guesses and leap by themselves.
_VISIBLE = 0.5
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Sight:
    """A body in one frame: smoothed joints (19, 3) in metres, angles (9,), visibility (19,).

    `anew` where it does not go on from the sight before: a cut, somebody else, or back again.
    """

    at_s: float
    xyz_m: Floats
    angles_deg: Floats
    visibility: Floats
    anew: bool


@dataclass(slots=True)
class Presence:
    """Turns raw frames into sights; None while nobody is there or has only just come in."""

    _euro: OneEuro = field(default_factory=OneEuro)
    _joints: Floats | None = None
    _seen_s: float = -np.inf
    _since_s: float = -np.inf
    _first_s: float | None = None
    _anew: bool = False

    def look(self, at_s: float, xyz_m: Floats, visibility: Floats) -> Sight | None:
        """Return the sight of one frame (19, 3), (19,), or None."""
        if self._first_s is None:
            self._first_s = at_s
        if np.isnan(xyz_m[Joint.PELVIS, 0]):
            return None
        if at_s - self._seen_s > _AWAY_S:
            # Who is there when the film begins may be in the middle of a repetition.
            came_in = at_s - self._first_s > _AWAY_S
            self._since_s = at_s + (_SETTLE_S if came_in else 0.0)
            self._begin_anew()
        elif self._leapt(at_s - self._seen_s, xyz_m, visibility):
            self._begin_anew()
        self._joints, self._seen_s = xyz_m, at_s
        smooth = self._euro(at_s, xyz_m).astype(np.float32)
        if at_s < self._since_s:
            return None
        anew, self._anew = self._anew, False
        return Sight(at_s, smooth, angles_of(smooth), visibility, anew)

    def cut(self) -> None:
        """Take in that the next frame shows somebody else, or another shot."""
        self._joints = None
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._euro, self._anew = OneEuro(), True

    def _leapt(self, step_s: float, xyz_m: Floats, visibility: Floats) -> bool:
        if self._joints is None:
            return False
        far = np.linalg.norm(xyz_m - self._joints, axis=1)[visibility > _VISIBLE]
        far = far[~np.isnan(far)]
        return len(far) >= _ENOUGH and float(np.median(far)) > max(_LEAP_M, _LEAP_M_S * step_s)
