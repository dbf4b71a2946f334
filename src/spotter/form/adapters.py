"""Bodies as others write them (MediaPipe, Kinect, OpenPose, PoseLog), brought to one schema.

The neck is the middle between the shoulders and the pelvis the middle between the hips whatever
the source says of either, so that the same body has the same angles from every source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from spotter.form.errors import BadMotion
from spotter.form.motion import Doubles, Motion
from spotter.form.skeleton import LANDMARKS, Joint

_MEDIAPIPE: Mapping[Joint, int] = {
    joint: LANDMARKS.index(joint.name.lower().replace("_toe", "_foot_index"))
    for joint in Joint
    if joint not in {Joint.NECK, Joint.PELVIS}
}
# UI-PRMD's 22 joints (Vakanski et al. 2018, Data 3(1):2): no nose, hence the head; no heels.
_KINECT_22 = {
    Joint.NOSE: 4,
    Joint.LEFT_SHOULDER: 7,
    Joint.LEFT_ELBOW: 8,
    Joint.LEFT_WRIST: 9,
    Joint.RIGHT_SHOULDER: 11,
    Joint.RIGHT_ELBOW: 12,
    Joint.RIGHT_WRIST: 13,
    Joint.LEFT_HIP: 14,
    Joint.LEFT_KNEE: 15,
    Joint.LEFT_ANKLE: 16,
    Joint.LEFT_TOE: 17,
    Joint.RIGHT_HIP: 18,
    Joint.RIGHT_KNEE: 19,
    Joint.RIGHT_ANKLE: 20,
    Joint.RIGHT_TOE: 21,
}
# Kinect v2's 25 joints (JointType of its SDK).
_KINECT_25 = {
    Joint.NOSE: 3,
    Joint.LEFT_SHOULDER: 4,
    Joint.LEFT_ELBOW: 5,
    Joint.LEFT_WRIST: 6,
    Joint.RIGHT_SHOULDER: 8,
    Joint.RIGHT_ELBOW: 9,
    Joint.RIGHT_WRIST: 10,
    Joint.LEFT_HIP: 12,
    Joint.LEFT_KNEE: 13,
    Joint.LEFT_ANKLE: 14,
    Joint.LEFT_TOE: 15,
    Joint.RIGHT_HIP: 16,
    Joint.RIGHT_KNEE: 17,
    Joint.RIGHT_ANKLE: 18,
    Joint.RIGHT_TOE: 19,
}
# OpenPose BODY_25; the toe is the big toe.
_OPENPOSE = {
    Joint.NOSE: 0,
    Joint.RIGHT_SHOULDER: 2,
    Joint.RIGHT_ELBOW: 3,
    Joint.RIGHT_WRIST: 4,
    Joint.LEFT_SHOULDER: 5,
    Joint.LEFT_ELBOW: 6,
    Joint.LEFT_WRIST: 7,
    Joint.RIGHT_HIP: 9,
    Joint.RIGHT_KNEE: 10,
    Joint.RIGHT_ANKLE: 11,
    Joint.LEFT_HIP: 12,
    Joint.LEFT_KNEE: 13,
    Joint.LEFT_ANKLE: 14,
    Joint.LEFT_TOE: 19,
    Joint.LEFT_HEEL: 21,
    Joint.RIGHT_TOE: 22,
    Joint.RIGHT_HEEL: 24,
}
# From the hips to the shoulders of a person of 1.70 m: (0.818 − 0.530) of the height (Drillis and
# Contini 1966, in Winter 2009, fig. 4.1). Pictures have no metres; angles do not depend on it.
_TRUNK_M = 0.288 * 1.70
# Mid-hip this near to 0, 0 in every frame tells world landmarks, whose origin it is (metres).
_AT_ORIGIN = 0.03
# A coordinate beyond this counts pixels: neither metres of a body nor shares of a picture.
_PIXELS = 10.0


def from_mediapipe(times_s: ArrayLike, world: ArrayLike, visibility: ArrayLike | None) -> Motion:
    """Return the motion of MediaPipe's world landmarks.

    `world` (T, 33, 3): metres, x right in the picture, y down, z away from the camera, NaN where
    nobody was found. `visibility` (T, 33), or None where the source tells none. Raises `BadMotion`.
    """
    xyz = _checked(world, 33, 3) * np.array([1.0, -1.0, -1.0])
    return _motion(times_s, xyz, _of_shape(visibility, xyz), _MEDIAPIPE)


def from_mediapipe_image(
    times_s: ArrayLike, image: ArrayLike, visibility: ArrayLike | None, *, aspect: float
) -> Motion:
    """Return the motion of MediaPipe's landmarks in the picture.

    `image` (T, 33, 3): x and y in shares of the picture's width and height, z as x; `aspect` is
    width over height. Metres are taken from the length of the trunk. Raises `BadMotion`.
    """
    xyz = _checked(image, 33, 3) * np.array([aspect, -1.0, -aspect])
    return _scaled(_motion(times_s, xyz, _of_shape(visibility, xyz), _MEDIAPIPE))


def from_kinect(times_s: ArrayLike, xyz_m: ArrayLike) -> Motion:
    """Return the motion of UI-PRMD's 22 Kinect joints (T, 22, 3): metres, y up, z to the camera."""
    xyz = _checked(xyz_m, 22, 3)
    return _motion(times_s, xyz, None, _KINECT_22)


def from_kinect_25(
    times_s: ArrayLike, xyz_m: ArrayLike, tracked: ArrayLike | None = None
) -> Motion:
    """Return the motion of Kinect v2's 25 joints (T, 25, 3) in the frame of the camera.

    Metres, y up, x to the camera's own left and z away from it, hence both turned here. Where
    `tracked` (T, 25) is false the joint was only inferred: visibility 0.5.
    """
    xyz = _checked(xyz_m, 25, 3) * np.array([-1.0, 1.0, -1.0])
    seen = None if tracked is None else np.where(np.asarray(tracked, dtype=bool), 1.0, 0.5)
    return _motion(times_s, xyz, _of_shape(seen, xyz), _KINECT_25)


def from_openpose(times_s: ArrayLike, xyc: ArrayLike) -> Motion:
    """Return the motion of OpenPose's BODY_25: x, y (pixels, y down) and confidence (T, 25, 3).

    The body is flat (z = 0): angles are those of the picture. A joint of confidence 0 was not
    seen. Metres are taken from the length of the trunk.
    """
    flat = _checked(xyc, 25, 3)
    confidence = np.clip(np.nan_to_num(flat[..., 2]), 0.0, 1.0)
    xyz = np.stack([flat[..., 0], -flat[..., 1], np.zeros(flat.shape[:2])], axis=-1)
    xyz[confidence == 0] = np.nan
    return _scaled(_motion(times_s, xyz, confidence, _OPENPOSE))


def from_pose_log(
    t_ms: Sequence[float],
    landmarks: Sequence[Sequence[Sequence[float | None]]],
    *,
    aspect: float = 1.0,
) -> Motion:
    """Return the motion of a stored PoseLog recording.

    `t_ms` (T) and `landmarks` (T × 33 × [x, y, z, visibility], None where nothing was) as the
    import wrote them. World landmarks are told by hips at the origin, pixels by their size;
    anything else is shares of a picture of `aspect` (width over height). Raises `BadMotion`.
    """
    try:
        table = np.array(landmarks, dtype=np.float64)  # None becomes NaN
    except (TypeError, ValueError) as error:
        raise BadMotion("Every frame needs 33 landmarks of x, y, z and visibility.") from error
    table = _checked(table, 33, 4)
    xyz, seen = table[..., :3], np.clip(table[..., 3], 0.0, 1.0)
    # A log of a flat picture has no z.
    depth = xyz[..., 2]
    if np.isnan(depth).all():
        xyz[..., 2] = np.where(np.isnan(xyz[..., 0]), np.nan, 0.0)
    times_s = np.asarray(t_ms, dtype=np.float64) / 1000
    hips = xyz[:, [LANDMARKS.index("left_hip"), LANDMARKS.index("right_hip")], :2].mean(axis=1)
    known = hips[~np.isnan(hips).any(axis=1)]
    if len(known) and np.abs(known).max() < _AT_ORIGIN:
        return from_mediapipe(times_s, xyz, seen)
    pixels = bool(np.nanmax(np.abs(xyz[..., :2]), initial=0.0) > _PIXELS)
    return from_mediapipe_image(times_s, xyz, seen, aspect=1.0 if pixels else aspect)


def _checked(array: ArrayLike, joints: int, values: int) -> Doubles:
    found = np.array(array, dtype=np.float64)
    if found.ndim != 3 or found.shape[1:] != (joints, values):
        raise BadMotion(f"Expected the shape (T, {joints}, {values}), not {found.shape}.")
    return found


def _of_shape(visibility: ArrayLike | None, xyz: Doubles) -> Doubles | None:
    if visibility is None:
        return None
    found = np.asarray(visibility, dtype=np.float64)
    if found.shape != xyz.shape[:2]:
        raise BadMotion(f"visibility must have the shape {xyz.shape[:2]}, not {found.shape}.")
    return found


def _motion(
    times_s: ArrayLike, xyz: Doubles, visibility: Doubles | None, where: Mapping[Joint, int]
) -> Motion:
    """Return the motion of a foreign skeleton: `where` says which of its joints is ours."""
    joints = np.full((len(xyz), len(Joint), 3), np.nan)
    seen = np.ones(joints.shape[:2])
    joints[:, list(where)] = xyz[:, list(where.values())]
    if visibility is not None:
        seen[:, list(where)] = visibility[:, list(where.values())]
    for middle, left, right in (
        (Joint.NECK, Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER),
        (Joint.PELVIS, Joint.LEFT_HIP, Joint.RIGHT_HIP),
    ):
        joints[:, middle] = (joints[:, left] + joints[:, right]) / 2
        seen[:, middle] = np.minimum(seen[:, left], seen[:, right])
    return Motion.of(times_s, joints, seen)


def _scaled(motion: Motion) -> Motion:
    """Return `motion` with a trunk of usual length; a foreshortened trunk is not its length."""
    trunk = np.linalg.norm(motion.xyz_m[:, Joint.NECK] - motion.xyz_m[:, Joint.PELVIS], axis=-1)
    known = trunk[np.isfinite(trunk) & (trunk > 0)]
    if len(known) == 0:
        return motion
    scale = np.float32(_TRUNK_M / np.quantile(known, 0.9))
    return Motion(motion.times_s, motion.xyz_m * scale, motion.visibility)
