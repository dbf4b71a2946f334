"""How long a plank was held."""

from __future__ import annotations

import numpy as np
import pytest

from form.bodies import motion, standing
from spotter.form.exercises import EXERCISES
from spotter.form.motion import Motion
from spotter.form.reps import segment
from spotter.form.skeleton import Joint

PLANK = EXERCISES["plank"]
_ARMS = [Joint.LEFT_ELBOW, Joint.RIGHT_ELBOW, Joint.LEFT_WRIST, Joint.RIGHT_WRIST]


def _lying(propped: bool = True) -> np.ndarray:
    """Return the standing body tipped onto its front, the arms under the shoulders or level."""
    body = standing() @ np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]])
    for joint in _ARMS:
        shoulder = Joint[f"{joint.name.split('_')[0]}_SHOULDER"]
        body[joint] = body[shoulder]
        body[joint, 1 if propped else 2] -= 0.25 if "ELBOW" in joint.name else 0.5
    return body


def _scene(*parts: tuple[float, np.ndarray]) -> Motion:
    return motion(np.concatenate([np.repeat(one[None], int(s * 30), axis=0) for s, one in parts]))


def test_a_plank_is_as_long_as_it_was_held() -> None:
    (held,) = segment(_scene((3, standing()), (10, _lying()), (2, standing())), PLANK)
    assert held.start_s == pytest.approx(3, abs=0.6)
    assert held.duration_s == pytest.approx(10, abs=0.6)


def test_standing_kneeling_and_lying_flat_are_no_plank() -> None:
    kneeling = _lying()
    kneeling[[Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]] = kneeling[
        [Joint.LEFT_KNEE, Joint.RIGHT_KNEE]
    ] + [0.0, 0.4, 0.0]
    assert segment(_scene((4, standing()), (4, kneeling), (4, _lying(propped=False))), PLANK) == []


def test_a_wobble_does_not_end_it_and_a_rest_does() -> None:
    wobble = _scene((5, _lying()), (0.4, standing()), (5, _lying()))
    rest = _scene((5, _lying()), (4, standing()), (5, _lying()))
    assert len(segment(wobble, PLANK)) == 1
    assert len(segment(rest, PLANK)) == 2


def test_half_a_second_is_not_held() -> None:
    assert segment(_scene((3, standing()), (0.5, _lying()), (3, standing())), PLANK) == []


def test_a_moment_out_of_sight_does_not_end_it() -> None:
    gone = np.full((19, 3), np.nan)
    assert len(segment(_scene((5, _lying()), (2, gone), (5, _lying())), PLANK)) == 1
    assert len(segment(_scene((5, _lying()), (6, gone), (5, _lying())), PLANK)) == 2
