"""The nine joint angles that form is read from."""

from __future__ import annotations

import numpy as np

from spotter.form.motion import Floats, Motion
from spotter.form.skeleton import Joint

ANGLES = (
    "left_knee",
    "right_knee",
    "left_hip",
    "right_hip",
    "left_elbow",
    "right_elbow",
    "left_shoulder",
    "right_shoulder",
    "spine",
)
SPINE = ANGLES.index("spine")
# Angle number → number of the same angle of the other side.
MIRRORED_ANGLES = (1, 0, 3, 2, 5, 4, 7, 6, 8)

# Each limb angle stands at its middle joint, between the rays to the other two.
RAYS: tuple[tuple[Joint, Joint, Joint], ...] = (
    (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    (Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
    (Joint.LEFT_SHOULDER, Joint.LEFT_HIP, Joint.LEFT_KNEE),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP, Joint.RIGHT_KNEE),
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    (Joint.LEFT_ELBOW, Joint.LEFT_SHOULDER, Joint.LEFT_HIP),
    (Joint.RIGHT_ELBOW, Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP),
)
# A ray shorter than this has no direction worth an angle (metres).
_SHORTEST_M = 1e-4


def angles_deg(motion: Motion) -> Floats:
    """Return the nine angles (T, 9) in degrees, 0..180, in the order of `ANGLES`.

    Knee: hip–knee–ankle. Hip: shoulder–hip–knee. Elbow: shoulder–elbow–wrist. In these 180 is a
    straight limb. Shoulder: elbow–shoulder–hip, 0 with the arm at the side and 180 overhead.
    Spine: the line from the pelvis to the neck against the vertical, 0 upright, 90 lying, 180
    head down. All are angles in space. NaN where a joint of the angle was not seen.
    """
    return angles_of(motion.xyz_m)


def angles_of(xyz_m: Floats) -> Floats:
    """Return the nine angles (..., 9) in degrees of joints (..., 19, 3), y up, as `angles_deg`."""
    first, apex, last = (list(ray) for ray in zip(*RAYS, strict=True))
    limbs = between_deg(
        xyz_m[..., first, :] - xyz_m[..., apex, :], xyz_m[..., last, :] - xyz_m[..., apex, :]
    )
    trunk = xyz_m[..., Joint.NECK, :] - xyz_m[..., Joint.PELVIS, :]
    up = np.array([0.0, 1.0, 0.0])
    spine = between_deg(trunk, np.broadcast_to(up, trunk.shape))
    return np.concatenate([limbs, spine[..., None]], axis=-1).astype(np.float32)


def between_deg(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the angle (...) in degrees between vectors (..., 3).

    By the arc tangent of the two half vectors (Kahan 2006, "How futile are mindless assessments
    of roundoff", §12): the arc cosine loses half its digits near 0° and 180°, where limbs are.
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    length_a = np.linalg.norm(a, axis=-1, keepdims=True)
    length_b = np.linalg.norm(b, axis=-1, keepdims=True)
    apart = np.linalg.norm(a * length_b - b * length_a, axis=-1)
    along = np.linalg.norm(a * length_b + b * length_a, axis=-1)
    found: np.ndarray = np.degrees(2 * np.arctan2(apart, along))
    short = (length_a[..., 0] < _SHORTEST_M) | (length_b[..., 0] < _SHORTEST_M)
    return np.where(short, np.nan, found)
