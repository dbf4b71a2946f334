from __future__ import annotations

import numpy as np
import pytest

from spotter.lab.prescribe.benchmarks.cold_start import (
    COLUMNS,
    Personal,
    Session,
    first_day,
    sessions,
    worth_of_knowing,
)
from spotter.lab.prescribe.simulation.days import person, play
from spotter.prescribe.ranker.served import PlanRanker, shipped


@pytest.fixture(scope="module")
def network() -> PlanRanker:
    return PlanRanker(shipped())


@pytest.mark.parametrize("seed", [80_000, 80_001])
def test_somebody_of_whom_nothing_is_known_gets_an_approved_session(seed: int) -> None:
    assert first_day(seed)


def test_regret_is_never_negative_and_known_of_everybody_who_chooses(network: PlanRanker) -> None:
    found = sessions(network, "busso", 80_000, days=4)
    regrets = np.array([one.regrets for one in found])
    assert regrets.shape[1] == len(COLUMNS) - 1
    assert (regrets >= 0).all()


def test_on_the_first_day_an_empty_record_chooses_as_the_network_does(network: PlanRanker) -> None:
    policy = Personal(network)
    next(iter(play(person(80_000, "busso"), 1, policy)))
    lead, blind, _ = policy.beside
    assert lead == blind


def test_each_session_teaches_the_head(network: PlanRanker) -> None:
    policy = Personal(network)
    for played in play(person(80_001, "banister"), 3, policy):
        before = policy.head.mean.copy()
        policy.learn(played)
        assert not np.array_equal(policy.head.mean, before)


def test_knowing_is_worth_the_regret_that_it_saves_after_ten_sessions() -> None:
    def lived(athlete: int, saved: float) -> list[Session]:
        early = [Session(athlete, n, (0.9,) * 6) for n in range(1, 11)]
        return [*early, Session(athlete, 11, (0.1, 0.2, 0.1, 0.1 + saved, 0.5, 0.5))]

    mean, error = worth_of_knowing([*lived(1, 0.2), *lived(2, 0.4)])
    assert mean == pytest.approx(0.3)
    assert error == pytest.approx(0.1)
