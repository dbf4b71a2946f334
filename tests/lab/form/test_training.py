"""Training: phases, resumption, what is not learned from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from lab.form.small import reps, write
from spotter.kit.errors import BadInput, Conflict
from spotter.lab.form.models import ClipScorer, Tcn
from spotter.lab.form.training.batches import epoch
from spotter.lab.form.training.loop import Material, Plan, train
from spotter.lab.form.training.phases import PHASES, paced_rate
from spotter.lab.form.training.run import BEST, Run, best_of
from spotter.lab.form.training.splits import load, paced

TINY = Tcn(filters=(8,), kernels=(5,), dense=8)
MATERIAL = Material(reps(range(8)), reps(range(8, 12)), reps(range(20, 24)), reps(range(24, 26)))
PLAN = Plan(TINY, PHASES[:1], epochs=3, batch_size=16)


@pytest.fixture(autouse=True, scope="module")
def _eagerly() -> Iterator[None]:
    """Compiling takes longer than these few steps."""
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


class Killed(Exception):
    """Stands for a kill."""


class KilledAt:
    """Watches until an epoch, then ends the process."""

    def __init__(self, at: int) -> None:
        self.at = at

    def batch(self, epoch: str, done: int, of: int, values: Mapping[str, float]) -> None:
        if epoch.startswith(f"phase 1 epoch {self.at}/") and done == 2:
            raise Killed

    def epoch(self, line: Mapping[str, float]) -> None:
        pass


def test_a_run_that_was_killed_ends_as_one_that_was_not(tmp_path: Path) -> None:
    whole = train(PLAN, MATERIAL, Run(tmp_path / "whole", {}))
    with pytest.raises(Killed):
        train(PLAN, MATERIAL, Run(tmp_path / "killed", {}), KilledAt(3))
    resumed = train(PLAN, MATERIAL, Run(tmp_path / "killed", {}))
    lines = [
        json.loads((tmp_path / name / "history.json").read_text()) for name in ("whole", "killed")
    ]
    assert [line["epoch"] for line in lines[1]] == [1, 2, 3]
    assert lines[1][-1]["val_loss"] == pytest.approx(lines[0][-1]["val_loss"], rel=1e-4)
    first, second = (keras.models.load_model(path).get_weights() for path in (whole, resumed))
    assert all(np.allclose(a, b, atol=1e-4) for a, b in zip(first, second, strict=True))


def test_a_run_that_ended_is_not_run_again(tmp_path: Path) -> None:
    train(replace(PLAN, epochs=1), MATERIAL, Run(tmp_path, {}))
    state = (tmp_path / "state.json").read_text()
    train(replace(PLAN, epochs=1), MATERIAL, Run(tmp_path, {}), KilledAt(1))
    assert (tmp_path / "state.json").read_text() == state


def test_a_folder_with_another_run_is_left_as_it_is(tmp_path: Path) -> None:
    Run(tmp_path, {"seed": 1})
    with pytest.raises(Conflict, match="another seed"):
        Run(tmp_path, {"seed": 2})


def test_training_stops_when_the_people_held_out_gain_nothing(tmp_path: Path) -> None:
    nothing = replace(PHASES[0], learning_rate=0.0, frozen=True)
    train(replace(PLAN, phases=(nothing,), epochs=9, patience=1), MATERIAL, Run(tmp_path, {}))
    assert json.loads((tmp_path / "state.json").read_text())["epochs"] == 2


@pytest.fixture(scope="module")
def three_phases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run of all three phases."""
    folder = tmp_path_factory.mktemp("three")
    train(replace(PLAN, phases=PHASES, epochs=2), MATERIAL, Run(folder, {}))
    return folder


def test_the_convolution_stands_still_in_the_second_phase_only(three_phases: Path) -> None:
    one, two, three = (
        keras.models.load_model(three_phases / best_of(phase), compile=False) for phase in (1, 2, 3)
    )

    def moved(before: keras.Model, after: keras.Model) -> set[str]:
        return {
            layer.name
            for layer in before.layers
            if hasattr(layer, "kernel")
            and not np.allclose(layer.kernel, after.get_layer(layer.name).kernel, atol=1e-9)
        }

    assert "logits" in moved(one, two)
    assert not any(name.startswith("conv_") for name in moved(one, two))
    assert any(name.startswith("conv_") for name in moved(two, three))


def test_a_phase_on_real_repetitions_asks_for_them(tmp_path: Path) -> None:
    synthetic = Material(MATERIAL.train, MATERIAL.validation)
    with pytest.raises(BadInput, match="--real"):
        train(replace(PLAN, phases=PHASES), synthetic, Run(tmp_path, {}))


def test_three_phases_end_with_the_best_of_the_last(three_phases: Path) -> None:
    lines = json.loads((three_phases / "history.json").read_text())
    assert [line["phase"] for line in lines] == [1, 1, 2, 2, 3, 3]
    assert (three_phases / BEST).read_bytes() == (three_phases / best_of(3)).read_bytes()


def test_a_score_that_nobody_gave_is_not_learned_from(tmp_path: Path) -> None:
    part = MATERIAL.train
    unknown = replace(part, scores=np.where(np.arange(6) == 2, np.nan, part.scores))
    plan = replace(PLAN, epochs=1)
    best = train(plan, replace(MATERIAL, train=unknown), Run(tmp_path, {}))
    weights = keras.models.load_model(best, compile=False).get_weights()
    assert all(np.isfinite(one).all() for one in weights)


def test_a_clip_scorer_learns_quality_and_type(tmp_path: Path) -> None:
    config = ClipScorer(units=(4,), heads=1, key=4, dense=8, frames=8)
    material = Material(paced(MATERIAL.train, 8), paced(MATERIAL.validation, 8))
    train(replace(PLAN, config=config, epochs=1), material, Run(tmp_path, {}))
    line = json.loads((tmp_path / "history.json").read_text())[-1]
    assert {"loss", "mae", "rmse", "accuracy", "val_mae", "val_accuracy", "rate"} <= set(line)


def test_an_epoch_is_the_same_whenever_it_is_drawn() -> None:
    drawn = [list(epoch(MATERIAL.train, TINY, size=8, seed=(7, 1, 2))) for _ in range(2)]
    assert all(np.array_equal(a[1], b[1]) for a, b in zip(*drawn, strict=True))
    assert sum(len(y) for _, y in drawn[0]) == len(MATERIAL.train)


def test_a_dataset_gives_each_split_its_own_people(tmp_path: Path) -> None:
    folder = write(tmp_path / "data")
    people = [set(load(folder, split).person.tolist()) for split in ("train", "validation", "test")]
    assert [len(one) for one in people] == [16, 2, 2]
    assert len(set.union(*people)) == 20


def test_a_person_in_two_splits_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "data")
    document = json.loads((folder / "dataset.json").read_text())
    document["split"]["test"].append(document["split"]["train"][0])
    (folder / "dataset.json").write_text(json.dumps(document))
    with pytest.raises(BadInput, match="1 people are in train and in test"):
        load(folder, "train")


def test_a_folder_without_a_dataset_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="spotter lab form generate"):
        load(tmp_path, "train")


def test_fewer_frames_keep_the_ends_of_a_repetition() -> None:
    short = paced(MATERIAL.train, 30)
    assert short.input.shape[1:] == (30, 18)
    assert np.allclose(short.input[:, [0, -1]], MATERIAL.train.input[:, [0, -1]])


def test_the_learning_rate_falls_from_what_was_asked_to_nearly_nothing() -> None:
    rates = [paced_rate(1e-3, done) for done in (0, 0.5, 1)]
    assert rates[0] == pytest.approx(1e-3)
    assert rates == sorted(rates, reverse=True)
    assert rates[2] < 1e-4
