"""The load a set is likely to have, and how far that may be off."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.prescribe.lifts.case import DAYS, Cases, Today, case, grown, past
from spotter.prescribe.lifts.days import LiftDay, Lifted, lift_days
from spotter.prescribe.lifts.mixture import Parameters, below, expected, parts

MONDAY = date(2026, 3, 2)
START = Parameters.start()

logs = st.lists(
    st.tuples(st.integers(1, 20), st.floats(2.5, 300), st.integers(1, 20)), min_size=1, max_size=60
)


def days(sets: list[tuple[int, float, int]], name: str = "squat") -> tuple[LiftDay, ...]:
    """Return the days of one lift: (days since the one before, kg, reps)."""
    told, day = [], MONDAY
    for gap, kg, reps in sets:
        day += timedelta(gap)
        told.append((day, Lifted(name, kg, reps)))
    return lift_days(told)[name]


def asked(sets: list[tuple[int, float, int]], reps: int, so_far: LiftDay | None = None) -> Cases:
    before = days(sets)
    return case(past(before), Today(before[-1].day + timedelta(3), reps, so_far))


def test_who_always_lifts_the_same_is_expected_to_lift_it_again() -> None:
    said = expected(START, asked([(3, 80.0, 5)] * 12, 5))
    assert said.load_kg[0] == pytest.approx(80, rel=0.01)


def test_the_expected_load_of_more_reps_is_lower() -> None:
    mixed = [(3, 100.0, 3), (3, 80.0, 10)] * 6
    assert (
        expected(START, asked(mixed, 10)).load_kg[0] < expected(START, asked(mixed, 3)).load_kg[0]
    )


@given(logs, st.integers(1, 20))
def test_the_interval_holds_the_expected_load_and_is_a_load(
    sets: list[tuple[int, float, int]], reps: int
) -> None:
    said = expected(START, asked(sets, reps))
    assert 0 < said.low_kg[0] <= said.load_kg[0] * 1.01
    assert said.load_kg[0] <= said.high_kg[0] * 1.01
    assert np.isfinite(said.high_kg[0])


def test_a_best_set_is_never_expected_below_what_was_done_today() -> None:
    heavier = days([(0, 120.0, 5)])[0]
    said = expected(START, asked([(3, 80.0, 5)] * 12, 5, heavier))
    assert said.low_kg[0] >= 119.9


def test_what_comes_later_changes_nothing_said_before() -> None:
    long = [(3, 60.0 + n, 5 + n % 3) for n in range(20)]
    short_days, long_days = days(long[:10]), days(long)
    now = Today(short_days[-1].day + timedelta(3), 5)
    early = case(past(long_days[:10]), now)
    assert np.array_equal(early.experts, case(past(short_days), now).experts)
    assert np.array_equal(early.likeness, case(past(short_days), now).likeness)


def test_a_day_at_a_time_gives_the_same_past_as_all_at_once() -> None:
    every = days([(3, 60.0 + n, 5 + n % 3) for n in range(DAYS + 15)])
    step = past(every[:1])
    for one in every[1:]:
        step = grown(step, one)
    assert step == past(every)


@given(logs)
def test_the_whole_distribution_is_one(sets: list[tuple[int, float, int]]) -> None:
    made = parts(START, asked(sets, 5))
    heap = below(made, np.array([[-60.0, 60.0]]))
    assert heap[0] == pytest.approx([0, 1], abs=1e-9)


def test_the_form_of_the_day_is_read_from_the_lifts_done_before() -> None:
    told = []
    for n in range(6):
        day = MONDAY + timedelta(3 * n)
        told += [(day, Lifted("squat", 100.0 if n < 5 else 80.0, 5)), (day, Lifted("row", 60, 8))]
    rows = lift_days(told)["row"]
    assert rows[-1].effect == pytest.approx(np.log(0.8))
    assert rows[-1].place == 1
    assert rows[3].effect == 0


def test_parameters_come_back_from_a_row() -> None:
    row = np.arange(len(START.flat()), dtype=np.float64)
    assert np.array_equal(Parameters.from_flat(row).flat(), row)
