"""The frames of a set that are still needed: to score a repetition, to tell the exercise."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from spotter.form.motion import Floats, Motion
from spotter.form.skeleton import LANDMARKS, Joint

# Ten minutes at 30 frames a second are 18,000 frames of 700 bytes. Most sets are over by then;
# of a longer one the tape says that it has forgotten the beginning.
LONGEST_S = 600.0
_NOWHERE = np.full((len(LANDMARKS), 3), np.nan, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One frame: joints (19, 3), visibility (19,), landmarks in the picture, and if it was cut."""

    at_s: float
    xyz_m: Floats
    visibility: Floats
    image: Floats = field(default_factory=lambda: _NOWHERE)
    cut: bool = False

    @property
    def seen(self) -> bool:
        """Return whether somebody is in it."""
        return not bool(np.isnan(self.xyz_m[Joint.PELVIS, 0]))


@dataclass(slots=True)
class Tape:
    """The last `LONGEST_S` of a set, in the order of time.

    `begun_s`: the time of the first frame, None before it. `forgot`: a frame with somebody in it is
    no longer here.
    """

    longest_s: float = LONGEST_S
    shots: deque[Shot] = field(default_factory=deque)
    begun_s: float | None = None
    forgot: bool = False

    def add(self, shot: Shot) -> None:
        """Append a frame, and forget those that are too old."""
        if self.begun_s is None:
            self.begun_s = shot.at_s
        self.shots.append(shot)
        while shot.at_s - self.shots[0].at_s > self.longest_s:
            self.forgot = self.shots.popleft().seen or self.forgot

    @property
    def now_s(self) -> float:
        """Return the time of the last frame."""
        return self.shots[-1].at_s

    @property
    def lasted_s(self) -> float:
        """Return the time from the first frame of the set to the last, 0 without frames."""
        return 0.0 if self.begun_s is None else self.now_s - self.begun_s

    def between(self, start_s: float, end_s: float) -> list[Shot]:
        """Return the frames from `start_s` to `end_s`, both included."""
        first = bisect_left(self.shots, start_s, key=_time)
        last = bisect_right(self.shots, end_s, key=_time)
        return [self.shots[n] for n in range(first, last)]

    def motion(self, start_s: float = -np.inf, end_s: float = np.inf) -> Motion:
        """Return the raw motion from `start_s` to `end_s`."""
        return motion(self.between(start_s, end_s))


def motion(shots: list[Shot]) -> Motion:
    """Return the raw motion of frames."""
    if not shots:
        joints = len(Joint)
        return Motion(
            np.zeros(0), np.zeros((0, joints, 3), np.float32), np.zeros((0, joints), np.float32)
        )
    return Motion(
        np.array([shot.at_s for shot in shots], dtype=np.float64),
        np.stack([shot.xyz_m for shot in shots]),
        np.stack([shot.visibility for shot in shots]),
    )


def image(shots: list[Shot]) -> Floats:
    """Return the landmarks in the picture (T, 33, 3) of frames."""
    return np.stack([shot.image for shot in shots]) if shots else _NOWHERE[None][:0]


def _time(shot: Shot) -> float:
    return shot.at_s
