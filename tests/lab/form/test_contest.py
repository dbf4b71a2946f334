"""Rules, networks and blends on the same films; the benchmark of people held out."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from spotter.form.exercises import EXERCISES
from spotter.form.scores import DIMENSIONS
from spotter.lab.form.benchmarks import synthetic
from spotter.lab.form.evaluation.blend import BEST, JUDGED
from spotter.lab.form.evaluation.contest import contest, markdown, write
from spotter.lab.form.evaluation.predictions import read
from spotter.lab.form.export.convert import Kind, convert
from spotter.lab.form.models import Tcn, build
from spotter.lab.form.synthetic import block
from spotter.lab.form.synthetic.camera import IDEAL


@pytest.fixture(autouse=True, scope="module")
def _few() -> object:
    """Let two people do one exercise: enough to go every way once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block, "BLOCK", 2)
        yield


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("network") / "untrained.tflite"
    keras.utils.set_random_seed(1)
    model = build(Tcn(filters=(8,), kernels=(5,), dense=8))
    path.write_bytes(convert(model, Kind.FLOAT32, block.made(1, 0, ("squat",), IDEAL)))
    return path


def test_rules_see_the_films_that_the_network_sees_and_know_what_they_see() -> None:
    reps, rules = block.ruled(5, 0, ("squat", "plank"), IDEAL)
    again = block.made(5, 0, ("squat", "plank"), IDEAL)
    assert np.array_equal(reps.input, again.input)
    assert np.nanmean(np.abs(rules[:, 0] - reps.scores[:, 0])) < 5


def test_a_contest_has_a_row_for_each_contender_and_keeps_what_each_said(
    network: Path, tmp_path: Path
) -> None:
    result = contest([network], blocks=1, noise=1.0)
    names = list(result.agreements)
    assert names == ["rule", "model", "hybrid 30% rule", BEST, JUDGED]
    assert markdown(result).count("| hybrid") == 2
    assert list(next(iter(result.shares.values()))) == list(DIMENSIONS)
    write(result, tmp_path)
    kept = read(tmp_path / "predictions-1.csv")
    assert np.allclose(kept.predicted, result.predictions["model"].predicted, atol=1e-3)


def test_an_untrained_network_misses_the_goals_of_the_benchmark(network: Path) -> None:
    report = synthetic.run(network, seeds=1, tell=lambda _: None)
    assert not report.reached
    assert len(report.rows) == 6 + len(synthetic.WORSE)
    assert len(report.predictions) == 2 * 5 * len(EXERCISES)
