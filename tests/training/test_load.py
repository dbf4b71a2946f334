"""Training load formulas against worked examples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.kit.errors import BadInput
from spotter.training.load import (
    MONOTONY_CEILING,
    acute,
    acute_to_chronic,
    chronic,
    ewma,
    monotony,
    srpe,
    strain,
)

WEEK = [300.0, 0.0, 400.0, 0.0, 500.0, 200.0, 0.0]


def test_session_load_is_rpe_times_minutes() -> None:
    assert srpe(7, 60) == 420


@pytest.mark.parametrize(("rpe", "minutes"), [(-1, 30), (10.1, 30), (5, -1), (5, math.nan)])
def test_impossible_sessions_are_refused(rpe: float, minutes: float) -> None:
    with pytest.raises(BadInput):
        srpe(rpe, minutes)


def test_monotony_is_the_mean_over_the_sample_deviation() -> None:
    # Mean 200; squared deviations sum to 260 000; n - 1 = 6; SD 208.1666.
    assert monotony(WEEK) == pytest.approx(200 / math.sqrt(260_000 / 6))
    assert monotony(WEEK) == pytest.approx(0.96077, abs=1e-5)


def test_strain_is_the_weeks_load_times_its_monotony() -> None:
    assert strain(WEEK) == pytest.approx(1400 * 0.96077, abs=0.01)


def test_equal_days_have_no_monotony_and_no_strain() -> None:
    assert monotony([250.0] * 7) is None
    assert strain([250.0] * 7) is None


def test_one_day_has_no_monotony() -> None:
    assert monotony([400.0]) is None


def test_nearly_equal_days_stop_at_the_ceiling() -> None:
    assert monotony([300, 300, 300, 300, 300, 300, 301]) == MONOTONY_CEILING


def test_acute_and_chronic_are_means_of_seven_and_twenty_eight_days() -> None:
    loads = [100.0] * 21 + [200.0] * 7
    assert acute(loads) == 200
    assert chronic(loads) == 125
    assert acute_to_chronic(loads) == pytest.approx(1.6)


@pytest.mark.parametrize(("days", "known"), [(6, False), (7, True), (8, True)])
def test_acute_load_needs_seven_days(days: int, known: bool) -> None:
    assert (acute([100.0] * days) is not None) is known


@pytest.mark.parametrize(("days", "known"), [(27, False), (28, True), (29, True)])
def test_chronic_load_needs_twenty_eight_days(days: int, known: bool) -> None:
    assert (chronic([100.0] * days) is not None) is known
    assert (acute_to_chronic([100.0] * days) is not None) is known


def test_a_month_without_training_has_no_ratio() -> None:
    assert acute_to_chronic([0.0] * 28) is None


def test_ewma_weighs_the_last_day_with_two_over_days_plus_one() -> None:
    assert ewma([0.0, 100.0], 7) == pytest.approx(25)
    assert ewma([0.0, 100.0, 100.0], 7) == pytest.approx(43.75)
    assert ewma([], 7) is None


@given(st.lists(st.floats(0, 2000, allow_nan=False), min_size=1, max_size=60))
def test_ewma_stays_within_the_days(daily: list[float]) -> None:
    value = ewma(daily, 28)
    assert value is not None
    assert min(daily) - 1e-6 <= value <= max(daily) + 1e-6
