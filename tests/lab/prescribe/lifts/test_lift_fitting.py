"""Learning what lifters' loads follow: the gradient is right, and learning learns."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from spotter.lab.prescribe.lifts.fitting import fit, loss
from spotter.lab.prescribe.lifts.logs import Lifter
from spotter.lab.prescribe.lifts.walk import Walk, walk
from spotter.prescribe.lifts.days import Lifted, lift_days
from spotter.prescribe.lifts.mixture import Parameters, expected


def made_up(seed: int, days: int = 40) -> Walk:
    """Return a lifter who keeps a load for some days, then takes the next step."""
    chance = np.random.default_rng(seed)
    told, load = [], 60.0
    for n in range(days):
        day = date(2026, 1, 1) + timedelta(3 * n)
        load += 2.5 * (chance.random() < 0.3)
        told += [(day, Lifted("press", load * part, 5)) for part in (0.6, 1.0)]
    found = walk(Lifter(f"made up {seed}", f"made up {seed}", lift_days(told)))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def walks() -> list[Walk]:
    return [made_up(seed) for seed in (1, 2)]


def test_the_gradient_is_that_of_the_loss(walks: list[Walk]) -> None:
    one = walks[0]
    row = Parameters.start().flat() + 0.1
    weights = np.full(len(one.loads), 1 / len(one.loads))
    _, slope = loss(row, one.cases, one.loads, weights)
    for place in range(0, len(row), 5):
        step = np.zeros_like(row)
        step[place] = 1e-5
        up, _ = loss(row + step, one.cases, one.loads, weights)
        down, _ = loss(row - step, one.cases, one.loads, weights)
        assert (up - down) / 2e-5 == pytest.approx(slope[place], abs=1e-6)


def test_learning_from_one_lifter_tells_the_loads_of_another_more_closely(
    walks: list[Walk],
) -> None:
    learned = fit([(walks[0].cases, walks[0].loads)], steps=60)
    true = np.exp(walks[1].loads)
    before, after = (
        np.abs(np.log(expected(each, walks[1].cases).load_kg / true)).mean()
        for each in (Parameters.start(), learned)
    )
    assert after < before


def test_the_same_logs_teach_the_same(walks: list[Walk]) -> None:
    sample = [(walks[0].cases, walks[0].loads)]
    assert np.array_equal(fit(sample, steps=5).flat(), fit(sample, steps=5).flat())


def test_a_lift_of_less_than_twelve_days_is_not_asked_about() -> None:
    told = [(date(2026, 1, n), Lifted("press", 60.0, 5)) for n in range(1, 12)]
    assert walk(Lifter("short", "short", lift_days(told))) is None
