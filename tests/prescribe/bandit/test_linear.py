"""The Bayesian linear head against its textbook formula, and its speed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.prescribe.bandit.linear import NotAPosterior, Posterior


def _rows(count: int, size: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    contexts = rng.standard_normal((count, size))
    return contexts, contexts @ rng.standard_normal(size) + rng.standard_normal(count) / 3


def _textbook(
    contexts: np.ndarray, rewards: np.ndarray, precision: float
) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Murphy 2012, equations 7.69 to 7.74, with a prior mean of zero."""
    inverse = np.linalg.inv(precision * np.eye(contexts.shape[1]) + contexts.T @ contexts)
    mean = inverse @ contexts.T @ rewards
    left = rewards @ rewards - mean @ np.linalg.inv(inverse) @ mean
    return mean, inverse, 6.0 + len(rewards) / 2, 6.0 + left / 2


@given(st.integers(1, 40), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_updates_one_by_one_end_where_the_textbook_ends(count: int, size: int, seed: int) -> None:
    contexts, rewards = _rows(count, size, seed)
    head = Posterior.prior(size, 0.5)
    for context, reward in zip(contexts, rewards, strict=True):
        head.update(context, float(reward))
    mean, covariance, a, b = _textbook(contexts, rewards, 0.5)
    np.testing.assert_allclose(head.mean, mean, atol=1e-8)
    np.testing.assert_allclose(head.covariance, covariance, atol=1e-8)
    assert (head.a, head.b) == pytest.approx((a, b))


def test_many_rewards_at_once_are_the_same_as_one_by_one() -> None:
    contexts, rewards = _rows(60, 8)
    one_by_one = Posterior.prior(8)
    for context, reward in zip(contexts, rewards, strict=True):
        one_by_one.update(context, float(reward))
    at_once = Posterior.fitted(
        contexts.T @ contexts,
        contexts.T @ rewards,
        float(rewards @ rewards),
        60,
        Posterior.prior(8),
    )
    np.testing.assert_allclose(at_once.mean, one_by_one.mean, atol=1e-9)
    np.testing.assert_allclose(at_once.covariance, one_by_one.covariance, atol=1e-9)
    assert at_once.b == pytest.approx(one_by_one.b)


def test_a_reward_of_weight_two_counts_as_seen_twice() -> None:
    once, twice = Posterior.prior(3), Posterior.prior(3)
    context = np.array([1.0, -2.0, 0.5])
    once.update(context, 0.7, weight=2.0)
    twice.update(context, 0.7)
    twice.update(context, 0.7)
    np.testing.assert_allclose(once.mean, twice.mean)
    np.testing.assert_allclose(once.covariance, twice.covariance)
    assert once.a == twice.a
    assert once.b == pytest.approx(twice.b)


def test_the_covariance_stays_positive_over_ten_thousand_rewards_of_few_directions() -> None:
    rng = np.random.default_rng(3)
    few = rng.standard_normal((4, 30)) * 1e3
    head = Posterior.prior(30)
    for each in range(10_000):
        head.update(few[each % 4], 1.0)
    values = np.linalg.eigvalsh(head.covariance)
    assert values.min() > 0
    assert values.max() == pytest.approx(1.0)


def test_a_deviation_shrinks_only_where_something_was_learned() -> None:
    head = Posterior.prior(2)
    for _ in range(50):
        head.update(np.array([1.0, 0.0]), 0.5)
    seen, unseen = head.deviations(np.eye(2))
    assert seen < unseen / 5


def test_samples_have_the_mean_and_the_spread_of_the_posterior() -> None:
    contexts, rewards = _rows(30, 3)
    head = Posterior.prior(3)
    for context, reward in zip(contexts, rewards, strict=True):
        head.update(context, float(reward))
    rng = np.random.default_rng(1)
    drawn = np.array([head.sample(rng) for _ in range(20_000)])
    expected = head.b / (head.a - 1) * head.covariance
    np.testing.assert_allclose(drawn.mean(axis=0), head.mean, atol=0.01)
    np.testing.assert_allclose(np.cov(drawn.T), expected, atol=0.1 * expected.max())


def test_forgetting_everything_returns_to_the_prior_and_nothing_changes_nothing() -> None:
    contexts, rewards = _rows(20, 4)
    prior, head = Posterior.prior(4, 2.0), Posterior.prior(4, 2.0)
    for context, reward in zip(contexts, rewards, strict=True):
        head.update(context, float(reward))
    mean, covariance = head.mean.copy(), head.covariance
    head.forget(1.0, prior)
    np.testing.assert_allclose(head.mean, mean, atol=1e-9)
    np.testing.assert_allclose(head.covariance, covariance, atol=1e-9)
    head.forget(0.0, prior)
    np.testing.assert_allclose(head.mean, 0, atol=1e-9)
    np.testing.assert_allclose(head.covariance, prior.covariance, atol=1e-9)


def test_what_forgets_follows_a_change_that_what_does_not_forget_misses() -> None:
    prior, faithful, forgetful = (Posterior.prior(1) for _ in range(3))
    for reward in [1.0] * 200 + [0.0] * 50:
        for head in (faithful, forgetful):
            head.update(np.ones(1), reward)
        forgetful.forget(0.95, prior)
    assert forgetful.mean[0] < 0.2
    assert faithful.mean[0] > 0.7


@pytest.mark.parametrize("reward", [float("nan"), float("inf")])
def test_a_reward_that_is_no_number_changes_nothing(reward: float) -> None:
    head = Posterior.prior(2)
    with pytest.raises(NotAPosterior):
        head.update(np.ones(2), reward)
    assert head.a == 6.0
    assert not head.mean.any()
