"""A motion: what makes one, what is refused, and what a mirror does to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from form.bodies import motion, posed, seeds, standing
from spotter.form.angles import MIRRORED_ANGLES, angles_deg
from spotter.form.errors import BadMotion
from spotter.form.motion import Motion, mirrored
from spotter.form.skeleton import BONES, LANDMARKS, MIRROR, Joint


def test_the_pelvis_of_any_motion_is_the_origin() -> None:
    body = motion(standing()[None] + [3.0, -2.0, 7.0])
    assert np.allclose(body.xyz_m[0], standing(), atol=1e-6)


def test_a_pelvis_out_of_sight_stays_where_it_was_seen_last() -> None:
    moved = np.repeat(standing()[None], 3, axis=0) + 1.0
    moved[1, Joint.PELVIS] = np.nan
    assert np.allclose(motion(moved).xyz_m[1, Joint.NOSE], standing()[Joint.NOSE], atol=1e-6)


def test_a_joint_of_which_one_coordinate_is_missing_was_not_seen() -> None:
    body = standing()[None].copy()
    body[0, Joint.LEFT_KNEE, 2] = np.nan
    found = motion(body)
    assert np.isnan(found.xyz_m[0, Joint.LEFT_KNEE]).all()
    assert found.visibility[0, Joint.LEFT_KNEE] == 0


@pytest.mark.parametrize(
    ("times", "shape", "seen"),
    [
        ([0.0, 0.0], (2, 19, 3), None),
        ([0.1, 0.0], (2, 19, 3), None),
        ([0.0, np.nan], (2, 19, 3), None),
        ([0.0], (2, 19, 3), None),
        ([0.0, 0.1], (2, 33, 3), None),
        ([0.0, 0.1], (2, 19, 3), np.full((2, 19), 1.5)),
        ([0.0, 0.1], (2, 19, 3), np.ones((2, 18))),
    ],
)
def test_what_is_no_motion_is_refused_by_name(
    times: list[float], shape: tuple[int, ...], seen: np.ndarray | None
) -> None:
    with pytest.raises(BadMotion):
        Motion.of(times, np.zeros(shape), seen)


def test_an_infinite_position_is_refused() -> None:
    body = standing()[None].copy()
    body[0, 0, 0] = np.inf
    with pytest.raises(BadMotion, match="finite"):
        Motion.of([0.0], body)


@given(seeds)
@settings(deadline=None)
def test_a_mirror_swaps_left_and_right_angles(seed: int) -> None:
    body = motion(posed(seed, 3))
    assert np.allclose(
        angles_deg(mirrored(body)), angles_deg(body)[:, list(MIRRORED_ANGLES)], atol=1e-3
    )


@given(seeds)
@settings(deadline=None)
def test_the_mirror_of_a_mirror_is_the_motion(seed: int) -> None:
    body = motion(posed(seed))
    assert np.array_equal(mirrored(mirrored(body)).xyz_m, body.xyz_m)


def test_a_part_of_a_motion_has_the_frames_between_two_moments() -> None:
    body = motion(posed(1, 30), fps=10)
    assert list(body.between(0.5, 1.0).times_s) == pytest.approx([0.5, 0.6, 0.7, 0.8, 0.9, 1.0])


def test_the_skeleton_is_a_tree_of_all_joints_and_its_own_mirror() -> None:
    assert sorted(child for _, child in BONES) == [j for j in Joint if j != Joint.PELVIS]
    swapped = {(MIRROR[parent], MIRROR[child]) for parent, child in BONES}
    assert swapped == {(int(parent), int(child)) for parent, child in BONES}
    assert len(LANDMARKS) == 33
