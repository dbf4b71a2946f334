"""Which exercise it is, or none of ours, told of made-up people who were never learned from."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from spotter.form.exercises import EXERCISES
from spotter.form.motion import Doubles, Motion, mirrored
from spotter.form.recognition.heights import body_heights, in_picture, picture_heights, trusted
from spotter.form.recognition.recogniser import (
    OTHER,
    Recogniser,
    load,
    recognise,
    save,
    shipped,
    windows,
)
from spotter.form.recognition.traits import NAMES, traits
from spotter.form.skeleton import LANDMARKS, Joint
from spotter.lab.form.recognition.films import ours, strangers
from spotter.lab.form.recognition.fitting import accepted, accuracy
from spotter.lab.form.synthetic.camera import AT_HOME, filmed, placed
from spotter.lab.form.synthetic.people import people
from spotter.lab.form.synthetic.performance import perform
from spotter.lab.form.synthetic.quality import drawn


@cache
def filmed_once(name: str) -> tuple[Motion, Doubles]:
    """One repetition of a made-up athlete, and how high its parts are."""
    exercise, rng = EXERCISES[name], np.random.default_rng(5)
    athlete = people(99, 77).of(np.array([3]))
    done = perform(exercise, athlete, drawn(exercise, athlete.pace, rng), rng)
    seconds = float(done.seconds[0])
    motion = filmed(placed(AT_HOME, False, rng), done.xyz[0], seconds, rng)
    moments = np.linspace(0, seconds, len(done.xyz[0]))
    high = done.xyz[0, :, :, 1].T
    y = np.stack([np.interp(motion.times_s, moments, each) for each in high], axis=1)
    return motion, body_heights(y, np.ones(y.shape))


def unseen(motion: Motion, joints: list[Joint]) -> Motion:
    seen = motion.visibility.copy()
    seen[:, joints] = 0.1
    return Motion(motion.times_s, motion.xyz_m, seen)


def test_exercises_of_made_up_people_not_learned_from_are_told_though_seen_in_part() -> None:
    names, _, table = ours(block=555, count=3, each=1)
    assert accuracy(shipped(), names, table) > 0.8
    assert set(Counter(names)) == set(EXERCISES)


def test_movements_that_are_none_of_ours_are_taken_for_none_of_ours() -> None:
    kinds = ("dip", "walking", "standing", "lateral_raise", "row", "calf_raise", "boxing")
    names, _, table = strangers(block=555, count=5, kinds=kinds)
    assert set(names) == {OTHER}
    assert accepted(shipped(), table, 0.5) < 0.2


def test_a_mirrored_movement_has_the_same_traits() -> None:
    motion, heights = filmed_once("lunge")
    np.testing.assert_allclose(
        traits(mirrored(motion), heights), traits(motion, heights), atol=1e-3
    )


def test_a_taller_person_has_the_same_traits() -> None:
    motion, heights = filmed_once("squat")
    taller = Motion(motion.times_s, motion.xyz_m * np.float32(1.3), motion.visibility)
    np.testing.assert_allclose(traits(taller, 1.3 * heights), traits(motion, heights), atol=1e-2)


def test_hands_that_stay_tell_a_pull_up_from_an_overhead_press() -> None:
    for name in ("pull_up", "overhead_press"):
        motion, heights = filmed_once(name)
        assert recognise(motion, heights).exercise == name


def test_legs_out_of_the_picture_are_left_out_and_not_guessed() -> None:
    motion, heights = filmed_once("bicep_curl")
    hidden = unseen(motion, [joint for joint in Joint if joint >= Joint.LEFT_KNEE])
    heights = heights.copy()
    heights[:, [0, 2]] = np.nan
    found = traits(hidden, heights)
    assert np.isnan(found[NAMES.index("knee, low")])
    assert np.isnan(found[NAMES.index("ankle travels, least")])
    assert recognise(hidden, heights).exercise == "bicep_curl"


def test_legs_that_a_network_sees_for_a_moment_where_none_are_say_nothing() -> None:
    motion, heights = filmed_once("pull_up")
    legs = [joint for joint in Joint if joint >= Joint.LEFT_KNEE]
    hidden, moment = unseen(motion, legs), slice(0, len(motion) * 3 // 10)
    xyz, seen = hidden.xyz_m.copy(), hidden.visibility.copy()
    seen[moment] = 0.9
    # As if the thighs stood up from the hips, as those of who lies on the back.
    xyz[moment, legs] = xyz[moment, legs] * np.array([1, -1, 1], dtype=np.float32)
    heights = heights.copy()
    heights[:, [0, 2]] = np.nan
    misread = Motion(motion.times_s, xyz, seen)
    assert np.isnan(traits(misread, heights)[NAMES.index("thigh tilt, low")])
    assert recognise(misread, heights).exercise == "pull_up"


def test_hips_without_a_knee_are_not_believed() -> None:
    seen = np.full((1, len(Joint)), 0.9)
    seen[0, [Joint.LEFT_KNEE, Joint.RIGHT_KNEE]] = 0.2
    found = trusted(seen)
    assert found[0, Joint.LEFT_HIP] == found[0, Joint.PELVIS] == 0
    assert found[0, Joint.LEFT_SHOULDER] == pytest.approx(0.9)


def test_what_lies_outside_the_picture_does_not_count_as_seen() -> None:
    motion, _ = filmed_once("squat")
    image = np.full((len(motion), len(LANDMARKS), 3), 0.5, dtype=np.float32)
    image[:, LANDMARKS.index("left_wrist"), 1] = 1.2
    image[:, LANDMARKS.index("right_hip"), 0] = -0.1
    seen = in_picture(motion, image).visibility
    assert not seen[:, [Joint.LEFT_WRIST, Joint.RIGHT_HIP, Joint.PELVIS]].any()
    np.testing.assert_array_equal(seen[:, Joint.LEFT_HIP], motion.visibility[:, Joint.LEFT_HIP])


def test_heights_in_the_picture_are_metres_whatever_its_size() -> None:
    motion, _ = filmed_once("overhead_press")
    motion = Motion(motion.times_s, motion.xyz_m, np.ones_like(motion.visibility))
    for size in (0.2, 0.1):
        image = np.full((len(motion), len(LANDMARKS), 3), 0.5, dtype=np.float32)
        for joint in Joint:
            if joint not in {Joint.NECK, Joint.PELVIS}:
                landmark = LANDMARKS.index(joint.name.lower().replace("_toe", "_foot_index"))
                image[:, landmark, 0] = 0.5 + size * motion.xyz_m[:, joint, 0]
                image[:, landmark, 1] = 0.5 - size * motion.xyz_m[:, joint, 1]
        found = picture_heights(motion, image, aspect=1.0)[:, 1]
        wrists = motion.xyz_m[:, [Joint.LEFT_WRIST, Joint.RIGHT_WRIST], 1]
        np.testing.assert_allclose(found - found[0], wrists - wrists[0], atol=0.02)


def test_nobody_is_every_exercise_alike() -> None:
    times = np.arange(90) / 30
    nobody = Motion(times, np.full((90, 19, 3), np.nan, np.float32), np.zeros((90, 19), np.float32))
    assert windows(nobody) == []
    assert recognise(nobody).confidence == pytest.approx(1 / len(EXERCISES))


def test_shares_add_up_to_one() -> None:
    found = recognise(*filmed_once("deadlift"))
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.confidence == max(found.shares.values())


def test_what_is_kept_recognises_as_before(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    made = Recogniser(
        ("a", "b"), np.zeros(3), np.ones(3), rng.normal(size=(7, 5)), rng.normal(size=(6, 2))
    )
    save(made, tmp_path / "kept.npz")
    again = load(tmp_path / "kept.npz")
    assert again.exercises == ("a", "b")
    for found in (np.array([2.9, np.nan, 0.0]), np.array([np.nan, 1.0, -1.0])):
        np.testing.assert_allclose(again.shares(found), made.shares(found), rtol=1e-4)


def test_nothing_known_makes_no_answer_likelier() -> None:
    assert np.ptp(shipped().shares(np.full(len(NAMES), np.nan))) == 0
