"""What differs from home to home when a made-up repetition is filmed, and what never does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spotter.form.angles import SPINE, angles_deg
from spotter.form.skeleton import Joint
from spotter.lab.form.synthetic.camera import AT_HOME, IDEAL, Camera, Shot, filmed, placed
from spotter.lab.form.synthetic.timing import tremors

CLEAR = Shot(yaw_deg=0.0, pitch_deg=0.0, fps=30.0, noise=0.0, bias=0.0)
STILL = np.tile(np.random.default_rng(0).normal(0, 0.4, (1, len(Joint), 3)), (179, 1, 1))


def _shots(camera: Camera) -> list[Shot]:
    rng = np.random.default_rng(1)
    return [placed(camera, False, rng) for _ in range(200)]


def _seen(shot: Shot) -> np.ndarray:
    """Return the joints of somebody who does not move, seen for three seconds."""
    return filmed(shot, STILL, 3.0, np.random.default_rng(2)).xyz_m


def test_at_home_half_of_the_films_err_in_place_otherwise_than_in_jitter() -> None:
    apart = [shot.bias != shot.noise for shot in _shots(AT_HOME)]
    assert np.mean(apart) == pytest.approx(0.5, abs=0.1)
    assert max(shot.bias for shot in _shots(AT_HOME)) > max(shot.noise for shot in _shots(AT_HOME))


@pytest.mark.parametrize("camera", [IDEAL, Camera(noise=1.0)])
def test_errors_that_are_asked_for_come_alone(camera: Camera) -> None:
    for shot in _shots(camera):
        assert shot.bias == shot.noise == camera.noise
        assert (shot.drift, shot.depth, shot.roll_deg, shot.rest_s) == (0, 1, 0, (0, 0))


def test_a_constant_error_stays_and_a_drifting_one_wanders() -> None:
    assert np.ptp(_seen(replace(CLEAR, bias=1.0)), axis=0).max() < 1e-6
    assert np.ptp(_seen(replace(CLEAR, bias=1.0, drift=0.5)), axis=0).max() > 0.01


def test_jitter_alone_leaves_joints_where_they_are_on_average() -> None:
    jittering = _seen(replace(CLEAR, noise=0.5)) - _seen(CLEAR)
    # Frames in which nobody was found are no numbers.
    assert np.abs(np.nanmean(jittering, axis=0)).max() < np.nanmax(np.abs(jittering)) / 2


def test_flat_sight_shrinks_what_lies_towards_the_camera_alone() -> None:
    flat, true = _seen(replace(CLEAR, depth=0.5)), _seen(CLEAR)
    assert np.allclose(flat[..., 2], 0.5 * true[..., 2], atol=1e-6)
    assert np.allclose(flat[..., :2], true[..., :2], atol=1e-6)


def test_a_camera_that_leans_tilts_the_trunk_and_no_limb() -> None:
    leaning = filmed(replace(CLEAR, roll_deg=5.0), STILL, 3.0, np.random.default_rng(2))
    straight = filmed(CLEAR, STILL, 3.0, np.random.default_rng(2))
    off = np.abs(angles_deg(leaning) - angles_deg(straight))[0]
    assert 0.5 < off[SPINE] <= 5.01
    assert np.delete(off, SPINE).max() < 0.01


def test_rest_that_is_left_in_makes_the_film_longer_by_it() -> None:
    short, long = (
        filmed(replace(CLEAR, rest_s=rest), STILL, 3.0, np.random.default_rng(2))
        for rest in ((0.0, 0.0), (0.4, 0.5))
    )
    assert long.times_s[-1] - short.times_s[-1] == pytest.approx(0.9, abs=0.05)


def test_nobody_trembles_faster_than_a_body_can() -> None:
    phase = np.tile(np.linspace(0, 1, 179), (2, 1))
    # Ten cycles of the movement's own in three seconds, and in half a second.
    seconds, size = np.array([[3.0], [0.5]]), np.ones((2, 1))
    slow, hurried = tremors(phase, seconds, size, 10, np.random.default_rng(3))
    assert slow.std() > 0.5
    assert not hurried.any()
