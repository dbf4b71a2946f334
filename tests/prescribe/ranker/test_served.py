from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from spotter.kit.errors import BadInput
from spotter.prescribe.rank import RuleRanker
from spotter.prescribe.ranker import standing
from spotter.prescribe.ranker.features import FEATURES, Rows
from spotter.prescribe.ranker.learned import HybridRanker
from spotter.prescribe.ranker.served import WIDTH, NoRanker, NotARanker, PlanRanker, shipped

MOST_BYTES = 500_000


@pytest.fixture(scope="module")
def network() -> PlanRanker:
    return PlanRanker(shipped())


def some(many: int) -> Rows:
    return np.random.default_rng(1).random((many, len(FEATURES)), dtype=np.float32)


def test_what_is_shipped_is_small_enough() -> None:
    assert shipped().stat().st_size <= MOST_BYTES


@pytest.mark.parametrize("many", [0, 1, 12, 30, 70])
def test_any_number_of_candidates_is_foreseen(network: PlanRanker, many: int) -> None:
    told = network.foresee(some(many))
    assert told.worth.shape == (many,)
    assert told.vector.shape == (many, WIDTH)
    assert np.isfinite(told.worth).all()
    assert ((told.done >= 0) & (told.done <= 1)).all()
    assert (told.progress_sd > 0).all()


def test_a_candidate_is_foreseen_alike_alone_and_among_others(network: PlanRanker) -> None:
    rows = some(40)
    together, alone = network.foresee(rows).worth, network.foresee(rows[35:36]).worth
    assert together[35] == pytest.approx(alone[0], abs=1e-5)


def test_the_same_rows_are_foreseen_the_same(network: PlanRanker) -> None:
    np.testing.assert_array_equal(network.foresee(some(9)).worth, network.foresee(some(9)).worth)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_number_is_refused(network: PlanRanker, bad: float) -> None:
    rows = some(3)
    rows[1, 1] = bad
    with pytest.raises(BadInput):
        network.foresee(rows)


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(NoRanker, match="make train"):
        PlanRanker(tmp_path / "none.tflite")


def test_a_network_of_other_features_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan_ranker.tflite"
    shutil.copy(shipped(), path)
    about = json.loads(shipped().with_suffix(".json").read_text(encoding="utf-8"))
    about["features"][0] = "something_else"
    path.with_suffix(".json").write_text(json.dumps(about), encoding="utf-8")
    with pytest.raises(NotARanker, match="make train"):
        PlanRanker(path)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan_ranker.tflite"
    path.write_bytes(b"no network")
    shutil.copy(shipped().with_suffix(".json"), path.with_suffix(".json"))
    with pytest.raises(NotARanker):
        PlanRanker(path)


def test_the_setting_decides_who_ranks() -> None:
    assert isinstance(standing.ranker("rules"), RuleRanker)
    assert isinstance(standing.ranker("hybrid"), HybridRanker)


def test_without_its_file_the_rules_rank_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def none() -> Path:
        raise NoRanker("There is none.")

    monkeypatch.setattr(standing, "shipped", none)
    standing.ranker.cache_clear()
    try:
        assert isinstance(standing.ranker("hybrid"), RuleRanker)
    finally:
        standing.ranker.cache_clear()
    assert "the rules alone" in caplog.text
