"""Tables, blends and files of predictions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spotter.kit.errors import BadInput
from spotter.lab.form.evaluation import plots
from spotter.lab.form.evaluation.blend import BEST, best_shares, blend, contenders
from spotter.lab.form.evaluation.predictions import Predictions, read, write
from spotter.lab.form.evaluation.table import markdown, rows

CHANCE = np.random.default_rng(4)
TRUTH = CHANCE.uniform(20, 100, (90, 6))
FOUND = Predictions(
    TRUTH, TRUTH + CHANCE.normal(0, 3, TRUTH.shape), np.repeat([0, 1, 4], 30), np.arange(90) // 5
)


def test_there_is_a_row_for_all_and_for_each_exercise_in_each_dimension() -> None:
    table = rows(FOUND)
    assert [row.exercise for row in table[::6]] == ["all", "squat", "push_up", "lunge"]
    assert [row.dimension for row in table[:6]] == [
        *("depth", "stability", "symmetry", "tempo", "alignment", "overall")
    ]
    assert [row.agreement.count for row in table[::6]] == [90, 30, 30, 30]
    assert markdown(table, only="squat").count("| squat |") == 6


def test_a_measure_that_is_not_defined_is_null_and_a_dash() -> None:
    flat = Predictions(
        np.full((9, 6), 80.0), np.full((9, 6), 81.0), FOUND.exercise[:9], np.arange(9)
    )
    row = rows(flat)[0]
    assert row.document()["pearson"] == [None, None, None]
    assert "| 1.00 (1.00–1.00) | 1.00 (1.00–1.00) | – |" in markdown([row])


def test_predictions_are_read_as_they_were_written(tmp_path: Path) -> None:
    write(FOUND, tmp_path / "predictions.csv")
    again = read(tmp_path / "predictions.csv")
    assert np.allclose(again.predicted, FOUND.predicted, atol=1e-3)
    assert np.array_equal(again.exercise, FOUND.exercise)
    assert [one.agreement.value("mae") for one in rows(again)] == pytest.approx(
        [one.agreement.value("mae") for one in rows(FOUND)], abs=1e-3
    )


def test_another_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="true_depth"):
        read(tmp_path / "other.csv")


def test_the_best_blend_finds_the_better_of_two() -> None:
    good, bad = TRUTH + 1, np.full_like(TRUTH, 50.0)
    poor = Predictions(TRUTH, bad, FOUND.exercise, FOUND.person)
    assert best_shares(good, poor).min() >= 0.9
    fine = Predictions(TRUTH, good, FOUND.exercise, FOUND.person)
    assert best_shares(bad, fine).max() <= 0.1


def test_independent_errors_are_smaller_in_the_middle() -> None:
    rule = TRUTH + CHANCE.normal(0, 5, TRUTH.shape)
    model = Predictions(
        TRUTH, TRUTH + CHANCE.normal(0, 5, TRUTH.shape), FOUND.exercise, FOUND.person
    )
    shares = best_shares(rule, model)
    assert np.all((shares >= 0.25) & (shares <= 0.75))
    errors = {
        name: float(np.abs(one.predicted - TRUTH).mean())
        for name, one in contenders(rule, model, shares).items()
    }
    assert min(errors, key=lambda name: errors[name]) == BEST


def test_where_the_rules_saw_nothing_the_model_speaks_alone() -> None:
    rule = np.array([[np.nan, 50.0]])
    assert np.array_equal(blend(rule, np.array([[80.0, 80.0]]), 0.5), [[80.0, 65.0]])


def test_each_plot_is_drawn(tmp_path: Path) -> None:
    for draw in (plots.scatter, plots.errors, plots.bland_altman):
        draw(FOUND, tmp_path / f"{draw.__name__}.png")
    plots.confusion(FOUND.exercise, FOUND.exercise, list("abcdef"), tmp_path / "confusion.png")
    assert all(path.stat().st_size > 4000 for path in tmp_path.glob("*.png"))
    assert len(list(tmp_path.glob("*.png"))) == 4
