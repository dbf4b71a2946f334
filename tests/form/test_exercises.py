"""The table of exercises is whole, and speaks of angles, measures and faults that exist."""

from __future__ import annotations

import pytest

from spotter.form.angles import ANGLES
from spotter.form.exercises import EXERCISES, FAULTS, Exercise, Style, Unknown, exercise
from spotter.form.posture import MEASURES

ALL = list(EXERCISES.values())


def test_there_are_fourteen_kinds_numbered_in_order() -> None:
    assert [one.number for one in ALL] == list(range(14))


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_an_exercise_names_only_what_exists(one: Exercise) -> None:
    assert set(one.drivers) <= set(ANGLES)
    assert {f"{side}_{pair}" for pair in one.pairs for side in ("left", "right")} <= set(ANGLES)
    assert {limit.measure for limit in one.limits} <= set(MEASURES)
    assert set(one.faults) <= set(FAULTS)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_a_repetition_has_a_range_and_a_hold_has_none(one: Exercise) -> None:
    assert (one.ideal_rom_deg > 0) == (one.style is Style.REPS)


def test_every_fault_belongs_to_an_exercise() -> None:
    assert {fault for one in ALL for fault in one.faults} == set(FAULTS)


def test_a_press_opens_and_a_squat_closes() -> None:
    assert exercise("overhead_press").opens
    assert not exercise("squat").opens


def test_an_unknown_exercise_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(Unknown, match="push_up"):
        exercise("yodelling")
