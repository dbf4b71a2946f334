"""The network in the package: small, of built-in operators, the one its card tells of."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from spotter.form.exercises import EXERCISES
from spotter.form.scores import DIMENSIONS
from spotter.form.served import RepScorer, shipped
from spotter.lab.form.card import beside_goals
from spotter.lab.form.commands.ship import MOST_BYTES
from spotter.lab.form.evaluation.agreement import Agreement
from spotter.lab.form.evaluation.infer import told
from spotter.lab.form.evaluation.table import Row
from spotter.lab.form.export.convert import operators
from spotter.lab.form.synthetic.block import made
from spotter.lab.form.synthetic.camera import IDEAL

ROOT = Path(__file__).parents[3]


def test_what_is_shipped_is_small_and_needs_nothing_of_tensorflow() -> None:
    data = shipped().read_bytes()
    assert len(data) <= MOST_BYTES
    assert not [name for name in operators(data) if name.startswith(("Flex", "TensorList"))]


def test_the_card_is_that_of_the_file() -> None:
    card = (ROOT / "docs" / "models" / "rep-scorer.md").read_text(encoding="utf-8")
    assert hashlib.sha256(shipped().read_bytes()).hexdigest()[:16] in card
    for part in ("## Training", "ICC(2,1)", "seen ever worse", "## Files", "## Limits", "review"):
        assert part in card


def test_it_scores_squats_of_people_it_never_saw() -> None:
    reps = made(90_020, 0, ("squat",), IDEAL)
    overall = told(shipped(), reps).scores[:, DIMENSIONS.index("overall")]
    error = np.abs(overall - reps.scores[:, -1]).mean()
    constant = np.abs(reps.scores[:, -1] - np.median(reps.scores[:, -1])).mean()
    assert error < 0.6 * constant


def test_scores_are_between_nothing_and_all_whatever_comes_in() -> None:
    scorer = RepScorer(shipped())
    for value in (-50.0, 0.0, 50.0):
        found = scorer.score(np.full((90, 18), value, np.float32), EXERCISES["other"])
        assert ((found >= 0) & (found <= 100)).all()


def test_the_card_says_which_goals_are_missed_by_people_filmed_as_at_home() -> None:
    card = (ROOT / "docs" / "models" / "rep-scorer.md").read_text(encoding="utf-8")
    good = Agreement(9, 3, (3.4, 5.5, 0.96, 0.95), (0.0,) * 4, (0.0,) * 4)
    poor = Agreement(9, 3, (8.1, 13.8, 0.81, 0.80), (0.0,) * 4, (0.0,) * 4)
    said = beside_goals(
        [Row("all", "depth", good), Row("all", "stability", poor), Row("squat", "tempo", poor)]
    )
    assert "kept in: depth; missed in: stability." in said
    assert said.split("kept in:")[0] in card
