"""The card of the plan ranker in the documentation."""

from __future__ import annotations

from pathlib import Path

from spotter.lab.prescribe.training.card import LIMITS

KEPT = Path(__file__).parents[3] / "docs" / "models" / "plan-ranker.md"


def test_the_card_kept_ends_with_the_limits_that_training_writes() -> None:
    assert KEPT.read_text(encoding="utf-8").endswith(LIMITS)


def test_the_card_says_that_the_order_was_learned_from_a_teacher_that_no_service_has() -> None:
    assert "a teacher whom no service has" in LIMITS
