"""The same body, as each source writes it, is the same body."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from form.bodies import posed, seeds, standing
from spotter.form import adapters
from spotter.form.angles import angles_deg
from spotter.form.errors import BadMotion
from spotter.form.motion import Motion
from spotter.form.skeleton import LANDMARKS, Joint

_TIMES = np.arange(4) / 30
_HEELS = [Joint.LEFT_HEEL, Joint.RIGHT_HEEL]
_KINECT_22 = {0: "PELVIS", 4: "NOSE"} | {
    at: name
    for side, arm, leg in (("LEFT", 7, 14), ("RIGHT", 11, 18))
    for at, name in zip(
        (*range(arm, arm + 3), *range(leg, leg + 4)),
        [f"{side}_{j}" for j in ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE", "TOE")],
        strict=True,
    )
}


def _mediapipe(body: np.ndarray) -> np.ndarray:
    """Return joints (T, 19, 3) as world landmarks: y down, z away from the camera."""
    found = np.zeros((len(body), 33, 3))
    for joint in Joint:
        name = joint.name.lower().replace("toe", "foot_index")
        if name in LANDMARKS:
            found[:, LANDMARKS.index(name)] = body[:, joint] * [1, -1, -1]
    return found


def _kinect_22(body: np.ndarray) -> np.ndarray:
    found = np.zeros((len(body), 22, 3))
    for at, name in _KINECT_22.items():
        found[:, at] = body[:, Joint[name]]
    return found + np.array([0.1, 0.9, -2.3])


def _same(one: Motion, other: Motion, atol: float = 1e-5) -> bool:
    both = [joint for joint in Joint if joint not in _HEELS]
    return np.allclose(one.xyz_m[:, both], other.xyz_m[:, both], atol=atol)


@given(seeds)
@settings(deadline=None)
def test_mediapipe_and_kinect_agree_on_the_same_body(seed: int) -> None:
    body = posed(seed, 4)
    from_phone = adapters.from_mediapipe(_TIMES, _mediapipe(body), np.ones((4, 33)))
    from_kinect = adapters.from_kinect(_TIMES, _kinect_22(body))
    assert np.allclose(from_phone.xyz_m, body, atol=1e-5)
    assert _same(from_phone, from_kinect)


def test_kinect_25_is_turned_to_face_the_picture() -> None:
    body = posed(5, 4)
    at = {3: "NOSE", 4: "LEFT_SHOULDER", 5: "LEFT_ELBOW", 6: "LEFT_WRIST", 8: "RIGHT_SHOULDER"}
    at |= {9: "RIGHT_ELBOW", 10: "RIGHT_WRIST", 12: "LEFT_HIP", 13: "LEFT_KNEE"}
    at |= {14: "LEFT_ANKLE", 15: "LEFT_TOE", 16: "RIGHT_HIP", 17: "RIGHT_KNEE"}
    at |= {18: "RIGHT_ANKLE", 19: "RIGHT_TOE"}
    kinect = np.zeros((4, 25, 3))
    for number, name in at.items():
        kinect[:, number] = body[:, Joint[name]] * [-1, 1, -1] + [0, 0, 2.5]
    tracked = np.ones((4, 25), dtype=bool)
    tracked[:, 13] = False
    found = adapters.from_kinect_25(_TIMES, kinect, tracked)
    assert _same(found, adapters.from_kinect(_TIMES, _kinect_22(body)))
    assert np.all(found.visibility[:, Joint.LEFT_KNEE] == 0.5)


def _openpose(body: np.ndarray) -> np.ndarray:
    order = {0: "NOSE", 2: "RIGHT_SHOULDER", 3: "RIGHT_ELBOW", 4: "RIGHT_WRIST"}
    order |= {5: "LEFT_SHOULDER", 6: "LEFT_ELBOW", 7: "LEFT_WRIST", 9: "RIGHT_HIP"}
    order |= {10: "RIGHT_KNEE", 11: "RIGHT_ANKLE", 12: "LEFT_HIP", 13: "LEFT_KNEE"}
    order |= {14: "LEFT_ANKLE", 19: "LEFT_TOE", 21: "LEFT_HEEL", 22: "RIGHT_TOE", 24: "RIGHT_HEEL"}
    found = np.zeros((len(body), 25, 3))
    for number, name in order.items():
        found[:, number, 0] = 320 + 200 * body[:, Joint[name], 0]
        found[:, number, 1] = 240 - 200 * body[:, Joint[name], 1]
        found[:, number, 2] = 0.8
    return found


def test_openpose_agrees_on_the_angles_of_a_body_in_the_plane_of_the_picture() -> None:
    body = posed(7, 4)
    body[..., 2] = 0
    flat = adapters.from_openpose(_TIMES, _openpose(body))
    space = adapters.from_mediapipe(_TIMES, _mediapipe(body), None)
    assert np.allclose(angles_deg(flat), angles_deg(space), atol=0.05)


def test_a_joint_that_openpose_did_not_find_was_not_seen() -> None:
    written = _openpose(posed(7, 4))
    written[:, 13] = 0
    found = adapters.from_openpose(_TIMES, written)
    assert np.isnan(found.xyz_m[:, Joint.LEFT_KNEE]).all()
    assert not np.isnan(found.xyz_m[:, Joint.RIGHT_KNEE]).any()


def _logged(xyz: np.ndarray) -> list[list[list[float | None]]]:
    return [[[float(x), float(y), float(z), 0.9] for x, y, z in frame] for frame in xyz]


def test_a_pose_log_of_world_landmarks_is_read_in_metres() -> None:
    body = posed(3, 4)
    found = adapters.from_pose_log([0, 33, 67, 100], _logged(_mediapipe(body)))
    assert np.allclose(found.xyz_m, body, atol=1e-5)
    assert found.times_s[-1] == pytest.approx(0.1)


@pytest.mark.parametrize("pixels", [False, True])
def test_a_pose_log_of_the_picture_has_the_same_angles(pixels: bool) -> None:
    body = posed(3, 4)
    image = _mediapipe(body) * 0.4 + np.array([0.9, 0.5, 0])
    image = image * 360 if pixels else image / [16 / 9, 1, 16 / 9]
    found = adapters.from_pose_log([0, 33, 67, 100], _logged(image), aspect=16 / 9)
    space = adapters.from_mediapipe(_TIMES, _mediapipe(body), None)
    assert np.allclose(angles_deg(found), angles_deg(space), atol=0.01)


def test_a_pose_log_with_holes_is_read_with_holes() -> None:
    frames = _logged(_mediapipe(posed(3, 4)))
    frames[1][LANDMARKS.index("left_knee")] = [None, None, None, None]
    found = adapters.from_pose_log([0, 33, 67, 100], frames)
    assert np.isnan(found.xyz_m[1, Joint.LEFT_KNEE]).all()
    assert not np.isnan(found.xyz_m[0]).any()


def test_a_frame_without_anybody_is_a_frame_of_unseen_joints() -> None:
    world = _mediapipe(standing()[None].repeat(4, axis=0))
    world[2] = np.nan
    found = adapters.from_mediapipe(_TIMES, world, np.ones((4, 33)))
    assert np.all(found.visibility[2] == 0)
    assert not np.isnan(found.xyz_m[[0, 1, 3]]).any()


@pytest.mark.parametrize(
    "read",
    [
        lambda wrong: adapters.from_mediapipe(_TIMES, wrong, None),
        lambda wrong: adapters.from_kinect(_TIMES, wrong),
        lambda wrong: adapters.from_kinect_25(_TIMES, wrong),
        lambda wrong: adapters.from_openpose(_TIMES, wrong),
        lambda wrong: adapters.from_pose_log([0], wrong.tolist()),
    ],
)
def test_a_wrong_number_of_joints_is_refused_by_name(read: object) -> None:
    with pytest.raises(BadMotion, match="shape"):
        read(np.zeros((4, 17, 3)))  # type: ignore[operator]
