"""Propensities that are exact, floors that hold, novelty that is bounded, choices that repeat."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.kit.errors import BadInput
from spotter.prescribe.bandit.linear import Posterior
from spotter.prescribe.bandit.thompson import Dosage, choose, dosed


def _learned(size: int, seed: int = 0, rewards: int = 50) -> Posterior:
    rng = np.random.default_rng(seed)
    head = Posterior.prior(size)
    for _ in range(rewards):
        head.update(rng.standard_normal(size), float(rng.random()))
    return head


dosages = st.builds(Dosage, spread=st.floats(0, 3), most=st.floats(0, 1), floor=st.floats(0, 0.05))


@given(st.integers(0, 999), st.integers(1, 24), dosages)
def test_propensities_sum_to_one_keep_the_floor_and_hold_the_novelty(
    seed: int, arms: int, dosage: Dosage
) -> None:
    contexts = np.random.default_rng(seed).standard_normal((arms, 6))
    choice = choose(_learned(6), contexts, seed, dosage)
    others = arms - 1
    floor = min(dosage.floor, dosage.most / others, 1 / arms) if others else 1.0
    assert choice.propensities.sum() == pytest.approx(1.0)
    assert choice.propensities.min() >= floor - 1e-12
    astray = 1 - choice.propensities[int(np.argmax(choice.expected))]
    assert astray <= max(dosage.most, others * floor) + 1e-9


@given(st.integers(0, 2**63 - 1))
def test_equal_arguments_give_an_equal_choice(seed: int) -> None:
    contexts = np.random.default_rng(1).standard_normal((8, 5))
    first, again = (choose(_learned(5), contexts, seed) for _ in range(2))
    assert first.arm == again.arm
    assert (first.propensities == again.propensities).all()


def test_arms_are_drawn_as_often_as_their_propensities_say() -> None:
    contexts = np.random.default_rng(2).standard_normal((5, 4))
    head = _learned(4, rewards=5)
    chosen = [choose(head, contexts, seed) for seed in range(4000)]
    often = np.bincount([one.arm for one in chosen], minlength=5) / 4000
    np.testing.assert_allclose(often, chosen[0].propensities, atol=0.03)


def test_propensities_are_how_often_a_sampled_weight_prefers_the_arm() -> None:
    contexts = np.random.default_rng(4).standard_normal((6, 4))
    head, rng = _learned(4, rewards=8), np.random.default_rng(0)
    best = [int(np.argmax(contexts @ head.sample(rng))) for _ in range(20_000)]
    share = np.bincount(best, minlength=6) / 20_000
    told = choose(head, contexts, 0, Dosage(floor=0.0)).propensities
    np.testing.assert_allclose(told, share, atol=0.04)


def test_without_novelty_only_the_floor_is_left_to_the_others() -> None:
    contexts = np.eye(4)
    head = _learned(4)
    told = choose(head, contexts, 0, Dosage(spread=0.0)).propensities
    assert sorted(told) == pytest.approx([0.02, 0.02, 0.02, 0.94])


def test_more_spread_plays_the_expected_best_less() -> None:
    contexts = np.random.default_rng(5).standard_normal((6, 4))
    head = _learned(4)
    best = int(np.argmax(contexts @ head.mean))
    shares = [
        choose(head, contexts, 0, Dosage(spread=spread)).propensities[best]
        for spread in (0.0, 0.3, 1.0, 3.0)
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1] + 0.2


def test_a_single_arm_is_certain() -> None:
    assert dosed(np.ones(1), 0, Dosage()).tolist() == [1.0]


def test_without_arms_there_is_nothing_to_choose() -> None:
    with pytest.raises(BadInput, match="at least one arm"):
        choose(Posterior.prior(3), np.empty((0, 3)), 0)


def test_thompson_sampling_finds_the_best_arm_and_its_regret_flattens() -> None:
    rng = np.random.default_rng(0)
    truth, head = np.array([0.2, 0.5, 0.8]), Posterior.prior(3, 1.0, 6.0, 0.6)
    regret = []
    for step in range(600):
        arm = choose(head, np.eye(3), step, Dosage(floor=0.0)).arm
        head.update(np.eye(3)[arm], float(rng.random() < truth[arm]))
        regret.append(0.8 - truth[arm])
    assert sum(regret[300:]) < sum(regret[:300]) / 2
