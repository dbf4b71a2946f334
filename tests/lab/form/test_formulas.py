"""What a network is given of the formulas, beside what the formulas say."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from spotter.form.exercises import EXERCISES, Sides
from spotter.form.scores import DIMENSIONS, STEPS, scores_of, slow
from spotter.lab.form.models import Tcn, build, opened
from spotter.lab.form.models.formulas import Formulas
from spotter.lab.form.models.tables import percentiles, unsteadiness, waves
from spotter.lab.form.reps import Reps
from spotter.lab.form.synthetic.block import made
from spotter.lab.form.synthetic.camera import IDEAL

Floats = NDArray[np.float32]
NAMES = ("squat", "plank", "lunge", "other")


@cache
def clear() -> Reps:
    """Return repetitions of four kinds of exercise, seen perfectly."""
    return made(6, 0, NAMES, IDEAL)


@cache
def told() -> Floats:
    """Return the four rules' points (N, 4) as the layer tells them."""
    features, _ = Formulas(STEPS)((clear().input, clear().exercise.astype(np.int32)))
    return np.clip(np.asarray(features)[:, :4], 0, 1) * 100


@pytest.mark.parametrize(
    ("name", "points"), [("depth", 2.5), ("stability", 9.0), ("symmetry", 1.5), ("tempo", 6.0)]
)
def test_seen_perfectly_a_rule_is_nearly_the_score(name: str, points: float) -> None:
    column = DIMENSIONS.index(name)
    true = clear().scores[:, column]
    error = np.abs(told()[:, column] - true).mean()
    assert error < points
    assert error < 0.7 * np.abs(true - np.median(true)).mean()


def test_the_rules_are_those_of_the_formulas_wherever_reading_changes_nothing() -> None:
    number, one = EXERCISES["squat"].number, EXERCISES["squat"]
    rows = clear().exercise == number
    angles = clear().input[rows, :, :9].astype(np.float64) * 180
    shares = np.zeros(angles.shape[:2])
    asked = scores_of(angles, shares, np.full(len(angles), 3.0), one)
    for name in ("depth", "symmetry"):
        column = DIMENSIONS.index(name)
        assert np.allclose(told()[rows, column], asked[:, column], atol=0.1)


def test_sides_that_work_in_turn_are_compared_at_their_turns() -> None:
    turn = [one for one in EXERCISES.values() if one.sides is Sides.IN_TURN]
    assert EXERCISES["lunge"] in turn
    rows = clear().exercise == EXERCISES["lunge"].number
    column = DIMENSIONS.index("symmetry")
    # The legs of a lunge differ all the time; compared moment by moment little would be left.
    assert told()[rows, column].mean() > clear().scores[rows, column].mean() - 5


def test_nothing_slow_is_left_in_what_is_fast() -> None:
    fast, whose = unsteadiness(STEPS)
    moments = np.linspace(0, np.pi, STEPS, endpoint=False) + np.pi / STEPS / 2
    for one in EXERCISES.values():
        matrix = fast[whose[one.number]]
        assert np.abs(matrix @ np.cos(2 * one.cycles * moments)).max() < 1e-3
        quick = np.cos((2 * one.cycles + 10) * moments)
        assert np.linalg.norm(matrix @ quick) > 0.5 * np.linalg.norm(quick)


def test_waves_keep_the_energy() -> None:
    speeds = np.random.default_rng(1).standard_normal(STEPS)
    assert np.sum((waves(STEPS) @ speeds) ** 2) == pytest.approx(np.sum(speeds**2), rel=1e-4)


def test_percentiles_of_sorted_values_are_those_of_numpy() -> None:
    values = np.random.default_rng(2).standard_normal(STEPS)
    read = np.sort(values)[::-1] @ percentiles(STEPS, (2.0, 50.0, 98.0))
    assert np.allclose(read, np.percentile(values, [2, 50, 98]), atol=1e-5)


def test_a_projection_on_slow_waves_done_twice_is_that_done_once() -> None:
    once = slow(4)
    assert np.allclose(once @ once, once, atol=1e-5)


@pytest.mark.parametrize("value", [0.0, 50.0, -50.0])
def test_features_are_numbers_whatever_comes_in(value: float) -> None:
    still = np.full((1, STEPS, 18), value, np.float32)
    features, logits = Formulas(STEPS)((still, np.zeros(1, np.int32)))
    assert np.isfinite(np.asarray(features)).all()
    assert np.isfinite(np.asarray(logits)).all()


def test_a_network_without_formulas_has_fewer_weights_and_the_same_outputs() -> None:
    tiny = Tcn(filters=(8,), kernels=(5,), dense=8)
    plain = Tcn(filters=(8,), kernels=(5,), dense=8, formulas=False)
    models = [build(one) for one in (tiny, plain)]
    assert models[0].count_params() > models[1].count_params()
    assert models[0].output_shape == models[1].output_shape == (None, len(DIMENSIONS))


def test_a_saved_network_scores_as_before(tmp_path_factory: pytest.TempPathFactory) -> None:
    model = build(Tcn(filters=(8,), kernels=(5,), dense=8))
    path = tmp_path_factory.mktemp("saved") / "some.keras"
    model.save(path)
    inputs = [clear().input[:3], clear().exercise[:3].astype(np.int32)]
    again = opened(path)
    assert np.allclose(np.asarray(model(inputs)), np.asarray(again(inputs)), atol=1e-6)
