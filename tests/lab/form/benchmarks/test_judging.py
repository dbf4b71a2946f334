"""The machinery that judges: statistics, random convolutions, kernels, intervals."""

from __future__ import annotations

import numpy as np
import pytest

from spotter.lab.form.benchmarks.judge.convolutions import KERNELS, shares
from spotter.lab.form.benchmarks.judge.interval import by_person
from spotter.lab.form.benchmarks.judge.kernel import Choice, distances, judged
from spotter.lab.form.benchmarks.judge.statistics import statistics

CHOICE = Choice(("a", "b"), narrow=0.5, ridge=0.3)


def test_statistics_of_a_ramp_are_those_one_counts_by_hand() -> None:
    ramp = np.arange(0, 21, dtype=np.float32)[:, None]
    low, middle, high, reach, mean, _, first, last, speed, fastest, force = statistics(ramp, 10)
    assert (low, middle, high, reach, mean) == (1, 10, 19, 18, 10)
    assert (first, last, speed, fastest, force) == (2, 18, 10, 10, 0)


def test_a_row_of_convolutions_rests_on_its_own_movement_alone() -> None:
    series = np.random.default_rng(1).normal(size=(3, 48, 6)).astype(np.float32)
    whole = shares(series, seed=0)
    assert whole.shape == (3, KERNELS)
    assert np.array_equal(shares(series[1:2], seed=0)[0], whole[1])
    assert ((whole >= 0) & (whole <= 1)).all()


def test_another_seed_gives_other_convolutions() -> None:
    series = np.random.default_rng(1).normal(size=(1, 48, 6)).astype(np.float32)
    assert not np.array_equal(shares(series, seed=0), shares(series, seed=1))


def test_two_clouds_are_told_apart_and_a_wild_value_changes_little() -> None:
    chance = np.random.default_rng(0)
    right = np.arange(40) < 20
    rows = (chance.normal(size=(40, 5)) + np.where(right, 2, -2)[:, None]).astype(np.float32)
    rows[0, 0] = 1e6
    asked = np.array([[2.0] * 5, [-2.0] * 5], np.float32)
    apart = distances({"a": rows, "b": rows[:, :2]}, {"a": asked, "b": asked[:, :2]})
    first, second = judged(apart, right, CHOICE)
    assert first > 0.5
    assert second < -0.5


def test_an_interval_by_person_is_wider_than_one_by_repetition() -> None:
    hits = np.repeat([1.0, 1.0, 0.0, 1.0], 25)
    low, high = by_person(hits, np.repeat([1, 2, 3, 4], 25).tolist(), seed=0)
    alone_low, alone_high = by_person(hits, list(range(100)), seed=0)
    assert high - low > 2 * (alone_high - alone_low)
    assert alone_low < 0.75 < alone_high


def test_people_who_agree_leave_no_doubt() -> None:
    assert by_person(np.ones(6), [1, 1, 2, 2, 3, 3], seed=0) == pytest.approx((1, 1))
