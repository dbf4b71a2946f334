"""What a model sees of a rep: real time, real angles, and a stated rule for what is missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form.bodies import bent, motion, posed, standing
from spotter.form.errors import BadMotion
from spotter.form.motion import Motion, mirrored
from spotter.form.rep_input import rep_input
from spotter.form.skeleton import Joint


def _squat(seconds: float, fps: float) -> Motion:
    times = np.arange(int(seconds * fps) + 1) / fps
    return bent(115 + 60 * np.cos(2 * np.pi * times / seconds), fps)


def test_it_has_nine_angles_and_nine_speeds_at_ninety_moments() -> None:
    found = rep_input(_squat(2, 30))
    assert found.shape == (90, 18)
    assert found.dtype == np.float32
    assert rep_input(_squat(2, 30), frames=40).shape == (40, 18)


@given(st.floats(10, 170), st.floats(-100, 100), st.floats(8, 60))
@settings(max_examples=30, deadline=None)
def test_a_steady_bend_has_its_angle_and_its_speed_at_any_frame_rate(
    start: float, speed: float, fps: float
) -> None:
    times = np.arange(12) / fps
    angle = start + np.clip(speed, -start / times[-1] + 1, (180 - start) / times[-1] - 1) * times
    if np.min(np.abs(np.diff(angle))) < 1e-9 or angle.min() < 1 or angle.max() > 179:
        return
    found = rep_input(bent(angle, fps))
    assert found[:, 0] * 180 == pytest.approx(np.linspace(angle[0], angle[-1], 90), abs=0.1)
    assert found[:, 9] * 360 == pytest.approx(
        np.full(90, (angle[-1] - angle[0]) / times[-1]), abs=0.5
    )


def test_twice_as_fast_is_the_same_path_at_twice_the_speed() -> None:
    slow, fast = rep_input(_squat(3, 60)), rep_input(_squat(1.5, 60))
    assert np.abs(slow[:, :9] - fast[:, :9]).max() < 0.01
    middle = slice(20, 70)
    assert np.abs(2 * slow[middle, 9] - fast[middle, 9]).max() < 0.03


@pytest.mark.parametrize("fps", [10, 15, 24, 60])
def test_the_frame_rate_hardly_shows(fps: float) -> None:
    assert np.abs(rep_input(_squat(2, fps)) - rep_input(_squat(2, 30)))[:, :9].max() < 0.05


def test_jitter_hardly_shows() -> None:
    still = np.repeat(standing()[None], 60, axis=0)
    noisy = still + np.random.default_rng(0).normal(0, 0.005, still.shape)
    raw = np.abs(np.diff(rep_input(motion(noisy))[:, 0])).mean()
    assert raw < 0.003


def test_a_gap_is_bridged_by_a_straight_line() -> None:
    whole = _squat(2, 30)
    xyz = whole.xyz_m.copy()
    xyz[20:29, Joint.LEFT_ANKLE] = np.nan
    found = rep_input(Motion.of(whole.times_s, xyz))
    assert not np.isnan(found).any()
    assert np.abs(found[:, 0] - rep_input(whole)[:, 0]).max() < 0.06


def test_an_angle_never_seen_is_that_of_the_other_side() -> None:
    xyz = posed(3, 1).repeat(30, axis=0)
    xyz[:, Joint.LEFT_ANKLE] = np.nan
    found = rep_input(motion(xyz))
    assert np.array_equal(found[:, 0], found[:, 1])
    assert np.array_equal(found[:, 9], found[:, 10])


def test_an_angle_seen_on_neither_side_is_nought() -> None:
    xyz = posed(3, 1).repeat(30, axis=0)
    xyz[:, [Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]] = np.nan
    found = rep_input(motion(xyz))
    assert np.all(found[:, [0, 1, 9, 10]] == 0)
    assert np.all(found[:, 2] > 0)


def test_nobody_at_all_gives_noughts() -> None:
    assert not rep_input(Motion.of([0.0, 0.1, 0.2], np.full((3, 19, 3), np.nan))).any()


def test_the_mirror_of_a_rep_has_left_and_right_swapped() -> None:
    body = motion(np.linspace(posed(1)[0], posed(2)[0], 30))
    swap = [1, 0, 3, 2, 5, 4, 7, 6, 8]
    there, back = rep_input(mirrored(body)), rep_input(body)
    assert np.allclose(there, back[:, [*swap, *[9 + n for n in swap]]], atol=1e-5)


@pytest.mark.parametrize("frames", [0, 1])
def test_a_single_frame_is_no_rep(frames: int) -> None:
    with pytest.raises(BadMotion, match="two frames"):
        rep_input(motion(posed(1, 30)).between(0, frames * 0.01 - 0.001))
