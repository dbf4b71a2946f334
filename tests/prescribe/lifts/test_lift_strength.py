"""The strength of a lift: what moves it, what does not, and how sure it is."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from spotter.prescribe.lifts.strength import Shown, Strength, after_all, telling

MONDAY = date(2026, 3, 2)


def known(*sets: tuple[int, float, int], rpe: float | None = 10.0) -> Strength:
    """Return what sets tell: (days after Monday, kg, reps)."""
    strength = after_all(
        Shown(MONDAY + timedelta(after), kg, reps, rpe) for after, kg, reps in sets
    )
    assert strength is not None
    return strength


def test_the_same_set_again_and_again_is_what_the_lift_carries() -> None:
    strength = known(*[(after, 100.0, 5) for after in range(0, 30, 3)])
    assert strength.load_kg(5) == pytest.approx(100, rel=0.01)


def test_every_day_makes_the_estimate_surer() -> None:
    once, often = known((0, 100, 5)), known(*[(3 * n, 100.0, 5) for n in range(8)])
    assert often.load_sd(5) < once.load_sd(5)


def test_time_without_the_lift_makes_it_less_sure() -> None:
    strength = known(*[(3 * n, 100.0, 5) for n in range(8)])
    assert strength.at(MONDAY + timedelta(60)).load_sd(5) > strength.load_sd(5)


def test_two_weeks_cost_nothing_and_three_months_do() -> None:
    strength = known((0, 100, 5))
    assert strength.at(MONDAY + timedelta(14)).maximum_kg == strength.maximum_kg
    assert strength.at(MONDAY + timedelta(90)).maximum_kg < 0.9 * strength.maximum_kg


def test_one_slip_of_the_finger_hardly_moves_a_sure_estimate() -> None:
    steady = [(3 * n, 100.0, 5) for n in range(10)]
    slipped = known(*steady, (33, 10.0, 5))
    assert slipped.maximum_kg > 0.85 * known(*steady).maximum_kg


def test_reps_left_count_as_reps_that_could_have_been_done() -> None:
    assert known((0, 100, 5), rpe=8.0).maximum_kg > known((0, 100, 5), rpe=10.0).maximum_kg


def test_the_own_curve_is_learned_from_sets_of_few_and_of_many_reps() -> None:
    flat = [(3 * n, 100.0, 3) if n % 2 else (3 * n, 97.0, 10) for n in range(30)]
    steep = [(3 * n, 100.0, 3) if n % 2 else (3 * n, 75.0, 10) for n in range(30)]
    assert known(*flat).mean[1] < known(*steep).mean[1]


def test_more_reps_or_less_effort_mean_less_load() -> None:
    strength = known((0, 100, 5))
    assert strength.load_kg(8) < strength.load_kg(5)
    assert strength.load_kg(5, 8.0) < strength.load_kg(5, 9.0)


def test_the_range_of_the_maximum_holds_the_maximum() -> None:
    strength = known((0, 100, 5))
    low, high = strength.maximum_between()
    assert low < strength.maximum_kg < high
    assert math.isclose(low * high, strength.maximum_kg**2, rel_tol=1e-9)


def test_the_set_that_tells_is_the_one_with_most_left() -> None:
    sets = [(100.0, 5, 10.0), (95.0, 5, 6.0), (60.0, 10, None)]
    assert telling(MONDAY, sets).load_kg == 95
