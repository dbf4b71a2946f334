"""Variations of repetitions: what they change, and that the scores stay right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng

from spotter.form.angles import ANGLES
from spotter.form.exercises import EXERCISES
from spotter.form.scores import DIMENSIONS, STEPS, scores_of
from spotter.lab.form import augment
from spotter.lab.form.reps import Reps

SQUAT, PLANK = EXERCISES["squat"], EXERCISES["plank"]
SEEDS = st.integers(0, 10_000)
NINE = len(ANGLES)
STEPS_ALL = {
    "mirror": augment.mirror,
    "noise": augment.noise(2.0),
    "view": augment.view(6.0),
    "dropout": augment.dropout(0.5),
    "time_warp": augment.time_warp(0.7, 1.4),
    "amplitude": augment.amplitude(0.6),
    "at_home": augment.AT_HOME,
}
KEEP_SCORES = ("mirror", "noise", "view", "dropout")


def _truth(angles: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    return scores_of(angles, np.zeros(angles.shape[:2]), seconds, SQUAT)


def _squats(seed: int, count: int = 6) -> tuple[Reps, np.ndarray, np.ndarray]:
    """Return uneven, shaky squats with their angles (degrees) and seconds."""
    rng = default_rng(seed)
    progress = np.linspace(0, 1, STEPS)
    way = (1 - np.cos(2 * np.pi * progress)) / 2
    rom = rng.uniform(40, 85, (count, 1, NINE))
    angles = 165 - rom * way[None, :, None]
    angles += rng.uniform(0.2, 0.6) * np.sin(2 * np.pi * 9 * progress)[None, :, None]
    seconds = rng.uniform(0.45, 0.9, count)
    speeds = np.gradient(angles, axis=1) * ((STEPS - 1) / seconds)[:, None, None]
    reps = Reps(
        input=np.concatenate([angles / 180, speeds / 360], axis=2).astype(np.float32),
        scores=_truth(angles, seconds),
        exercise=np.full(count, SQUAT.number),
        person=np.arange(count),
        fault=np.zeros((count, 14), dtype=bool),
    )
    return reps, angles, seconds


@pytest.mark.parametrize("name", STEPS_ALL)
def test_a_step_leaves_what_it_was_given_alone(name: str) -> None:
    reps, _, _ = _squats(1)
    before = reps.input.copy(), reps.scores.copy()
    STEPS_ALL[name](reps, default_rng(1))
    assert np.array_equal(reps.input, before[0])
    assert np.array_equal(reps.scores, before[1])


@pytest.mark.parametrize("name", STEPS_ALL)
@given(seed=SEEDS)
@settings(max_examples=15, deadline=None)
def test_what_comes_out_is_still_an_input_with_scores(name: str, seed: int) -> None:
    reps, _, _ = _squats(seed)
    done = STEPS_ALL[name](reps, default_rng(seed))
    assert done.input.shape == reps.input.shape
    assert done.input.dtype == done.scores.dtype == np.float32
    assert np.isfinite(done.input).all()
    known = done.scores[np.isfinite(done.scores)]
    assert ((known >= 0) & (known <= 100)).all()


@pytest.mark.parametrize("name", KEEP_SCORES)
def test_how_a_repetition_is_seen_changes_no_score(name: str) -> None:
    reps, _, _ = _squats(2)
    assert np.array_equal(STEPS_ALL[name](reps, default_rng(2)).scores, reps.scores)


def test_a_mirror_swaps_left_and_right_and_twice_is_nothing() -> None:
    reps, _, _ = _squats(3)
    once = augment.mirror(reps, default_rng(0))
    for number, name in enumerate(ANGLES):
        other = ANGLES.index(
            name.replace("left", "?").replace("right", "left").replace("?", "right")
        )
        for offset in (0, NINE):
            assert np.array_equal(
                once.input[:, :, offset + number], reps.input[:, :, offset + other]
            )
    assert np.array_equal(augment.mirror(once, default_rng(0)).input, reps.input)


@given(degrees=st.floats(0.5, 4))
@settings(max_examples=15, deadline=None)
def test_noise_is_as_large_as_asked_and_without_bias(degrees: float) -> None:
    reps, _, _ = _squats(4, count=60)
    off = (augment.noise(degrees)(reps, default_rng(4)).input - reps.input)[:, :, :NINE] * 180
    assert off.std() == pytest.approx(degrees, rel=0.1)
    assert abs(off.mean()) < 0.1 * degrees


def test_speeds_err_as_the_angles_do() -> None:
    reps, _, seconds = _squats(5)
    done = augment.noise(2.0)(reps, default_rng(5))
    off = (done.input - reps.input).astype(float)
    slopes = np.gradient(off[:, :, :NINE] * 180, axis=1) * ((STEPS - 1) / seconds)[:, None, None]
    assert np.corrcoef(slopes.ravel(), off[:, :, NINE:].ravel())[0, 1] > 0.99
    assert (off[:, :, NINE:] * 360).std() == pytest.approx(slopes.std(), rel=0.05)


def test_lost_angles_are_bridged_by_straight_lines() -> None:
    reps, _, _ = _squats(6)
    done = augment.dropout(1.0)(reps, default_rng(6))
    bend = np.abs(np.diff(done.input[:, :, :NINE].astype(float), n=2, axis=1))
    assert ((bend < 1e-6).sum(axis=1) >= 1).all()
    assert np.array_equal(done.input[:, [0, -1]], reps.input[:, [0, -1]])
    assert np.array_equal(augment.dropout(0.0)(reps, default_rng(6)).input, reps.input)


def test_a_tilted_camera_misreads_the_trunk_and_one_side_only() -> None:
    reps, _, _ = _squats(7)
    off = augment.view(6.0)(reps, default_rng(7)).input - reps.input
    moved = np.abs(off[:, 0, :NINE]) > 1e-6
    assert moved[:, ANGLES.index("spine")].all()
    sides = moved[:, [0, 2, 4, 6]].any(axis=1), moved[:, [1, 3, 5, 7]].any(axis=1)
    assert (sides[0] ^ sides[1]).all()
    assert np.abs(off[:, :, NINE:]).max() < 1e-6


def _agree(found: np.ndarray, true: np.ndarray, within: float) -> None:
    known = np.isfinite(found)
    assert known.any()
    assert np.abs(found - true)[known].max() < within


@given(seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_scores_after_a_time_warp_are_those_of_the_formulas(seed: int) -> None:
    reps, angles, seconds = _squats(seed)
    done = augment.time_warp(0.7, 1.4)(reps, default_rng(seed))
    longer = (reps.input[:, :, NINE:].std(axis=(1, 2))) / done.input[:, :, NINE:].std(axis=(1, 2))
    _agree(done.scores, _truth(angles, seconds * longer), 0.2)


@given(seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_scores_after_a_smaller_amplitude_are_those_of_the_formulas(seed: int) -> None:
    reps, _, seconds = _squats(seed)
    done = augment.amplitude(0.6)(reps, default_rng(seed))
    _agree(done.scores, _truth(done.input[:, :, :NINE] * 180.0, seconds), 0.2)


def test_a_hold_has_no_amplitude() -> None:
    reps, _, _ = _squats(8)
    holds = replace(reps, exercise=np.full(len(reps), PLANK.number))
    done = augment.amplitude(0.6)(holds, default_rng(8))
    assert np.array_equal(done.input, holds.input)


@pytest.mark.parametrize(
    ("before", "faster", "after"),
    [(100, 0.5, 100), (100, 1.5, np.nan), (0, 1.5, 0), (0, 0.5, np.nan), (50, 1.0, 50)],
)
def test_beyond_the_end_of_a_scale_nobody_knows_how_far(
    before: float, faster: float, after: float
) -> None:
    reps, _, _ = _squats(9, count=1)
    tempo = DIMENSIONS.index("tempo")
    reps.scores[:, tempo] = before
    step: Callable[..., Reps] = augment.time_warp(1 / faster, 1 / faster)
    assert step(reps, default_rng(9)).scores[0, tempo] == pytest.approx(after, nan_ok=True)


def test_sometimes_is_to_some() -> None:
    reps, _, _ = _squats(10, count=400)
    done = augment.sometimes(augment.mirror, 0.3)(reps, default_rng(10))
    changed = (done.input != reps.input).any(axis=(1, 2))
    assert changed.mean() == pytest.approx(0.3, abs=0.08)


def test_the_same_chance_gives_the_same_variation() -> None:
    reps, _, _ = _squats(11)
    first, second = (augment.AT_HOME(reps, default_rng(5)) for _ in range(2))
    assert np.array_equal(first.input, second.input)
