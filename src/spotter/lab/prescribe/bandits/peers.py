"""Agents of other libraries: Vowpal Wabbit and MABWiser."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from spotter.kit.errors import SpotterError
from spotter.prescribe.bandit.linear import Array


class NoPeer(SpotterError):
    """A library to compare with is not installed."""

    code = "no_peer"
    status = 500


class VowpalWabbit:
    """Vowpal Wabbit's contextual bandit (`--cb_explore`), exploring as `options` say."""

    def __init__(self, arms: int, seed: int, options: str) -> None:
        try:
            from vowpalwabbit import Workspace
        except ImportError as error:
            raise NoPeer("Vowpal Wabbit is missing: pip install 'spotter[bench]'.") from error
        self._rng = np.random.default_rng([seed, 3])
        words = f"--cb_explore {arms} {options} --quiet --random_seed {seed + 1}"
        self._vw: Any = Workspace(words)
        self._chance = 1.0

    def choose(self, context: Array) -> int:
        told = np.array(self._vw.predict(_line(context)))
        arm = int(self._rng.choice(len(told), p=told / told.sum()))
        self._chance = float(told[arm])
        return arm

    def learn(self, context: Array, arm: int, reward: float) -> None:
        # It minimises costs, and numbers arms from one.
        self._vw.learn(f"{arm + 1}:{1 - reward}:{self._chance} {_line(context)}")


def _line(context: Array) -> str:
    there = np.flatnonzero(context)
    return "|x " + " ".join(f"{place}:{context[place]:.6g}" for place in there)


class MabWiser:
    """MABWiser's linear policies: LinTS or LinUCB, with `alpha` as it means it."""

    def __init__(self, size: int, arms: int, seed: int, policy: str, alpha: float) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from mabwiser.mab import MAB, LearningPolicy
        except ImportError as error:
            raise NoPeer("MABWiser is missing: pip install 'spotter[bench]'.") from error
        self._mab: Any = MAB(list(range(arms)), getattr(LearningPolicy, policy)(alpha), seed=seed)
        # It wants to have been fitted before it is asked: with a context of zeros, which says
        # nothing about any weight.
        self._mab.fit(list(range(arms)), [0.0] * arms, np.zeros((arms, size + 1)))

    def choose(self, context: Array) -> int:
        return int(self._mab.predict(np.append(context, 1.0)[None]))

    def learn(self, context: Array, arm: int, reward: float) -> None:
        self._mab.partial_fit([arm], [reward], np.append(context, 1.0)[None])
