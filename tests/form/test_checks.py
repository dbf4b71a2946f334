"""Confidence: visibility alone is not believed, bones must keep their length."""

from __future__ import annotations

import numpy as np

from form.bodies import bent, motion, posed, standing
from spotter.form.angles import ANGLES
from spotter.form.checks import confidence, lengths_m
from spotter.form.motion import Motion
from spotter.form.skeleton import Joint

_KNEE, _HIP = ANGLES.index("left_knee"), ANGLES.index("left_hip")
_OTHERS = [n for n, name in enumerate(ANGLES) if name not in {"left_knee", "left_hip"}]


def _still(frames: int = 20) -> np.ndarray:
    return np.repeat(standing()[None], frames, axis=0)


def test_a_body_whose_bones_keep_their_length_is_fully_believed() -> None:
    assert np.all(confidence(bent(np.linspace(180, 60, 30))) == 1)


def test_a_shank_that_doubles_is_not_believed_though_visible() -> None:
    body = _still()
    body[7, Joint.LEFT_ANKLE] += body[7, Joint.LEFT_ANKLE] - body[7, Joint.LEFT_KNEE]
    found = confidence(motion(body))
    assert found[7, _KNEE] == 0
    assert np.all(np.delete(found, 7, axis=0) == 1)
    assert np.all(found[7, [*_OTHERS, _HIP]] == 1)


def test_a_tenth_more_or_less_is_how_estimators_breathe() -> None:
    body = _still()
    body[3, Joint.LEFT_ANKLE] += 0.1 * (body[3, Joint.LEFT_ANKLE] - body[3, Joint.LEFT_KNEE])
    assert np.all(confidence(motion(body)) == 1)


def test_an_angle_is_as_visible_as_its_least_visible_joint() -> None:
    seen = np.ones((20, 19))
    seen[:, Joint.LEFT_KNEE] = 0.3
    found = confidence(Motion.of(np.arange(20) / 30, _still(), seen))
    assert np.allclose(found[:, [_KNEE, _HIP]], 0.3)
    assert np.all(found[:, _OTHERS] == 1)


def test_what_was_not_seen_is_not_believed() -> None:
    body = _still()
    body[:, Joint.LEFT_KNEE] = np.nan
    found = confidence(motion(body))
    assert np.all(found[:, [_KNEE, _HIP]] == 0)


def test_a_stranger_is_told_by_the_lengths_of_the_person_before() -> None:
    usual = lengths_m(motion(_still()))
    stranger = motion(_still(1) * 1.4)
    assert np.all(confidence(stranger) == 1)
    assert np.all(confidence(stranger, usual) < 0.5)


def test_frames_in_which_a_limb_is_hidden_do_not_say_how_long_it_is() -> None:
    body, seen = _still(10), np.ones((10, 19))
    body[:6, Joint.LEFT_ANKLE] *= 2
    seen[:6, Joint.LEFT_ANKLE] = 0.05
    found = confidence(Motion.of(np.arange(10) / 30, body, seen))
    assert np.all(found[6:, _KNEE] == 1)


def test_random_bodies_have_a_confidence_between_0_and_1() -> None:
    found = confidence(motion(posed(4, 50)))
    assert found.shape == (50, 9)
    assert np.all((found >= 0) & (found <= 1))
