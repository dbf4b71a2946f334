"""Agreement of two raters, by formula and against a published worked example."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotter.form.annotation.agreement import icc_2_1
from spotter.lab.form.evaluation.agreement import agreement

# Six targets, four judges: Table 2 of Shrout & Fleiss, Psychological Bulletin 86 (1979).
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)


def test_the_worked_example_of_shrout_and_fleiss_gives_their_icc() -> None:
    assert icc_2_1(SHROUT_FLEISS) == pytest.approx(0.29, abs=0.005)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_sums_of_people_give_what_the_repetitions_give(seed: int) -> None:
    chance = np.random.default_rng(seed)
    truth = chance.uniform(0, 100, 60)
    predicted = truth * 0.8 + 12 + chance.normal(0, 6, 60)
    found = agreement(truth, predicted, chance.integers(0, 9, 60))
    error = predicted - truth
    assert found.value("mae") == pytest.approx(np.abs(error).mean())
    assert found.value("rmse") == pytest.approx(np.sqrt((error**2).mean()))
    assert found.value("pearson") == pytest.approx(np.corrcoef(truth, predicted)[0, 1])
    assert found.value("icc") == pytest.approx(icc_2_1(np.stack([truth, predicted], axis=1)))


def test_a_constant_offset_lowers_the_icc_but_not_the_correlation() -> None:
    truth = np.linspace(10, 90, 40)
    found = agreement(truth, truth + 20, np.arange(40))
    assert found.value("pearson") == pytest.approx(1)
    assert found.value("icc") < 0.9


def test_a_prediction_that_never_changes_has_no_correlation() -> None:
    truth = np.linspace(10, 90, 40)
    found = agreement(truth, np.full(40, 50.0), np.arange(40))
    assert np.isnan(found.value("pearson"))


def test_repetitions_of_one_person_say_less_than_those_of_many() -> None:
    chance = np.random.default_rng(3)
    habit = np.repeat(chance.normal(0, 10, 10), 30)
    truth = chance.uniform(0, 100, 300)
    widths = []
    for people in (np.repeat(np.arange(10), 30), np.arange(300)):
        found = agreement(truth, truth + habit, people)
        widths.append(found.high[0] - found.low[0])
    assert widths[0] > 2 * widths[1]


def test_repetitions_without_a_label_do_not_count() -> None:
    truth = np.array([10.0, np.nan, 30.0, 50.0])
    found = agreement(truth, np.array([11.0, 99.0, 29.0, 51.0]), np.arange(4))
    assert (found.count, found.value("mae")) == (3, pytest.approx(1))


def test_of_nothing_that_was_told_nothing_is_known() -> None:
    found = agreement(np.ones(3), np.full(3, np.nan), np.arange(3))
    assert (found.count, found.people) == (0, 0)
    assert np.isnan([*found.values, *found.low, *found.high]).all()
