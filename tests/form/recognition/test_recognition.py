"""Which exercise it is, told of made-up people who were never learned from."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from spotter.form.exercises import EXERCISES
from spotter.form.motion import Doubles, Motion, mirrored
from spotter.form.recognition.recogniser import (
    fitted,
    load,
    recognise,
    save,
    shipped,
    windows,
)
from spotter.form.recognition.traits import NAMES, body_heights, traits
from spotter.lab.form.recognition import accuracy, movements
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
    true = body_heights(done.xyz[0]).T
    return motion, np.stack([np.interp(motion.times_s, moments, each) for each in true], axis=1)


def test_every_exercise_of_made_up_people_not_learned_from_is_told() -> None:
    names, table = movements(block=555, count=5)
    assert accuracy(shipped(), names, table) > 0.95
    assert set(Counter(names)) == set(EXERCISES)


def test_a_mirrored_movement_has_the_same_traits() -> None:
    motion, heights = filmed_once("lunge")
    np.testing.assert_allclose(
        traits(mirrored(motion), heights), traits(motion, heights), atol=1e-3
    )


def test_a_taller_person_has_the_same_traits() -> None:
    motion, heights = filmed_once("squat")
    taller = Motion(motion.times_s, motion.xyz_m * np.float32(1.3), motion.visibility)
    np.testing.assert_allclose(traits(taller, heights), traits(motion, heights), atol=1e-2)


def test_hands_that_stay_tell_a_pull_up_from_an_overhead_press() -> None:
    for name in ("pull_up", "overhead_press"):
        motion, heights = filmed_once(name)
        assert recognise(motion, heights).exercise == name


def test_legs_out_of_the_picture_are_left_out_and_not_guessed() -> None:
    motion, heights = filmed_once("bicep_curl")
    seen = motion.visibility.copy()
    seen[:, 11:] = 0.1
    hidden = Motion(motion.times_s, motion.xyz_m, seen)
    found = traits(hidden, heights)
    assert np.isnan(found[NAMES.index("knee, low")])
    assert np.isnan(found[NAMES.index("ankle travels")])
    assert recognise(hidden, heights).exercise == "bicep_curl"


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
    names = ["a", "b"] * 40
    table = rng.normal(size=(80, 3)) + np.array([[0, 0, 0], [3, 0, 0]] * 40)
    made = fitted(names, table, shrink=0.1)
    save(made, tmp_path / "kept.npz")
    again = load(tmp_path / "kept.npz")
    assert again.exercises == ("a", "b")
    unknown = np.array([2.9, np.nan, 0.0])
    np.testing.assert_allclose(again.shares(unknown), made.shares(unknown), rtol=1e-4)
    assert again.shares(unknown)[1] > 0.9
