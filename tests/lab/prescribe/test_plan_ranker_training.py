from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spotter.kit.errors import BadInput
from spotter.lab.prescribe.benchmarks.auc import mixed, within_days
from spotter.lab.prescribe.simulation.outcome import best
from spotter.lab.prescribe.training.days import days
from spotter.lab.prescribe.training.make import make, split
from spotter.lab.prescribe.training.table import Table, load
from spotter.prescribe.ranker.features import FEATURES
from spotter.prescribe.ranker.learned import SUITABLE
from spotter.prescribe.ranker.served import PlanRanker


def made_up(athletes: int = 40, days_each: int = 3, many: int = 5) -> Table:
    """Return days whose worth is the first feature, and nothing else."""
    chance = np.random.default_rng(2)
    size = athletes * days_each * many
    rows = chance.normal(size=(size, len(FEATURES))).astype(np.float32)
    athlete = np.repeat(np.arange(athletes) * 2, days_each * many)
    day = athlete * 1000 + np.tile(np.repeat(np.arange(days_each), many), athletes)
    progress = rows[:, 0].astype(np.float64)
    nothing = np.zeros(size)
    done = chance.random(size) < 0.7
    return Table(
        rows=rows,
        athlete=athlete,
        day=day,
        rules=chance.normal(size=size),
        true_done=np.full(size, 0.7),
        true_effort_off=nothing,
        true_soreness=nothing + 2,
        true_progress=progress,
        true_worth=progress + 0.28,
        done=done.astype(np.float64),
        effort_off=chance.normal(0, 0.3, size),
        soreness=chance.normal(2, 0.5, size),
        progress=progress + chance.normal(0, 0.1, size),
        drawn_worth=progress + 0.28 + chance.normal(0, 0.2, size),
        known_best=np.concatenate([best(one) for one in progress.reshape(-1, many)]) * 1.0,
        known_worth=progress + 0.28,
    )


def test_no_athlete_is_on_both_sides_of_the_split() -> None:
    parts = split(made_up())
    seen = [set(one.athlete.tolist()) for one in (parts.learn, parts.check, parts.judge)]
    assert all(seen)
    assert not seen[0] & seen[1]
    assert not (seen[0] | seen[1]) & seen[2]


def test_a_day_is_one_block_and_what_fills_it_up_is_masked() -> None:
    table = made_up(athletes=2)
    shorter = table.where(np.arange(len(table)) != 4)
    blocks = days(shorter)
    assert blocks.mask.sum(axis=1).tolist() == [4, 5, 5, 5, 5, 5]
    assert not blocks.rows[0, 4].any()


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    table = made_up(athletes=2)
    table.save(tmp_path / "sessions.npz")
    np.testing.assert_array_equal(load(tmp_path / "sessions.npz").rows, table.rows)


def test_a_missing_table_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="simulate"):
        load(tmp_path / "none.npz")


def test_who_knows_the_worth_has_an_area_of_one_and_who_turns_it_round_none() -> None:
    table = made_up(athletes=4)
    assert within_days(table, table.true_worth, table.true_worth) == 1
    assert within_days(table, -table.true_worth, table.true_worth) == 0


def test_the_hybrid_moves_the_rules_by_what_is_suitable_at_most() -> None:
    table = made_up(athletes=4)
    moved = mixed(table, table.true_worth) - table.rules
    assert moved.min() >= 0
    assert moved.max() == pytest.approx(SUITABLE)


def test_the_whole_way_from_sessions_to_a_served_file_finds_what_is_worth_most(
    tmp_path: Path,
) -> None:
    table = made_up()
    path = tmp_path / "sessions.npz"
    table.save(path)
    told = make([path], tmp_path / "net.tflite", tmp_path, epochs=30, seed=1, tell=lambda _: None)
    served = PlanRanker(told.network).foresee(table.rows)
    assert within_days(table, served.worth, table.true_worth) > 0.85
    assert "Reliability" in told.card.read_text(encoding="utf-8")
    assert "judged here on 4 more" in told.card.read_text(encoding="utf-8")
