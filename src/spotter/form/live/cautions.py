"""What is in the way of seeing well, said once when it begins and once when it is over."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from spotter.form.angles import ANGLES
from spotter.form.checks import JOINTS_OF
from spotter.form.exercises import Exercise
from spotter.form.live.events import Warned
from spotter.form.live.frame import Frame
from spotter.form.live.measured import MEASURED, Plane, seen_from
from spotter.form.live.tape import Tape
from spotter.form.live.trust import LEAST
from spotter.form.skeleton import LANDMARKS, Joint
from spotter.form.view import view

TEXTS = {
    "low_fps": "Too few pictures a second to judge speed and steadiness. Close other programs, or "
    "give more light.",
    "nobody": "Nobody is in the picture. Step back until your whole body is in it.",
    "lost_person": "You are out of the picture. What was under way is not counted.",
    "second_person": "More than one person is in the picture. Train in front of it alone, or the "
    "scores may be somebody else's.",
    "out_of_frame": "Part of you is cut off. Step back, or turn the camera.",
    "jumped": "The picture jumped to another place or person. The repetition under way is not "
    "counted.",
    "wrong_angle_symmetry": "From the side left and right cannot be compared. Turn to face the "
    "camera if you want that judged.",
    "wrong_angle_alignment": "From this side your posture cannot be judged in this exercise.",
    "unsure_exercise": "It is not clear which exercise this is. Choose it from the list.",
    "unknown_exercise": "This is not one of the exercises I know: it is counted, not scored. "
    "Choose the exercise from the list if it is one of them.",
    "broke_off": "The film is damaged and breaks off. What came before was judged.",
}
# Why a set has no scores though somebody is seen.
DOUBTS = frozenset({"unsure_exercise", "unknown_exercise"})
# How long each must last before it is said.
_AFTER_S = {"nobody": 3.0, "lost_person": 1.0, "second_person": 0.0, "out_of_frame": 1.0}
# What was said is over when it has been so long.
_OVER_S = 1.0
# Few frames a second begin below the first and end above the second.
_LEAST_FPS, _ENOUGH_FPS = 10.0, 11.5
_RATED, _RATED_S = 20, 2.5
# The camera's side is judged every so often, over the last seconds.
_VIEW_EVERY_S, _VIEW_S = 2.0, 4.0
_ALL = tuple(range(len(ANGLES) - 1))


@dataclass(slots=True)
class Lasting:
    """A condition that is told after it has lasted, and told again when it is over."""

    code: str
    _since_s: float | None = None
    _good_s: float | None = None
    _told: bool = False

    def see(self, at_s: float, bad: bool) -> list[Warned]:
        """Take in whether it holds at a moment; return what is to be said."""
        if not bad:
            return self._good(at_s)
        self._good_s = None
        if self._since_s is None:
            self._since_s = at_s
        if self._told or at_s - self._since_s < _AFTER_S.get(self.code, 0.0):
            return []
        self._told = True
        return [Warned(at_s, self.code, TEXTS[self.code])]

    def _good(self, at_s: float) -> list[Warned]:
        """Return that it is over, once it has been for a while: it must not come and go."""
        if not self._told:
            self._since_s = None
            return []
        if self._good_s is None:
            self._good_s = at_s
        if at_s - self._good_s < _OVER_S:
            return []
        self._since_s, self._good_s, self._told = None, None, False
        return [Warned(at_s, self.code, TEXTS[self.code], over=True)]


@dataclass(slots=True)
class Cautions:
    """Watches the frames of a set for what makes them less than they should be."""

    _lasting: dict[str, Lasting] = field(
        default_factory=lambda: {
            code: Lasting(code)
            for code in ("nobody", "lost_person", "second_person", "out_of_frame", "low_fps")
        }
    )
    _times: deque[float] = field(default_factory=lambda: deque(maxlen=_RATED))
    _ever: bool = False
    _crowd: bool = False
    _few: bool = False
    _viewed_s: float = -np.inf
    _angles_told: set[str] = field(default_factory=set)

    def frame(self, frame: Frame, exercise: Exercise | None) -> list[Warned]:
        """Return what a frame makes worth saying."""
        at, seen = frame.t_s, frame.seen
        self._ever |= seen
        self._times.append(at)
        if frame.people >= 0:
            self._crowd = frame.people > 1
        bad = {
            "nobody": not seen and not self._ever,
            "lost_person": not seen and self._ever,
            "second_person": self._crowd,
            "out_of_frame": seen and cut_off(frame, exercise),
            "low_fps": self._slow(),
        }
        return [
            told for code, is_bad in bad.items() for told in self._lasting[code].see(at, is_bad)
        ]

    def angle(self, tape: Tape, exercise: Exercise) -> list[Warned]:
        """Return what cannot be judged from where the camera stands, each once in a set."""
        at = tape.now_s
        if at - self._viewed_s < _VIEW_EVERY_S:
            return []
        self._viewed_s = at
        sideways = view(tape.motion(at - _VIEW_S, at)).sideways
        if np.isnan(sideways):
            return []
        wrong = [code for code in _unseen(exercise, sideways) if code not in self._angles_told]
        self._angles_told.update(wrong)
        return [Warned(at, code, TEXTS[code]) for code in wrong]

    def _slow(self) -> bool:
        span = self._times[-1] - self._times[0] if self._times else 0.0
        # Where pictures are few, so many of them would take too long to come.
        if span <= 0 or (len(self._times) < _RATED and span < _RATED_S):
            return False
        fps = (len(self._times) - 1) / span
        self._few = fps < (_ENOUGH_FPS if self._few else _LEAST_FPS)
        return self._few


def cut_off(frame: Frame, exercise: Exercise | None) -> bool:
    """Return whether of what drives the exercise no side is wholly in the picture."""
    drivers = exercise.drivers if exercise is not None else ()
    columns = [ANGLES.index(name) for name in drivers] or list(_ALL)
    inside = [_inside(frame, JOINTS_OF[column]) for column in columns]
    return not any(inside)


def _inside(frame: Frame, joints: tuple[Joint, ...]) -> bool:
    at = frame.image[[n for joint in joints for n in _landmarks(joint)], :2]
    return bool(((at >= 0) & (at <= 1)).all())


def _landmarks(joint: Joint) -> tuple[int, ...]:
    name = joint.name.lower().replace("_toe", "_foot_index")
    pairs = {"neck": ("left_shoulder", "right_shoulder"), "pelvis": ("left_hip", "right_hip")}
    return tuple(LANDMARKS.index(each) for each in pairs.get(name, (name,)))


def _unseen(exercise: Exercise, sideways: float) -> list[str]:
    found = []
    if seen_from(Plane.FRONTAL, sideways) < LEAST:
        found.append("wrong_angle_symmetry")
    planes = [MEASURED[limit.measure].plane for limit in exercise.limits]
    if planes and max(seen_from(plane, sideways) for plane in planes) < LEAST:
        found.append("wrong_angle_alignment")
    return found
