from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spotter.kit.errors import BadInput
from spotter.lab.prescribe.simulation.traits import USUAL
from spotter.lab.prescribe.training import playing
from spotter.lab.prescribe.training.playing import SEEDS_A_PART, Plan, played
from spotter.lab.prescribe.training.table import simulated

ONE = Plan(("banister",), USUAL, days=2, first=4, many=1)


def quiet(line: str) -> None:
    """Tell nothing."""


def test_parts_hold_every_seed_once() -> None:
    plan = replace(ONE, first=3, many=2 * SEEDS_A_PART + 1)
    seeds = [seed for part in plan.parts() for seed in part]
    assert seeds == list(range(3, 3 + plan.many))


def test_a_part_that_is_there_is_not_played_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = simulated(ONE.models, range(4, 5), ONE.days, ONE.people, particles=20)
    folder = tmp_path / "sessions.parts"
    folder.mkdir()
    (folder / "plan.txt").write_text(repr(ONE), encoding="utf-8")
    table.save(folder / "4-5.npz")

    def never(*told: object) -> None:
        raise AssertionError("played again")

    monkeypatch.setattr(playing, "_part", never)
    found = played(ONE, tmp_path / "sessions.npz", 1, quiet)
    np.testing.assert_array_equal(found.rows, table.rows)
    assert not folder.exists()
    assert (tmp_path / "sessions.npz").exists()


def test_parts_of_another_plan_are_not_mixed_in(tmp_path: Path) -> None:
    folder = tmp_path / "sessions.parts"
    folder.mkdir()
    (folder / "plan.txt").write_text(repr(replace(ONE, days=3)), encoding="utf-8")
    with pytest.raises(BadInput, match="another plan"):
        played(ONE, tmp_path / "sessions.npz", 1, quiet)
