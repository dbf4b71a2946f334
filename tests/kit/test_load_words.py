"""A prescribed load in pounds: one that can be set up, never above the kilograms."""

from __future__ import annotations

import pytest

from spotter.kit.units import kg_from_lb, load_words


@pytest.mark.parametrize(
    ("kilograms", "words"),
    [
        (37.5, "80 lb (37.5 kg)"),
        (30.0, "65 lb (30 kg)"),
        (6.0, "10 lb (6 kg)"),
        (2.0, "4.4 lb (2 kg)"),
        (100.0, "220 lb (100 kg)"),
    ],
)
def test_pounds_are_the_step_not_above(kilograms: float, words: str) -> None:
    assert load_words(kilograms) == words


def test_a_load_that_was_entered_in_pounds_comes_back_as_it_was() -> None:
    assert load_words(kg_from_lb(135)).startswith("135 lb")
    assert load_words(round(kg_from_lb(135), 2)).startswith("135 lb")
