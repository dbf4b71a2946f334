"""The loss counts what the benchmark counts, and what is served is what was trained."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import keras
import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from prescribe.people import inputs
from spotter.lab.prescribe.simulation.days import seen
from spotter.lab.prescribe.simulation.outcome import best
from spotter.lab.prescribe.training.calibrate import Calibration
from spotter.lab.prescribe.training.export import calibrated, convert, ship
from spotter.lab.prescribe.training.network import best_of, build, inversions, wrong
from spotter.prescribe.candidate import Candidate
from spotter.prescribe.decide import decide, offered
from spotter.prescribe.inputs import observed
from spotter.prescribe.rank import RuleRanker, Scored, View
from spotter.prescribe.ranker.features import FEATURES, Rows
from spotter.prescribe.ranker.served import OUTCOMES, PlanRanker


def day(many: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    return chance.normal(size=many).astype("float32"), chance.normal(size=many).astype("float32")


def filled(values: np.ndarray, many: int = 12) -> np.ndarray:
    return np.pad(values, (0, many - len(values)))


@pytest.mark.parametrize("many", [4, 7, 12])
def test_the_best_in_the_loss_are_the_best_of_the_label(many: int) -> None:
    _, worth = day(many, many)
    mask = filled(np.ones(many, "float32"))
    found = keras.ops.convert_to_numpy(best_of(filled(worth)[None], mask[None]))[0]
    assert found[:many].astype(bool).tolist() == best(worth.astype(np.float64)).tolist()
    assert not found[many:].any()


def test_inversions_are_one_less_the_mean_area_of_the_days() -> None:
    days = [day(many, many) for many in (5, 9, 12)]
    areas = [roc_auc_score(best(worth.astype(np.float64)), lead) for lead, worth in days]
    lead, worth = (np.stack([filled(one[place]) for one in days]) for place in (0, 1))
    mask = np.stack([filled(np.ones(len(one[0]), "float32")) for one in days])
    assert float(inversions(lead, best_of(worth, mask), mask, wrong)) == pytest.approx(
        1 - np.mean(areas)
    )


def test_what_is_served_is_what_keras_says(tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    rows = chance.normal(size=(40, len(FEATURES))).astype("float32")
    network = build(rows)
    by = Calibration(1.3, 0.8, 1.1, 0.9)
    content = convert(network, by)
    path = tmp_path / "net.tflite"
    ship(content, {"sha256": hashlib.sha256(content).hexdigest()}, path)
    told = keras.ops.convert_to_numpy(calibrated(network, by)(rows))
    served = PlanRanker(path).foresee(rows)
    for place, name in enumerate(OUTCOMES):
        np.testing.assert_allclose(getattr(served, name), told[:, place], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(served.vector, told[:, len(OUTCOMES) :], rtol=1e-3, atol=1e-4)


@dataclass
class Spy:
    """Keeps the rows of what it is asked to rank."""

    rows: list[Rows] = field(default_factory=list)

    def rank(self, candidates: Sequence[Candidate], view: View) -> tuple[Scored, ...]:
        """Rank as the rules do."""
        assert view.rows is not None
        self.rows.append(view.rows(candidates))
        return RuleRanker().rank(candidates, view)


def test_a_decision_sees_the_features_that_training_saw() -> None:
    given, spy = inputs(), Spy()
    decide(given, ranker=spy)
    np.testing.assert_array_equal(spy.rows[0], seen(offered(given, observed(given))))
