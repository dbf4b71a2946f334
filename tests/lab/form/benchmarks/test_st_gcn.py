"""The graph network that UI-PRMD's floor is trained with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spotter.lab.form.benchmarks.rehab import st_gcn
from spotter.lab.form.datasets.ui_prmd import JOINTS, PARENTS, movements, read


def test_a_joint_hears_itself_its_parent_and_its_children_apart_and_in_equal_shares() -> None:
    own, nearer, further = st_gcn.partitions()
    waist, chest = 0, 2
    assert np.array_equal(own > 0, np.eye(JOINTS, dtype=bool))
    assert not nearer[:, waist].any()
    assert np.flatnonzero(nearer[:, chest]).tolist() == [PARENTS[chest]]
    assert sorted(np.flatnonzero(further[:, chest])) == [3, 6, 10]
    assert np.allclose(st_gcn.partitions().sum(axis=(0, 1)), 1)


def test_recordings_of_any_length_become_positions_about_the_waist(made_up: Path) -> None:
    rows = st_gcn.rows(read(movements(made_up)["m01"])[:3])
    assert rows.shape == (3, st_gcn.STEPS, JOINTS, 3)
    assert not rows[:, :, 0].any()


def test_what_is_easy_to_tell_apart_is_learned_from_other_people(
    made_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st_gcn, "EPOCHS", 25)
    recordings = read(movements(made_up)["m01"])
    rows, right = st_gcn.rows(recordings), np.array([one.correct for one in recordings])
    tested = np.array([one.subject <= 2 for one in recordings])
    share = st_gcn.judged(rows[~tested], right[~tested], rows[tested], seed=0)
    assert ((share > 0.5) == right[tested]).mean() > 0.8
