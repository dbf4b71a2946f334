"""A Kinect recording made comparable between people."""

from __future__ import annotations

import numpy as np
import pytest

from spotter.lab.form.benchmarks.rehab.body import mirrored, one_handed, placed, steadied
from spotter.lab.form.benchmarks.rehab.channels import channels
from spotter.lab.form.benchmarks.rehab.steps import resampled
from spotter.lab.form.datasets.ui_prmd import PARENTS


def _standing(frames: int = 40) -> np.ndarray:
    """A person of 22 joints on a plumb line, arms and legs to the sides, x to the right."""
    at = np.zeros((22, 3), np.float32)
    for joint, parent in enumerate(PARENTS):
        if parent < 0:
            continue
        step = {0: (0, 0.2, 0), 7: (-0.2, 0, 0), 11: (0.2, 0, 0)}.get(joint, (0, 0.2, 0))
        step = (0, -0.4, 0) if joint in (15, 16, 19, 20) else step
        step = (-0.1, 0, 0) if joint == 14 else (0.1, 0, 0) if joint == 18 else step
        step = (0, 0, 0.1) if joint in (17, 21) else step
        step = (
            (-0.15, 0, 0) if joint in (6, 8, 9) else (0.15, 0, 0) if joint in (10, 12, 13) else step
        )
        at[joint] = at[parent] + np.array(step, np.float32)
    return np.tile(at, (frames, 1, 1))


def _waving(joints: tuple[int, ...]) -> np.ndarray:
    body = _standing()
    body[:, list(joints), 1] += np.sin(np.linspace(0, np.pi, len(body)))[:, None]
    return body


def test_a_glitch_of_one_frame_is_dropped() -> None:
    still = np.zeros((20, 3), np.float32)
    still[10] = 5
    assert np.abs(steadied(still)).max() == 0


def test_a_mirror_of_a_mirror_is_the_movement() -> None:
    body = _waving((8, 9))
    assert np.array_equal(mirrored(mirrored(body)), body)


def test_a_left_handed_movement_is_turned_into_a_right_handed_one() -> None:
    left, right = _waving((8, 9)), _waving((12, 13))
    turned, one_sided = one_handed(left)
    assert one_sided
    assert np.allclose(turned, right, atol=1e-6)
    assert one_handed(right)[0] is right


def test_a_movement_of_both_sides_is_left_as_it_is() -> None:
    body = _waving((8, 9, 12, 13))
    same, one_sided = one_handed(body)
    assert same is body
    assert not one_sided


def test_where_one_stands_faces_and_how_tall_one_is_does_not_matter() -> None:
    body = _waving((12, 13))
    turn = np.radians(30)
    away = np.array(
        [[np.cos(turn), 0, -np.sin(turn)], [0, 1, 0], [np.sin(turn), 0, np.cos(turn)]], np.float32
    )
    other = 1.3 * body @ away.T + np.array([1, 0, 2], np.float32)
    assert np.allclose(placed(other), placed(body), atol=1e-4)


def test_a_straight_leg_is_180_degrees() -> None:
    assert channels(placed(_standing()))[:, 0] == pytest.approx(180, abs=0.1)


def test_resampling_keeps_first_and_last() -> None:
    ramp = np.arange(50, dtype=np.float32)[:, None]
    assert np.allclose(resampled(ramp, 8)[:, 0], np.linspace(0, 49, 8))
