"""The camera's place, read from the body."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form.bodies import bent, motion, standing, turned
from spotter.form.motion import Motion
from spotter.form.skeleton import Joint
from spotter.form.view import view


def _turned(yaw_deg: float) -> Motion:
    return motion(turned(standing(), yaw_deg)[None])


@given(st.floats(-179, 179))
@settings(deadline=None)
def test_the_yaw_is_the_angle_the_body_was_turned_by(yaw: float) -> None:
    assert view(_turned(yaw)).yaw_deg == pytest.approx(yaw, abs=0.01)


def test_a_person_turned_to_the_right_of_the_picture_shows_the_right_side() -> None:
    right = view(_turned(90))
    assert _turned(90).xyz_m[0, Joint.NOSE, 0] > 0
    assert right.near == "right"
    assert right.sideways == pytest.approx(1)
    assert view(_turned(-90)).near == "left"


@pytest.mark.parametrize("yaw", [0, 180])
def test_from_the_front_and_the_back_no_side_is_nearer(yaw: float) -> None:
    assert view(_turned(yaw)).near is None
    assert view(_turned(yaw)).sideways == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("pitch", [-20, 0, 25])
def test_a_camera_that_looks_down_sees_the_head_nearer(pitch: float) -> None:
    c, s = np.cos(np.radians(pitch)), np.sin(np.radians(pitch))
    tipped = standing() @ np.array([[1, 0, 0], [0, c, s], [0, -s, c]])
    assert view(motion(tipped[None])).pitch_deg == pytest.approx(pitch, abs=0.01)


def test_the_height_of_the_camera_is_not_told_by_a_person_who_never_stands() -> None:
    assert np.isnan(view(bent(np.full(10, 90.0))).pitch_deg)


def test_nobody_tells_nothing() -> None:
    nobody = view(Motion.of([0.0, 0.1], np.full((2, 19, 3), np.nan)))
    assert np.isnan(nobody.yaw_deg)
    assert np.isnan(nobody.sideways)
    assert nobody.near is None
