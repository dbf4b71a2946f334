"""The hierarchical prior against the joint Gaussian it stands for, written out whole."""

from __future__ import annotations

import numpy as np

from spotter.prescribe.bandit.linear import Array, Posterior
from spotter.prescribe.bandit.pooling import Evidence, athletes_posterior, athletes_prior

SIZE, APART = 3, 0.7


def _logs(athletes: int, seed: int = 0) -> list[tuple[Array, Array]]:
    rng = np.random.default_rng(seed)
    middle = rng.standard_normal(SIZE)
    found = []
    for each in range(athletes):
        own = middle + np.sqrt(APART) * rng.standard_normal(SIZE)
        contexts = rng.standard_normal((2 + 3 * each, SIZE))
        found.append((contexts, contexts @ own + rng.standard_normal(len(contexts))))
    return found


def _evidence(contexts: Array, rewards: Array) -> Evidence:
    total = Evidence.none(SIZE)
    for context, reward in zip(contexts, rewards, strict=True):
        total = total.added(context, float(reward))
    return total


def _joint(first: Posterior, logs: list[tuple[Array, Array]], who: int) -> tuple[Array, Array]:
    """Return mean and covariance of athlete `who` out of (theta, u_1 … u_n), unit noise."""
    blocks = len(logs) + 1
    precision = np.kron(np.eye(blocks), np.eye(SIZE) / APART)
    precision[:SIZE, :SIZE] = first.precision
    pulled = np.zeros(SIZE * blocks)
    pulled[:SIZE] = first.precision @ first.mean
    for each, (contexts, rewards) in enumerate(logs):
        design = np.zeros((len(contexts), SIZE * blocks))
        design[:, :SIZE] = design[:, SIZE * (each + 1) : SIZE * (each + 2)] = contexts
        precision += design.T @ design
        pulled += design.T @ rewards
    covariance = np.linalg.inv(precision)
    pick = np.zeros((SIZE, SIZE * blocks))
    pick[:, :SIZE] = pick[:, SIZE * (who + 1) : SIZE * (who + 2)] = np.eye(SIZE)
    return pick @ covariance @ pulled, pick @ covariance @ pick.T


def test_pooling_is_the_posterior_of_the_whole_mixed_effects_model() -> None:
    first, logs = Posterior.prior(SIZE, 0.4), _logs(4)
    told = [_evidence(*log).told(APART) for log in logs]
    for who in range(4):
        others = Evidence.none(SIZE)
        for each in range(4):
            if each != who:
                others = others.plus(told[each])
        found = athletes_posterior(first, others, _evidence(*logs[who]), APART)
        mean, covariance = _joint(first, logs, who)
        np.testing.assert_allclose(found.mean, mean, atol=1e-9)
        np.testing.assert_allclose(found.covariance, covariance, atol=1e-9)


def test_a_newcomer_starts_from_what_the_others_taught() -> None:
    first = Posterior.prior(SIZE)
    others = Evidence.none(SIZE)
    for contexts, rewards in _logs(40, seed=2):
        others = others.plus(_evidence(contexts, rewards).told(APART))
    alone, pooled = athletes_prior(first, Evidence.none(SIZE)), athletes_prior(first, others)
    middle = np.random.default_rng(2).standard_normal(SIZE)
    assert np.linalg.norm(pooled.mean - middle) < np.linalg.norm(alone.mean - middle) / 2
    assert np.trace(pooled.covariance) < np.trace(alone.covariance)


def test_however_much_others_know_an_athlete_may_still_be_different() -> None:
    everybody = Evidence(1e6 * np.eye(SIZE), np.zeros(SIZE), 0.0, 1e6).told(APART)
    crowd = Evidence.none(SIZE)
    for _ in range(1000):
        crowd = crowd.plus(everybody)
    prior = athletes_prior(Posterior.prior(SIZE), crowd, APART)
    assert np.diag(prior.covariance).min() >= APART


def test_a_reward_taken_out_again_leaves_no_trace() -> None:
    contexts, rewards = _logs(2)[1]
    before = _evidence(contexts, rewards)
    after = before.added(np.ones(SIZE), 0.4).added(np.ones(SIZE), 0.4, times=-1)
    np.testing.assert_allclose(after.gram, before.gram)
    np.testing.assert_allclose(after.moment, before.moment)
    assert after.count == before.count
