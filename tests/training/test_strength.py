"""Strength arithmetic against values worked out by hand or printed at their source."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.kit.errors import BadInput
from spotter.training.strength import (
    RTS_PERCENT,
    brzycki,
    e1rm,
    epley,
    load_for,
    lombardi,
    percent_of_1rm,
    ramp,
    round_load,
)

LOADS = st.floats(0, 500, allow_nan=False)
INCREMENTS = st.sampled_from([0.5, 1.0, 2.0, 2.5, 4.0, 5.0])


def test_epley_returns_the_weight_itself_for_a_single() -> None:
    assert epley(100, 1) == 100


@pytest.mark.parametrize(("reps", "expected"), [(2, 106.6667), (5, 116.6667), (10, 133.3333)])
def test_epley_adds_a_thirtieth_per_rep(reps: int, expected: float) -> None:
    assert epley(100, reps) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("reps", "expected"), [(1, 100.0), (5, 112.5), (10, 133.3333)])
def test_brzycki_divides_by_thirty_seven_minus_reps(reps: int, expected: float) -> None:
    assert brzycki(100, reps) == pytest.approx(expected, abs=1e-4)


def test_epley_and_brzycki_meet_at_ten_reps() -> None:
    assert epley(80, 10) == pytest.approx(brzycki(80, 10))


def test_brzycki_has_no_value_from_thirty_seven_reps() -> None:
    with pytest.raises(BadInput, match="below 37"):
        brzycki(50, 37)


@pytest.mark.parametrize(("reps", "expected"), [(1, 100.0), (5, 117.4619), (10, 125.8925)])
def test_lombardi_raises_reps_to_a_tenth(reps: int, expected: float) -> None:
    assert lombardi(100, reps) == pytest.approx(expected, abs=1e-4)


def test_reps_in_reserve_count_as_reps_that_could_have_been_done() -> None:
    assert e1rm(100, 5, 8) == pytest.approx(epley(100, 7))


def test_a_set_without_rpe_is_taken_as_a_maximum() -> None:
    assert e1rm(100, 5) == pytest.approx(epley(100, 5))


def test_a_single_at_rpe_ten_is_the_maximum_itself() -> None:
    assert e1rm(140, 1, 10) == 140


@pytest.mark.parametrize(
    ("reps", "rpe", "trusted"),
    [
        (9, None, True),
        (10, None, True),
        (11, None, False),
        (10, 8.5, True),
        (10, 8.0, True),
        (10, 7.5, False),
        (5, 3.0, True),
        (5, 2.5, False),
    ],
)
def test_no_estimate_above_ten_reps_or_twelve_with_the_reserve(
    reps: int, rpe: float | None, trusted: bool
) -> None:
    assert (e1rm(60, reps, rpe) is not None) is trusted


def test_what_nobody_has_ever_lifted_gives_no_estimate() -> None:
    assert e1rm(500.0, 6, 9.0) is None
    assert e1rm(500.0, 1, 10.0) == pytest.approx(500.0)


def test_a_set_without_load_gives_no_estimate() -> None:
    assert e1rm(0, 5, 8) is None


@pytest.mark.parametrize(
    ("load", "reps", "rpe", "field"),
    [
        (-1, 5, 8, "load_kg"),
        (math.nan, 5, 8, "load_kg"),
        (math.inf, 5, 8, "load_kg"),
        (100, 0, 8, "reps"),
        (100, 5, 0.5, "rpe"),
        (100, 5, 10.5, "rpe"),
    ],
)
def test_impossible_sets_are_refused_by_field(
    load: float, reps: int, rpe: float, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        e1rm(load, reps, rpe)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("reps", "rpe", "percent"),
    [
        (1, 10, 100.0),
        (1, 9.5, 97.8),
        (1, 8, 92.2),
        (3, 9, 89.2),
        (5, 8, 81.1),
        (5, 10, 86.3),
        (8, 8, 73.9),
        (10, 10, 73.9),
        (12, 7, 59.9),
    ],
)
def test_the_rts_chart_reads_as_published(reps: int, rpe: float, percent: float) -> None:
    assert percent_of_1rm(reps, rpe) == pytest.approx(percent)


def test_between_two_entries_the_chart_is_interpolated() -> None:
    assert percent_of_1rm(1, 9.75) == pytest.approx((100.0 + 97.8) / 2)


@given(st.integers(1, 30), st.floats(1, 10, allow_nan=False))
def test_one_more_rep_never_allows_more_load(reps: int, rpe: float) -> None:
    assert percent_of_1rm(reps + 1, rpe) < percent_of_1rm(reps, rpe)


@given(st.integers(1, 30), st.floats(1, 9, allow_nan=False))
def test_a_higher_effort_never_means_less_load(reps: int, rpe: float) -> None:
    assert percent_of_1rm(reps, rpe + 1) > percent_of_1rm(reps, rpe)


def test_past_the_chart_the_percentage_goes_on_without_a_jump() -> None:
    assert percent_of_1rm(15, 10) == RTS_PERCENT[-1]
    assert percent_of_1rm(15, 9.99) == pytest.approx(RTS_PERCENT[-1], abs=0.05)


def test_the_load_for_five_at_eight_is_its_percentage_of_the_maximum() -> None:
    assert load_for(150, 5, 8) == pytest.approx(121.65)


@pytest.mark.parametrize(
    ("load", "increment", "rounded"),
    [(101.0, 2.5, 100.0), (102.5, 2.5, 102.5), (1.9, 2.0, 0.0), (17, 0, 17), (0, 2.5, 0)],
)
def test_loads_are_rounded_down(load: float, increment: float, rounded: float) -> None:
    assert round_load(load, increment) == rounded


@given(LOADS, INCREMENTS)
def test_a_rounded_load_is_a_multiple_never_above_and_less_than_a_step_below(
    load: float, increment: float
) -> None:
    rounded = round_load(load, increment)
    assert 0 <= rounded <= load
    assert load - rounded < increment
    assert (rounded / increment).is_integer()


@given(LOADS, LOADS, INCREMENTS)
def test_rounding_keeps_the_order_of_loads(one: float, other: float, increment: float) -> None:
    low, high = sorted((one, other))
    assert round_load(low, increment) <= round_load(high, increment)


@given(LOADS, INCREMENTS)
def test_rounding_twice_changes_nothing(load: float, increment: float) -> None:
    once = round_load(load, increment)
    assert round_load(once, increment) == once


@pytest.mark.parametrize(
    ("load", "increment", "field"),
    [(-0.1, 2.5, "load_kg"), (math.nan, 2.5, "load_kg"), (50, -1, "increment_kg")],
)
def test_rounding_refuses_nonsense(load: float, increment: float, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        round_load(load, increment)
    assert refused.value.field == field


def test_the_ramp_to_a_hundred_is_forty_sixty_eighty() -> None:
    assert [(step.load_kg, step.reps) for step in ramp(100, 2.5)] == [(40, 8), (60, 5), (80, 3)]


def test_the_ramp_of_a_barbell_begins_with_the_empty_bar() -> None:
    assert [step.load_kg for step in ramp(40, 2.5, minimum_kg=20)] == [20, 22.5, 30]


def test_there_is_no_ramp_below_the_lightest_load() -> None:
    assert ramp(20, 2.5, minimum_kg=20) == ()
    assert ramp(2, 2) == ()


@given(st.floats(0, 400, allow_nan=False), INCREMENTS)
def test_a_ramp_rises_and_stays_below_the_working_load(load: float, increment: float) -> None:
    loads = [step.load_kg for step in ramp(load, increment)]
    assert loads == sorted(set(loads))
    assert all(0 < step < load for step in loads)
