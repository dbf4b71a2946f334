"""Bodies for the tests of form: a person of plain proportions in any pose, and how to turn one."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from spotter.form.motion import Motion
from spotter.form.skeleton import Joint

# Standing with the arms a little out, facing the camera; metres.
STANDING = {
    Joint.NOSE: (0.0, 0.65, 0.1),
    Joint.NECK: (0.0, 0.5, 0.0),
    Joint.LEFT_SHOULDER: (0.18, 0.5, 0.0),
    Joint.RIGHT_SHOULDER: (-0.18, 0.5, 0.0),
    Joint.LEFT_ELBOW: (0.25, 0.22, 0.0),
    Joint.RIGHT_ELBOW: (-0.25, 0.22, 0.0),
    Joint.LEFT_WRIST: (0.27, -0.03, 0.05),
    Joint.RIGHT_WRIST: (-0.27, -0.03, 0.05),
    Joint.PELVIS: (0.0, 0.0, 0.0),
    Joint.LEFT_HIP: (0.1, 0.0, 0.0),
    Joint.RIGHT_HIP: (-0.1, 0.0, 0.0),
    Joint.LEFT_KNEE: (0.11, -0.42, 0.03),
    Joint.RIGHT_KNEE: (-0.11, -0.42, 0.03),
    Joint.LEFT_ANKLE: (0.12, -0.84, 0.0),
    Joint.RIGHT_ANKLE: (-0.12, -0.84, 0.0),
    Joint.LEFT_HEEL: (0.12, -0.9, -0.05),
    Joint.RIGHT_HEEL: (-0.12, -0.9, -0.05),
    Joint.LEFT_TOE: (0.15, -0.9, 0.18),
    Joint.RIGHT_TOE: (-0.15, -0.9, 0.18),
}


def standing() -> np.ndarray:
    """Return the joints (19, 3) of a person who stands."""
    return np.array([STANDING[joint] for joint in Joint])


def posed(seed: int, frames: int = 1) -> np.ndarray:
    """Return joints (frames, 19, 3) thrown about at random; neck and pelvis stay middles."""
    body = standing() + np.random.default_rng(seed).normal(0, 0.08, (frames, len(Joint), 3))
    body[:, Joint.NECK] = (body[:, Joint.LEFT_SHOULDER] + body[:, Joint.RIGHT_SHOULDER]) / 2
    body[:, Joint.PELVIS] = (body[:, Joint.LEFT_HIP] + body[:, Joint.RIGHT_HIP]) / 2
    return body - body[:, Joint.PELVIS][:, None]


def turned(xyz: np.ndarray, yaw_deg: float) -> np.ndarray:
    """Return joints (..., 3) turned about the vertical."""
    c, s = np.cos(np.radians(yaw_deg)), np.sin(np.radians(yaw_deg))
    return xyz @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])


def motion(xyz: np.ndarray, fps: float = 30.0) -> Motion:
    """Return joints (T, 19, 3) as a motion at `fps`."""
    return Motion.of(np.arange(len(xyz)) / fps, xyz)


def bent(joint_angles_deg: np.ndarray, fps: float = 30.0, side: str = "both") -> Motion:
    """Return a standing person whose knees (or one of them) have these angles over time (T,)."""
    angle = np.radians(180 - np.asarray(joint_angles_deg, dtype=float))
    xyz = np.repeat(standing()[None], len(angle), axis=0)
    for name in ("LEFT", "RIGHT") if side == "both" else (side.upper(),):
        knee, hip = xyz[:, Joint[f"{name}_KNEE"]], xyz[:, Joint[f"{name}_HIP"]]
        thigh = knee - hip
        thigh /= np.linalg.norm(thigh, axis=1, keepdims=True)
        # Perpendicular to the thigh and in the plane of the stride: the shank swings backwards.
        back = np.cross(thigh, [1.0, 0.0, 0.0])
        back /= np.linalg.norm(back, axis=1, keepdims=True)
        back *= -np.sign(back[:, 2:3])
        shank = np.cos(angle)[:, None] * thigh + np.sin(angle)[:, None] * back
        xyz[:, Joint[f"{name}_ANKLE"]] = knee + 0.42 * shank
    return motion(xyz, fps)


seeds = st.integers(0, 2**32 - 1)
