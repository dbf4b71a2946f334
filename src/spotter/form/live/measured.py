"""What each measure of posture rests on: its joints, and from where a camera can see it.

What bends forward and back is seen best from the side, what falls inwards from the front. The
shares are working assumptions of this project: in side view a camera's knee is 2° off, from ahead
14° (Cosoli 2026, against inertial sensors).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from spotter.form.exercises import Exercise, Limit
from spotter.form.skeleton import Joint

_TRUNK = (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP)
_KNEES = (Joint.LEFT_KNEE, Joint.RIGHT_KNEE)
_ANKLES = (Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE)
_HIPS = (Joint.LEFT_HIP, Joint.RIGHT_HIP)
_ELBOWS = (Joint.LEFT_ELBOW, Joint.RIGHT_ELBOW)


class Plane(Enum):
    """In which plane of the body a measure lies."""

    SAGITTAL = auto()
    FRONTAL = auto()
    EITHER = auto()


@dataclass(frozen=True, slots=True)
class Rests:
    """The joints that a measure needs and the plane it lies in."""

    joints: tuple[Joint, ...]
    plane: Plane


MEASURED = {
    "lean": Rests(_TRUNK, Plane.SAGITTAL),
    "crouch": Rests((*_HIPS, *_KNEES, *_ANKLES), Plane.SAGITTAL),
    "fold": Rests((*_TRUNK, *_KNEES), Plane.SAGITTAL),
    "upper_arm": Rests((*_TRUNK, *_ELBOWS), Plane.SAGITTAL),
    "flare": Rests((Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, *_ELBOWS), Plane.EITHER),
    "knees_in": Rests((*_HIPS, *_KNEES, *_ANKLES), Plane.FRONTAL),
    "sag": Rests((*_TRUNK, *_ANKLES), Plane.SAGITTAL),
    "pike": Rests((*_TRUNK, *_ANKLES), Plane.SAGITTAL),
    "lying_sag": Rests((*_TRUNK, *_KNEES, *_ANKLES), Plane.SAGITTAL),
    "lying_pike": Rests((*_TRUNK, *_KNEES, *_ANKLES), Plane.SAGITTAL),
    "hips_above": Rests(_TRUNK, Plane.SAGITTAL),
    "hips_below": Rests(_TRUNK, Plane.SAGITTAL),
    "feet_up": Rests((*_HIPS, *_ANKLES), Plane.SAGITTAL),
    "hips_first": Rests((*_TRUNK, *_KNEES, *_ANKLES), Plane.SAGITTAL),
}

# The faults that a measure beyond its limit may be; which of them, the exercise says.
_SHOWS = {
    "lean": ("forward_lean", "swinging", "lean_back"),
    "crouch": ("bent_knees",),
    "fold": ("swinging",),
    "upper_arm": ("elbows_forward",),
    "flare": ("elbows_flared",),
    "knees_in": ("knees_in",),
    "sag": ("hips_low",),
    "pike": ("hips_high",),
    "lying_sag": ("hips_low",),
    "lying_pike": ("hips_high",),
    "hips_above": ("hips_high",),
    "hips_below": ("hips_low",),
    "feet_up": ("swinging",),
    "hips_first": ("hips_first",),
}
# Side view from here on is as good as it gets; before, by its share, but never nothing.
_SIDE_ENOUGH, _SIDE_NONE = 0.7, 0.4
# Front view: good up to here, and of no use in pure side view, where one side hides the other.
_FRONT_ENOUGH, _FRONT_NONE = 0.7, 0.1
# Where nobody knows from where the camera looks.
_UNKNOWN = 0.5


def shown_by(limit: Limit, exercise: Exercise) -> str | None:
    """Return the fault of `exercise` that a measure beyond `limit` is; None without a name."""
    return next((one for one in _SHOWS[limit.measure] if one in exercise.faults), None)


def seen_from(plane: Plane, sideways: float) -> float:
    """Return how well (0..1) what lies in `plane` is seen; `sideways` as of `form.view.View`."""
    if plane is Plane.EITHER:
        return 1.0
    if np.isnan(sideways):
        return _UNKNOWN
    if plane is Plane.SAGITTAL:
        return _SIDE_NONE + (1 - _SIDE_NONE) * min(1.0, sideways / _SIDE_ENOUGH)
    beyond = max(0.0, (sideways - _FRONT_ENOUGH) / (1 - _FRONT_ENOUGH))
    return 1 - (1 - _FRONT_NONE) * beyond
