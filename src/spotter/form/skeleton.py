"""The one skeleton of the house: nineteen joints, their bones, and which is the mirror of which."""

from __future__ import annotations

from enum import IntEnum

# MediaPipe Pose Landmarker, in its order.
LANDMARKS = tuple(
    """
    nose left_eye_inner left_eye left_eye_outer right_eye_inner right_eye right_eye_outer left_ear
    right_ear mouth_left mouth_right left_shoulder right_shoulder left_elbow right_elbow left_wrist
    right_wrist left_pinky right_pinky left_index right_index left_thumb right_thumb left_hip
    right_hip left_knee right_knee left_ankle right_ankle left_heel right_heel left_foot_index
    right_foot_index
    """.split()  # noqa: SIM905 (thirty-three lines otherwise)
)


class Joint(IntEnum):
    """The joints of a `Motion`, in its order; left and right are the person's own."""

    NOSE = 0
    NECK = 1  # the middle between the shoulders
    LEFT_SHOULDER = 2
    RIGHT_SHOULDER = 3
    LEFT_ELBOW = 4
    RIGHT_ELBOW = 5
    LEFT_WRIST = 6
    RIGHT_WRIST = 7
    PELVIS = 8  # the middle between the hips
    LEFT_HIP = 9
    RIGHT_HIP = 10
    LEFT_KNEE = 11
    RIGHT_KNEE = 12
    LEFT_ANKLE = 13
    RIGHT_ANKLE = 14
    LEFT_HEEL = 15
    RIGHT_HEEL = 16
    LEFT_TOE = 17
    RIGHT_TOE = 18


def _mirrored(joint: Joint) -> Joint:
    side, _, rest = joint.name.partition("_")
    other = {"LEFT": "RIGHT", "RIGHT": "LEFT"}.get(side)
    return joint if other is None else Joint[f"{other}_{rest}"]


# Joint number → number of the same joint of the other side.
MIRROR = tuple(int(_mirrored(joint)) for joint in Joint)

# Pairs of joints that a bone holds at one distance (parent first).
BONES: tuple[tuple[Joint, Joint], ...] = (
    (Joint.NECK, Joint.NOSE),
    (Joint.PELVIS, Joint.NECK),
    (Joint.NECK, Joint.LEFT_SHOULDER),
    (Joint.NECK, Joint.RIGHT_SHOULDER),
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW),
    (Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    (Joint.PELVIS, Joint.LEFT_HIP),
    (Joint.PELVIS, Joint.RIGHT_HIP),
    (Joint.LEFT_HIP, Joint.LEFT_KNEE),
    (Joint.RIGHT_HIP, Joint.RIGHT_KNEE),
    (Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    (Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
    (Joint.LEFT_ANKLE, Joint.LEFT_HEEL),
    (Joint.RIGHT_ANKLE, Joint.RIGHT_HEEL),
    (Joint.LEFT_ANKLE, Joint.LEFT_TOE),
    (Joint.RIGHT_ANKLE, Joint.RIGHT_TOE),
)
