"""The public tasks, where they are: read whole, and one order of the mushrooms played."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spotter.kit.errors import BadInput
from spotter.lab.prescribe.bandits.agents import NeuralLinear
from spotter.lab.prescribe.bandits.tasks import mushroom, shuttle
from spotter.lab.prescribe.benchmarks import bandit

DATA = Path(__file__).parents[5] / "shared" / "data"
there = pytest.mark.skipif(not (DATA / "bandit").is_dir(), reason="no ../shared/data/bandit here")


@there
def test_mushrooms_are_read_as_the_uci_counts_them() -> None:
    task = mushroom(DATA)
    assert task.contexts.shape == (8124, 117)
    assert np.bincount(task.right).tolist() == [4208, 3916]


@there
def test_shuttle_is_read_as_the_uci_counts_it() -> None:
    task = shuttle(DATA)
    assert task.contexts.shape == (58_000, 9)
    assert np.bincount(task.right).tolist() == [45586, 50, 171, 8903, 3267, 10, 13]


@there
def test_the_agent_stays_within_the_regret_on_mushroom() -> None:
    task = mushroom(DATA)
    regret = bandit.play(NeuralLinear(117, 2, 11), task, 11, raw=True)
    assert regret <= bandit.MOST_REGRET["mushroom"]


def test_without_the_data_it_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--data"):
        bandit.run(None, seeds=1, tell=print)
    with pytest.raises(BadInput, match="--data"):
        bandit.run(tmp_path, seeds=1, tell=print)


def test_an_update_and_a_choice_take_a_millisecond_at_most() -> None:
    # Whatever else the machine does only ever adds.
    assert min(max(bandit.speed(times=40)) for _ in range(3)) <= bandit.MOST_MS
