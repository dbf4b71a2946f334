"""Export to LiteRT: built-in operators only, and the scores that Keras gives."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from lab.form.small import reps
from spotter.form import served
from spotter.form.exercises import EXERCISES
from spotter.kit.errors import BadInput
from spotter.lab.form.export.check import check
from spotter.lab.form.export.convert import Kind, NotBuiltIn, convert
from spotter.lab.form.models import ClipScorer, ConvBiLstm, Tcn, build

REPS = reps(range(4), each=2)
SMALL = {
    "tcn": Tcn(filters=(8, 8), kernels=(5, 3), dense=8),
    "bilstm": ConvBiLstm(filters=8, units=4, dense=8),
    "clip": ClipScorer(units=(4,), heads=1, key=4, dense=8, frames=90),
}


@pytest.fixture(scope="module")
def network() -> keras.Model:
    keras.utils.set_random_seed(3)
    return build(SMALL["tcn"])


@pytest.fixture(scope="module")
def served_file(network: keras.Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served") / "some.tflite"
    path.write_bytes(convert(network, Kind.FLOAT16, REPS))
    return path


@pytest.mark.parametrize("kind", Kind)
def test_a_converted_network_gives_the_scores_of_keras(network: keras.Model, kind: Kind) -> None:
    found = check(network, convert(network, kind, REPS), kind, REPS, turns=10)
    assert found.passed
    assert found.mean_apart < {Kind.FLOAT32: 1e-3, Kind.FLOAT16: 0.1}.get(kind, 3)


def test_eight_bits_hold_what_was_learned_and_leave_the_formulas_alone(
    network: keras.Model,
) -> None:
    file = Interpreter(model_content=convert(network, Kind.INT8, REPS))
    kinds = {one["name"]: one["dtype"] for one in file.get_tensor_details()}
    fixed = [name for name in kinds if "formulas" in name]
    learned = [name for name in kinds if "conv_0" in name or "dense" in name]
    assert np.mean([kinds[name] == np.float32 for name in fixed]) > 0.8
    assert any(kinds[name] == np.int8 for name in learned)
    assert not any(kinds[name] == np.int8 for name in fixed if "xp" in name or "og" in name)


@pytest.mark.parametrize("name", ["bilstm", "clip"])
def test_a_recurrent_network_needs_no_operators_of_tensorflow(name: str) -> None:
    # In full precision: random weights can make much of what half precision rounds away.
    keras.utils.set_random_seed(4)
    model = build(SMALL[name])
    data = convert(model, Kind.FLOAT32, REPS)
    assert check(model, data, Kind.FLOAT32, REPS, turns=1).passed


def test_a_network_that_only_tensorflow_can_run_is_refused() -> None:
    angles = keras.Input((90, 18), name="angles")
    only = keras.layers.Lambda(keras.ops.erfinv)(angles)
    with pytest.raises(NotBuiltIn, match="Erfinv"):
        convert(keras.Model(angles, only), Kind.FLOAT32, REPS)


def test_serving_gives_what_keras_gives(network: keras.Model, served_file: Path) -> None:
    which = list(EXERCISES.values())[int(REPS.exercise[0])]
    found = served.RepScorer(served_file).score(REPS.input[0], which)
    theirs = np.asarray(network([REPS.input[:1], REPS.exercise[:1]]))[0] * 100
    assert np.allclose(found, theirs, atol=0.2)


def test_serving_refuses_what_is_no_repetition(served_file: Path) -> None:
    scorer = served.RepScorer(served_file)
    for bad in (REPS.input[0][:50], np.full((90, 18), np.nan, np.float32)):
        with pytest.raises(BadInput, match="finite numbers"):
            scorer.score(bad, EXERCISES["squat"])


def test_serving_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    with pytest.raises(served.NoModel, match="spotter lab form export"):
        served.RepScorer(tmp_path / "nothing.tflite")
    (tmp_path / "text.tflite").write_text("no network")
    with pytest.raises(served.NotAScorer):
        served.RepScorer(tmp_path / "text.tflite")
    angles = keras.Input((90, 18), name="angles")
    model = keras.Model(angles, keras.layers.GlobalAveragePooling1D()(angles))
    (tmp_path / "other.tflite").write_bytes(convert(model, Kind.FLOAT16, REPS))
    with pytest.raises(served.NotAScorer, match="none that scores"):
        served.RepScorer(tmp_path / "other.tflite")
