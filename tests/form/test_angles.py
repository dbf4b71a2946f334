"""The nine angles: known poses by hand, and what they must not depend on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form.bodies import bent, motion, posed, seeds, standing, turned
from spotter.form.angles import ANGLES, SPINE, angles_deg
from spotter.form.motion import Motion
from spotter.form.skeleton import Joint


def _posed(**joints: tuple[float, float, float]) -> Motion:
    body = standing()
    for name, at in joints.items():
        body[Joint[name.upper()]] = at
    return motion(body[None])


def _angle(body: Motion, name: str) -> float:
    return float(angles_deg(body)[0, ANGLES.index(name)])


def test_a_straight_leg_is_180_degrees() -> None:
    body = _posed(left_knee=(0.1, -0.4, 0), left_ankle=(0.1, -0.8, 0))
    assert _angle(body, "left_knee") == pytest.approx(180, abs=1e-3)


def test_a_thigh_level_with_an_upright_trunk_and_shank_is_90_at_knee_and_hip() -> None:
    body = _posed(left_shoulder=(0.1, 0.5, 0), left_knee=(0.1, 0, 0.4), left_ankle=(0.1, -0.4, 0.4))
    assert _angle(body, "left_knee") == pytest.approx(90, abs=1e-3)
    assert _angle(body, "left_hip") == pytest.approx(90, abs=1e-3)


def test_the_shoulder_is_0_with_the_arm_at_the_side_and_180_overhead() -> None:
    side = _posed(right_hip=(-0.2, 0, 0), right_shoulder=(-0.2, 0.5, 0), right_elbow=(-0.2, 0.2, 0))
    high = _posed(right_hip=(-0.2, 0, 0), right_shoulder=(-0.2, 0.5, 0), right_elbow=(-0.2, 0.8, 0))
    assert _angle(side, "right_shoulder") == pytest.approx(0, abs=1e-3)
    assert _angle(high, "right_shoulder") == pytest.approx(180, abs=1e-3)


@pytest.mark.parametrize(
    ("neck", "angle"),
    [((0, 0.5, 0), 0), ((0.5, 0, 0), 90), ((0, 0, 0.5), 90), ((0, -0.5, 0), 180)],
)
def test_the_spine_is_the_trunk_against_the_vertical(
    neck: tuple[float, float, float], angle: float
) -> None:
    assert _angle(_posed(neck=neck), "spine") == pytest.approx(angle, abs=1e-3)


def test_the_angle_of_a_joint_that_was_not_seen_is_not_a_number() -> None:
    found = angles_deg(_posed(left_ankle=(np.nan, 0, 0)))[0]
    assert np.flatnonzero(np.isnan(found)).tolist() == [ANGLES.index("left_knee")]


def test_joints_at_one_place_have_no_angle() -> None:
    assert np.isnan(_angle(_posed(left_elbow=(0.18, 0.5, 0)), "left_elbow"))


@given(st.floats(0.5, 180))
@settings(deadline=None)
def test_the_angle_that_was_bent_is_the_angle_that_is_measured(angle: float) -> None:
    found = angles_deg(bent(np.array([angle])))[0, :2]
    assert found == pytest.approx([angle, angle], abs=0.01)


@given(
    seeds,
    st.floats(-180, 180),
    st.tuples(*[st.floats(-3, 3)] * 3),
    st.floats(0.3, 3),
)
@settings(deadline=None)
def test_angles_do_not_depend_on_heading_place_or_size(
    seed: int, yaw: float, moved: tuple[float, ...], size: float
) -> None:
    body = posed(seed, 3)
    there = turned(body, yaw) * size + np.array(moved)
    assert np.allclose(angles_deg(motion(there)), angles_deg(motion(body)), atol=0.02)


def test_the_spine_is_the_last_angle() -> None:
    assert ANGLES[SPINE] == "spine"
    assert len(ANGLES) == 9
