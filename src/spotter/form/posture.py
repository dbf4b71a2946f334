"""Measures of posture, frame by frame, that say whether a body is out of line.

Every measure takes a `Posture` and returns degrees (...); NaN where a joint that it needs was not
seen. They are geometry, not norms: from where on one is a fault stands with each exercise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.form.angles import ANGLES, angles_of
from spotter.form.skeleton import Joint

Array = NDArray[Any]

# What a deadlift's trunk may lean with the legs straight, and for each degree of bent knees.
HINGE_DEG, HINGE_PER_KNEE = 25.0, 0.6


@dataclass(frozen=True, eq=False)
class Posture:
    """Joints (..., 19, 3) in metres, y up, and their nine angles (..., 9) in degrees."""

    xyz: Array
    angles: Array

    @classmethod
    def of(cls, xyz: Array) -> Posture:
        """Return the posture of joints whose angles are not known yet."""
        return cls(xyz, angles_of(xyz))

    def at(self, joint: Joint) -> Array:
        """Return where `joint` is (..., 3)."""
        return np.asarray(self.xyz[..., joint, :])

    def angle(self, name: str) -> Array:
        """Return the angle (...) called `name`."""
        return np.asarray(self.angles[..., ANGLES.index(name)])

    def both(self, pair: str) -> Array:
        """Return the left and the right angle (2, ...) of a pair of limbs."""
        return np.stack([self.angle(f"left_{pair}"), self.angle(f"right_{pair}")])

    def middle(self, left: Joint, right: Joint) -> Array:
        """Return the middle (..., 3) between two joints."""
        return (self.at(left) + self.at(right)) / 2


def _unit(vector: Array) -> Array:
    return np.asarray(vector / np.maximum(np.linalg.norm(vector, axis=-1, keepdims=True), 1e-6))


def _dot(a: Array, b: Array) -> Array:
    return np.asarray(np.sum(a * b, axis=-1))


def _degrees(sine: Array) -> Array:
    return np.asarray(np.degrees(np.arcsin(np.clip(sine, -1, 1))))


def lean(body: Posture) -> Array:
    """Return how far the trunk leans from the vertical, to whichever side."""
    return body.angle("spine")


def crouch(body: Posture) -> Array:
    """Return how far the knees are bent, the mean of both."""
    return np.asarray(180 - np.mean(body.both("knee"), axis=0))


def fold(body: Posture) -> Array:
    """Return how far the hips are bent, the mean of both."""
    return np.asarray(180 - np.mean(body.both("hip"), axis=0))


def upper_arm(body: Posture) -> Array:
    """Return how far an upper arm stands off the trunk, the larger of the two."""
    return np.asarray(np.max(body.both("shoulder"), axis=0))


def flare(body: Posture) -> Array:
    """Return how far an upper arm points sideways, out of the plane that halves the body."""
    across = _unit(body.at(Joint.LEFT_SHOULDER) - body.at(Joint.RIGHT_SHOULDER))
    left = _unit(body.at(Joint.LEFT_ELBOW) - body.at(Joint.LEFT_SHOULDER))
    right = _unit(body.at(Joint.RIGHT_ELBOW) - body.at(Joint.RIGHT_SHOULDER))
    return np.maximum(_degrees(_dot(left, across)), _degrees(-_dot(right, across)))


def knees_in(body: Posture) -> Array:
    """Return how far a knee stands inside the line from hip to ankle, seen from the hip."""
    outwards = _unit(body.at(Joint.LEFT_HIP) - body.at(Joint.RIGHT_HIP))
    left = _beside(body, Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE, outwards)
    right = _beside(body, Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE, -outwards)
    return np.maximum(left, right)


def _beside(body: Posture, hip: Joint, knee: Joint, ankle: Joint, outwards: Array) -> Array:
    thigh = body.at(knee) - body.at(hip)
    line = _unit(body.at(ankle) - body.at(hip))
    off = thigh - _dot(thigh, line)[..., None] * line
    return _degrees(-_dot(off, outwards) / np.maximum(np.linalg.norm(thigh, axis=-1), 1e-6))


def _off_line(body: Posture) -> Array:
    """Return the bend at the hips of the line shoulders–hips–ankles; above the line positive."""
    shoulders = body.middle(Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER)
    ankles = body.middle(Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE)
    hips = body.at(Joint.PELVIS)
    up, down = _unit(shoulders - hips), _unit(ankles - hips)
    bend = 180 - np.degrees(np.arccos(np.clip(_dot(up, down), -1, 1)))
    # Both rays point down from hips that stand above the line.
    return np.asarray(bend * np.where((up + down)[..., 1] < 0, 1.0, -1.0))


def sag(body: Posture) -> Array:
    """Return how far the hips hang below the line from shoulders to ankles."""
    return -_off_line(body)


def pike(body: Posture) -> Array:
    """Return how far the hips stand above the line from shoulders to ankles."""
    return _off_line(body)


def _lying(body: Posture) -> Array:
    """Return 1 where the trunk is level and the legs are long, 0 where either is far from it."""
    level = np.clip((lean(body) - 40) / 15, 0, 1)
    return level * np.clip((40 - crouch(body)) / 20, 0, 1)


def lying_sag(body: Posture) -> Array:
    """Return `sag` of the moments in which the body lies on its hands."""
    return sag(body) * _lying(body)


def lying_pike(body: Posture) -> Array:
    """Return `pike` of the moments in which the body lies on its hands."""
    return pike(body) * _lying(body)


def hips_above(body: Posture) -> Array:
    """Return how far the trunk rises from the neck to the hips, against the level."""
    trunk = body.at(Joint.PELVIS) - body.at(Joint.NECK)
    return _degrees(_unit(trunk)[..., 1])


def hips_below(body: Posture) -> Array:
    """Return how far the trunk falls from the neck to the hips, against the level."""
    return -hips_above(body)


def feet_up(body: Posture) -> Array:
    """Return how far the feet are lifted above the hips, seen from the hips."""
    legs = body.middle(Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE) - body.at(Joint.PELVIS)
    return _degrees(_unit(legs)[..., 1])


def hips_first(body: Posture) -> Array:
    """Return by how much the trunk leans more than knees so bent should let it."""
    return lean(body) - HINGE_DEG - HINGE_PER_KNEE * crouch(body)


MEASURES: dict[str, Callable[[Posture], Array]] = {
    measure.__name__: measure
    for measure in (
        lean,
        crouch,
        fold,
        upper_arm,
        flare,
        knees_in,
        sag,
        pike,
        lying_sag,
        lying_pike,
        hips_above,
        hips_below,
        feet_up,
        hips_first,
    )
}
