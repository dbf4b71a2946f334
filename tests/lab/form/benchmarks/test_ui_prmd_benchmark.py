"""UI-PRMD judged: nothing of the people who are tested reaches the judge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spotter.lab.form.benchmarks.rehab import st_gcn
from spotter.lab.form.benchmarks.rehab.judge import Movement, chosen, losses, trials
from spotter.lab.form.benchmarks.rehab.views import CHOICES, seen
from spotter.lab.form.benchmarks.ui_prmd import fold, run
from spotter.lab.form.datasets.ui_prmd import movements, read


@pytest.fixture
def movement(made_up: Path) -> Movement:
    recordings = read(movements(made_up)["m01"])
    return Movement(
        seen(recordings, seed=0),
        np.array([each.correct for each in recordings]),
        np.array([fold(each) for each in recordings]),
        np.ones(len(recordings), bool),
    )


@pytest.mark.usefixtures("few_trees")
def test_what_is_easy_to_tell_apart_is_told_apart(
    made_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def by_height(train: np.ndarray, right: np.ndarray, test: np.ndarray, seed: int) -> np.ndarray:
        asked.append(len(test))
        # Who is right sinks lower, and the shoulders with the trunk.
        limit = np.median(np.ptp(train[:, :, 20, 1], axis=1))
        return (np.ptp(test[:, :, 20, 1], axis=1) > limit).astype(float)

    monkeypatch.setattr(st_gcn, "judged", by_height)
    heard: list[str] = []
    report = run(made_up, seeds=1, tell=heard.append)
    assert report.mean["ours"] > 95
    assert [row.name for row in report.rows] == ["m01", "m42"]
    assert "EGCN" not in report.rows[1].values
    assert sum(asked) == len(report.predictions) == 80
    assert len(heard) == 2
    told = np.array([each["ST-GCN trained here"] for each in report.predictions])
    right = np.array([each["right"] for each in report.predictions])
    assert report.mean["ST-GCN trained here"] == pytest.approx(100 * ((told > 0) == right).mean())
    assert report.mean["ST-GCN trained here"] > 60


def test_the_labels_of_the_tested_fold_change_neither_its_judgement_nor_its_choice(
    movement: Movement,
) -> None:
    tested = movement.fold == 1
    lied = replace(movement, right=np.where(tested, ~movement.right, movement.right))
    everybody = np.ones(len(tested), bool)
    true, false = trials(movement, everybody), trials(lied, everybody)
    assert np.allclose(true.one_out[1][:, tested], false.one_out[1][:, tested])
    assert np.allclose(losses(movement, true)[1], losses(lied, false)[1])
    assert not np.allclose(losses(movement, true)[2], losses(lied, false)[2])


def test_each_fold_is_judged_by_its_own_choice(movement: Movement) -> None:
    tried = trials(movement, movement.tested)
    choice = {fold: fold for fold in tried.one_out}
    whole = chosen(tried, choice)
    assert not np.isnan(whole).any()
    mine = movement.fold == 3
    assert np.array_equal(whole[mine], tried.one_out[3][3][mine])
    assert len(CHOICES) == len(tried.one_out[3])


def test_recordings_outside_the_published_folds_are_never_tested(movement: Movement) -> None:
    tested = movement.fold != 5
    tried = trials(replace(movement, tested=tested), np.ones(len(tested), bool))
    assert sorted(tried.one_out) == [1, 2, 3, 4]
    whole = chosen(tried, dict.fromkeys(tried.one_out, 0))
    assert np.array_equal(np.isnan(whole), ~tested)
