"""Counting repetitions of bodies: live as from a film, through gaps, cuts and bad views."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form.bodies import bent, motion, standing, turned
from spotter.form.exercises import EXERCISES, exercise
from spotter.form.motion import Motion, mirrored
from spotter.form.reps import Counter, segment
from spotter.form.skeleton import Joint

SQUAT = EXERCISES["squat"]
_LEFT_LEG = [Joint.LEFT_KNEE, Joint.LEFT_ANKLE]


def _squats(times: int, fps: float = 30, side: str = "both", deep: float = 80) -> Motion:
    """Return squats of two seconds, half a second of standing between them."""
    moments = np.arange(0, 1 + 2.5 * times, 1 / fps)
    phase = np.clip(((moments - 0.5) % 2.5) / 2, 0, 1) * (moments >= 0.5)
    knees = 172 - (172 - deep) * np.sin(np.pi * phase) ** 2
    return bent(np.where(moments > 2.5 * times + 0.4, 172, knees), fps, side)


def _with(body: Motion, xyz: np.ndarray, visibility: np.ndarray | None = None) -> Motion:
    return Motion.of(body.times_s, xyz, body.visibility if visibility is None else visibility)


def _noisy(body: Motion, seed: int, metres: float = 0.01) -> Motion:
    noise = np.random.default_rng(seed).normal(0, metres, body.xyz_m.shape)
    return _with(body, body.xyz_m + noise)


@given(st.integers(0, 6), st.floats(10, 60), st.floats(-180, 180), st.integers(0, 99))
@settings(max_examples=12, deadline=None)
def test_squats_are_counted_at_any_frame_rate_from_any_side(
    times: int, fps: float, yaw: float, seed: int
) -> None:
    body = _squats(times, fps)
    seen = _noisy(_with(body, turned(body.xyz_m, yaw)), seed)
    assert len(segment(seen, SQUAT)) == times


def test_a_repetition_has_a_start_a_turn_and_an_end() -> None:
    reps = segment(_squats(3), SQUAT)
    assert [rep.turn_s for rep in reps] == pytest.approx([1.5, 4.0, 6.5], abs=0.1)
    assert [rep.start_s for rep in reps] == pytest.approx([0.7, 3.2, 5.7], abs=0.15)
    assert [rep.end_s for rep in reps] == pytest.approx([2.3, 4.8, 7.3], abs=0.2)
    assert all(1 < rep.duration_s < 2 for rep in reps)


def test_the_mirror_image_has_the_same_repetitions() -> None:
    body = _noisy(_squats(4), 3)
    assert segment(mirrored(body), SQUAT) == segment(body, SQUAT)


@pytest.mark.parametrize("name", ["squat", "other", "plank"])
def test_live_gives_what_the_film_gives(name: str) -> None:
    body, counter = _noisy(_squats(4), 5), Counter(exercise(name))
    for frame in zip(body.times_s.tolist(), body.xyz_m, body.visibility, strict=True):
        counter.see(*frame)
    counter.close()
    assert list(counter.reps) == segment(body, exercise(name))


def test_live_says_it_within_half_a_second_of_the_finish() -> None:
    body, counter = _squats(3), Counter(SQUAT)
    for at, xyz, seen in zip(body.times_s.tolist(), body.xyz_m, body.visibility, strict=True):
        for rep in counter.see(at, xyz, seen):
            assert rep.end_s <= at <= rep.end_s + 0.5
    assert len(counter.reps) == 3


def test_live_says_whether_one_is_under_way() -> None:
    body, counter = _squats(1), Counter(SQUAT)
    low = []
    for at, xyz, seen in zip(body.times_s.tolist(), body.xyz_m, body.visibility, strict=True):
        counter.see(at, xyz, seen)
        low.append(counter.under_way)
    assert low[int(1.5 * 30)]
    assert not low[10]
    assert not low[-1]


def test_the_better_seen_side_counts_when_the_other_is_guessed_wildly() -> None:
    body = _squats(4)
    xyz, seen = body.xyz_m.copy(), body.visibility.copy()
    rng = np.random.default_rng(2)
    xyz[:, Joint.LEFT_ANKLE] += rng.normal(0, 0.2, (len(xyz), 3)).astype(np.float32)
    seen[:, _LEFT_LEG] = 0.1
    assert len(segment(_with(body, xyz, seen), SQUAT)) == 4


def test_a_moment_without_the_legs_does_not_lose_the_repetition() -> None:
    body = _squats(3)
    xyz = body.xyz_m.copy()
    for start in (40, 120):
        xyz[start : start + 8, Joint.LEFT_KNEE : Joint.RIGHT_TOE + 1] = np.nan
    assert len(segment(_with(body, xyz), SQUAT)) == 3


def test_a_repetition_of_which_a_second_and_a_half_is_missing_is_lost_and_no_other() -> None:
    body = _squats(3)
    xyz = body.xyz_m.copy()
    xyz[105:150] = np.nan
    assert [round(rep.turn_s, 1) for rep in segment(_with(body, xyz), SQUAT)] == [1.5, 6.5]


def test_who_comes_into_the_picture_in_mid_movement_has_not_repeated() -> None:
    body = _squats(2)
    xyz = body.xyz_m.copy()
    xyz[:30] = np.nan
    assert len(segment(_with(body, xyz), SQUAT)) == 1


def test_a_cut_in_the_middle_of_a_repetition_breaks_it_off() -> None:
    body = _squats(2)
    lying = body.xyz_m @ np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], dtype=np.float32)
    xyz = np.where((np.arange(len(lying)) < 45)[:, None, None], lying, body.xyz_m)
    found = segment(_with(body, xyz), SQUAT)
    assert [round(rep.turn_s, 1) for rep in found] == [4.0]


def test_nobody_has_repeated_nothing() -> None:
    nobody = Motion.of(np.arange(90) / 30, np.full((90, 19, 3), np.nan))
    assert segment(nobody, SQUAT) == []
    assert segment(motion(np.zeros((0, 19, 3))), SQUAT) == []


def test_walking_to_the_bar_is_no_squat() -> None:
    moments = np.arange(0, 6, 1 / 30)
    steps = 25 * np.sin(2 * np.pi * moments)
    xyz = bent(172 - np.maximum(steps, 0)).xyz_m.copy()
    right = bent(172 - np.maximum(-steps, 0)).xyz_m
    xyz[:, [Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE]] = right[:, [Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE]]
    assert segment(motion(xyz), SQUAT) == []


def test_bending_one_knee_to_step_forward_is_no_lunge() -> None:
    moments = np.arange(0, 6, 1 / 30)
    steps = bent(172 - 60 * np.maximum(np.sin(np.pi * moments), 0), side="left")
    both = bent(172 - 80 * np.maximum(np.sin(np.pi * moments), 0))
    assert segment(steps, EXERCISES["lunge"]) == []
    assert len(segment(both, EXERCISES["lunge"])) == 3


def test_knees_drawn_up_in_turn_are_counted_once_for_both() -> None:
    moments = np.arange(0, 8, 1 / 30)
    xyz = np.repeat(standing()[None], len(moments), axis=0)
    for side, shift in (("LEFT", 0.0), ("RIGHT", 0.5)):
        lift = np.radians(80) * np.sin(np.pi * (moments + shift)) ** 8
        hip = xyz[:, Joint[f"{side}_HIP"]]
        for joint, length in (("KNEE", 0.42), ("ANKLE", 0.84)):
            ray = np.stack([0 * lift, -np.cos(lift), np.sin(lift)], axis=1)
            xyz[:, Joint[f"{side}_{joint}"]] = hip + length * ray
    found = segment(motion(xyz), EXERCISES["mountain_climber"])
    assert len(found) in {7, 8}


@pytest.mark.parametrize("side", ["both", "left"])
def test_an_exercise_nobody_named_is_counted_by_what_moves(side: str) -> None:
    assert len(segment(_noisy(_squats(5, side=side), 1), EXERCISES["other"])) == 5
