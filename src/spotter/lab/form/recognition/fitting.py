"""The recogniser's network, fitted on the traits of made-up films."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.random import Generator

from spotter.form.motion import Doubles
from spotter.form.recognition.recogniser import OTHER, Recogniser, scaled

SEED: Final = 11
# Networks side by side, whose votes are put together; units of each; passes over the films.
_NETWORKS, _UNITS, _PASSES = 3, 64, 25
_DECAY: Final = 1e-2
# In each of the copies a network learns from, traits are off by so many deviations, and this share
# of them is not known: real people and cameras differ from made-up ones in more ways than the
# films show.
_COPIES, _OFF, _UNKNOWN = 2, 0.6, 0.2
_TEMPERATURES: Final = (0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 2.7)


def fitted(names: Sequence[str], table: Doubles) -> Recogniser:
    """Return the recogniser of films with traits `table` (N, K) that show `names` (N)."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    usual = np.nan_to_num(np.nanmean(table, axis=0))
    spread = np.maximum(np.nan_to_num(np.nanstd(table, axis=0), nan=1.0), 1e-6)
    hidden, out = [], []
    for number in range(_NETWORKS):
        rng = np.random.default_rng([SEED, number])
        copies = [_copy(table, usual, spread, rng) for _ in range(_COPIES)]
        network = MLPClassifier(
            (_UNITS,), alpha=_DECAY, max_iter=_PASSES, batch_size=256, random_state=number
        )
        with warnings.catch_warnings():
            # The passes are counted; more of them only learn the films by heart.
            warnings.simplefilter("ignore", ConvergenceWarning)
            network.fit(np.concatenate(copies), np.tile(np.asarray(names), _COPIES))
        hidden.append(np.vstack([network.coefs_[0], network.intercepts_[0]]))
        out.append((network.coefs_[1], network.intercepts_[1]))
    weights = np.concatenate([weight for weight, _ in out]) / _NETWORKS
    exercises = tuple(str(each) for each in network.classes_)
    # Films of strangers are many, so that there are many kinds; none of the answers is likelier
    # than another before anything is seen.
    often = np.array([np.mean(np.asarray(names) == each) for each in exercises])
    ones = np.mean([one for _, one in out], axis=0) - np.log(often)
    return Recogniser(exercises, usual, spread, np.hstack(hidden), np.vstack([weights, ones]))


def tempered(recogniser: Recogniser, names: Sequence[str], table: Doubles) -> Recogniser:
    """Return the recogniser as sure of itself as it is right on films it did not learn from.

    One temperature for all (Guo et al., ICML 2017), of a few, by the least logarithmic loss, every
    answer counting the same.
    """
    losses = [_loss(_cooled(recogniser, each), names, table) for each in _TEMPERATURES]
    return _cooled(recogniser, _TEMPERATURES[int(np.argmin(losses))])


def told(recogniser: Recogniser, table: Doubles) -> tuple[list[str], Doubles]:
    """Return what each film with traits `table` (N, K) is taken for, and how surely (N,)."""
    shares = np.array([recogniser.shares(row) for row in table])
    return [recogniser.exercises[n] for n in shares.argmax(axis=1)], shares.max(axis=1)


def accuracy(recogniser: Recogniser, names: Sequence[str], table: Doubles) -> float:
    """Return the share of films whose exercise is told rightly."""
    found, _ = told(recogniser, table)
    return float(np.mean([each == name for each, name in zip(found, names, strict=True)]))


def accepted(recogniser: Recogniser, table: Doubles, least: float) -> float:
    """Return the share of films that are taken for an exercise of ours, surer than `least`."""
    found, sure = told(recogniser, table)
    return float(
        np.mean([name != OTHER and s >= least for name, s in zip(found, sure, strict=True)])
    )


def _copy(table: Doubles, usual: Doubles, spread: Doubles, rng: Generator) -> Doubles:
    known = np.where(rng.random(table.shape) < _UNKNOWN, np.nan, table)
    return scaled(known + rng.normal(0, _OFF, table.shape) * spread, usual, spread)


def _cooled(one: Recogniser, temperature: float) -> Recogniser:
    return Recogniser(one.exercises, one.usual, one.spread, one.hidden, one.out / temperature)


def _loss(recogniser: Recogniser, names: Sequence[str], table: Doubles) -> float:
    shares = np.array([recogniser.shares(row) for row in table])
    at = np.array([recogniser.exercises.index(name) for name in names])
    lost = -np.log(np.maximum(shares[np.arange(len(at)), at], 1e-9))
    return float(np.mean([lost[at == each].mean() for each in np.unique(at)]))
