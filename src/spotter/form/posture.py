"""Measures of posture, frame by frame, that say whether a body is out of line.

Every measure takes joints (..., 19, 3) in metres, y up, and returns degrees (...); NaN where a
joint that it needs was not seen. They are geometry, not norms: from where on one is a fault stands
with each exercise.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from spotter.form.angles import ANGLES, angles_of
from spotter.form.skeleton import Joint

Array = NDArray[np.float32] | NDArray[np.float64]
Measure = Callable[[Array], Array]

# What a deadlift's trunk may lean with the legs straight, and for each degree of bent knees.
_HINGE_DEG, _HINGE_PER_KNEE = 25.0, 0.6


def _angle(xyz: Array, name: str) -> Array:
    return angles_of(np.asarray(xyz, dtype=np.float32))[..., ANGLES.index(name)]


def _sides(xyz: Array, joint: str) -> Array:
    return np.stack([_angle(xyz, f"left_{joint}"), _angle(xyz, f"right_{joint}")])


def _middle(xyz: Array, left: Joint, right: Joint) -> Array:
    return (xyz[..., left, :] + xyz[..., right, :]) / 2


def _unit(vector: Array) -> Array:
    return vector / np.maximum(np.linalg.norm(vector, axis=-1, keepdims=True), 1e-6)


def _dot(a: Array, b: Array) -> Array:
    return np.asarray(np.sum(a * b, axis=-1))


def _degrees(sine: Array) -> Array:
    return np.asarray(np.degrees(np.arcsin(np.clip(sine, -1, 1))))


def lean(xyz: Array) -> Array:
    """Return how far the trunk leans from the vertical, to whichever side."""
    return _angle(xyz, "spine")


def crouch(xyz: Array) -> Array:
    """Return how far the knees are bent, the mean of both."""
    return 180 - np.mean(_sides(xyz, "knee"), axis=0)


def fold(xyz: Array) -> Array:
    """Return how far the hips are bent, the mean of both."""
    return 180 - np.mean(_sides(xyz, "hip"), axis=0)


def upper_arm(xyz: Array) -> Array:
    """Return how far an upper arm stands off the trunk, the larger of the two."""
    return np.max(_sides(xyz, "shoulder"), axis=0)


def flare(xyz: Array) -> Array:
    """Return how far an upper arm points sideways, out of the plane that halves the body."""
    across = _unit(xyz[..., Joint.LEFT_SHOULDER, :] - xyz[..., Joint.RIGHT_SHOULDER, :])
    left = _unit(xyz[..., Joint.LEFT_ELBOW, :] - xyz[..., Joint.LEFT_SHOULDER, :])
    right = _unit(xyz[..., Joint.RIGHT_ELBOW, :] - xyz[..., Joint.RIGHT_SHOULDER, :])
    return np.maximum(_degrees(_dot(left, across)), _degrees(-_dot(right, across)))


def knees_in(xyz: Array) -> Array:
    """Return how far a knee stands inside the line from hip to ankle, seen from the hip."""
    outwards = _unit(xyz[..., Joint.LEFT_HIP, :] - xyz[..., Joint.RIGHT_HIP, :])
    left = _beside(xyz, Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE, outwards)
    right = _beside(xyz, Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE, -outwards)
    return np.maximum(left, right)


def _beside(xyz: Array, hip: Joint, knee: Joint, ankle: Joint, outwards: Array) -> Array:
    thigh = xyz[..., knee, :] - xyz[..., hip, :]
    line = _unit(xyz[..., ankle, :] - xyz[..., hip, :])
    off = thigh - _dot(thigh, line)[..., None] * line
    return _degrees(-_dot(off, outwards) / np.maximum(np.linalg.norm(thigh, axis=-1), 1e-6))


def _off_line(xyz: Array) -> Array:
    """Return the bend at the hips of the line shoulders–hips–ankles; above the line positive."""
    shoulders = _middle(xyz, Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER)
    ankles = _middle(xyz, Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE)
    hips = xyz[..., Joint.PELVIS, :]
    up, down = _unit(shoulders - hips), _unit(ankles - hips)
    bend = 180 - np.degrees(np.arccos(np.clip(_dot(up, down), -1, 1)))
    # Both rays point down from hips that stand above the line.
    return bend * np.where((up + down)[..., 1] < 0, 1.0, -1.0)


def sag(xyz: Array) -> Array:
    """Return how far the hips hang below the line from shoulders to ankles."""
    return -_off_line(xyz)


def pike(xyz: Array) -> Array:
    """Return how far the hips stand above the line from shoulders to ankles."""
    return _off_line(xyz)


def _lying(xyz: Array) -> Array:
    """Return 1 where the trunk is level and the legs are long, 0 where either is far from it."""
    level = np.clip((lean(xyz) - 55) / 15, 0, 1)
    return level * np.clip((40 - crouch(xyz)) / 20, 0, 1)


def lying_sag(xyz: Array) -> Array:
    """Return `sag` of the moments in which the body lies on its hands."""
    return sag(xyz) * _lying(xyz)


def lying_pike(xyz: Array) -> Array:
    """Return `pike` of the moments in which the body lies on its hands."""
    return pike(xyz) * _lying(xyz)


def hips_above(xyz: Array) -> Array:
    """Return how far the trunk rises from the neck to the hips, against the level."""
    trunk = xyz[..., Joint.PELVIS, :] - xyz[..., Joint.NECK, :]
    return _degrees(_unit(trunk)[..., 1])


def hips_below(xyz: Array) -> Array:
    """Return how far the trunk falls from the neck to the hips, against the level."""
    return -hips_above(xyz)


def feet_up(xyz: Array) -> Array:
    """Return how far the feet are lifted above the hips, seen from the hips."""
    legs = _middle(xyz, Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE) - xyz[..., Joint.PELVIS, :]
    return _degrees(_unit(legs)[..., 1])


def hips_first(xyz: Array) -> Array:
    """Return by how much the trunk leans more than knees so bent should let it."""
    return lean(xyz) - _HINGE_DEG - _HINGE_PER_KNEE * crouch(xyz)


MEASURES: dict[str, Measure] = {
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
