"""The load that a set is likely to have, as a distribution over ln kg.

A mixture of three kinds: a load used before is used again (one part for each past day, weighed by
how alike that day is to today), strength goes on where it was (one part for each smoothed
estimate), or something else happens (one broad part). The best set of a day is at least as good as
what came before it that day, so the distribution ends there. Parts are logistic: their tails are
those of real logs, and everything about them has a closed form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spotter.prescribe.lifts.case import EXPERTS, LIKENESS, Cases
from spotter.prescribe.lifts.days import Floats

# No part is narrower: loads come in steps.
LEAST_SCALE = 0.012
# What is as good as before counts as at least as good.
_EDGE = 1e-3
# Where a distribution is looked up: so far from the last day's load, in so many points.
_DOWN, _UP, _POINTS = -2.2, 1.4, 600
# Something else happens a little below the last load: lighter days are more than heavier ones.
_ELSE_BELOW = 0.1


@dataclass(frozen=True)
class Parameters:
    """What was learned from other lifters.

    `likeness` weighs `LIKENESS`; for `EXPERTS` and, last, for something else: `share` (ln odds
    against a load used before), `share_again` and `share_change` how that moves, `scale` (ln) and
    `scale_change`.
    """

    likeness: Floats
    share: Floats
    share_again: Floats
    share_change: Floats
    scale: Floats
    scale_change: Floats

    @classmethod
    def start(cls) -> Parameters:
        """Return where learning starts: recent days and like reps count, smoothed ones a little."""
        likeness = np.zeros(len(LIKENESS))
        likeness[[0, 2]] = -1.0
        parts = len(EXPERTS) + 1
        return cls(
            likeness,
            np.full(parts, -1.0),
            np.zeros(parts),
            np.zeros(parts),
            np.append(np.full(parts - 1, -3.0), -1.2),
            np.full(parts, 0.5),
        )

    def flat(self) -> Floats:
        """Return all numbers in a row."""
        return np.concatenate(list(self.__dict__.values()))

    @classmethod
    def from_flat(cls, row: Floats) -> Parameters:
        """Return what `flat` wrote."""
        sizes = [len(LIKENESS), *[len(EXPERTS) + 1] * 5]
        return cls(*np.split(row, np.cumsum(sizes)[:-1]))


@dataclass(frozen=True)
class Parts:
    """The parts of the mixture, each (n, DAYS + len(EXPERTS) + 1): ln shares, places, scales.

    `days` (n, DAYS) are the shares of past days among themselves.
    """

    share: Floats
    place: Floats
    scale: Floats
    days: Floats


def parts(of: Parameters, cases: Cases) -> Parts:
    """Return the mixture for every case."""
    days = cases.likeness @ of.likeness + np.where(cases.there > 0, 0.0, -1e4)
    days = days - _ln_sum(days)
    change, again = cases.change[:, None], cases.again[:, None]
    other = of.share + of.share_again * again + of.share_change * change
    share = np.concatenate([days, other], axis=1)
    place = np.concatenate([cases.loads, cases.experts, cases.last[:, None] - _ELSE_BELOW], axis=1)
    wide = LEAST_SCALE + np.exp(np.clip(of.scale + of.scale_change * change, -8.0, 1.0))
    scale = np.concatenate([np.full(cases.loads.shape, LEAST_SCALE), wide], axis=1)
    return Parts(share - _ln_sum(share), place, scale, np.exp(days))


def _ln_sum(rows: Floats) -> Floats:
    top = rows.max(axis=1, keepdims=True)
    return np.asarray(top + np.log(np.exp(rows - top).sum(axis=1, keepdims=True)))


@dataclass(frozen=True)
class Expected:
    """The load in kg that a set is likely to have: the likeliest middle, and 80 % around it.

    Each (n,). `load_kg` makes the mean absolute percentage error least.
    """

    load_kg: Floats
    low_kg: Floats
    high_kg: Floats


def expected(of: Parameters, cases: Cases, at_once: int = 128) -> Expected:
    """Return the load of every case."""
    found = [
        _expected(of, cases.part(slice(start, start + at_once)))
        for start in range(0, len(cases), at_once)
    ]
    whole = np.concatenate(found, axis=1)
    return Expected(*whole)


def _expected(of: Parameters, cases: Cases) -> Floats:
    steps = np.linspace(_DOWN, _UP, _POINTS)
    grid = cases.last[:, None] + steps
    mass = np.diff(below(parts(of, cases), grid), axis=1)
    points = (grid[:, 1:] + grid[:, :-1]) / 2
    floor = cases.floor[:, None] - _EDGE
    # The smallest doubt keeps a row whole where the floor lies above everything expected.
    doubt = np.where(points >= floor, 1e-12 * np.exp(-10 * (points - floor)), 0.0)
    mass = np.where(points >= floor, mass, 0.0) + doubt + 1e-300
    mass /= mass.sum(axis=1, keepdims=True)
    # The median by 1 / load has the least mean absolute percentage error.
    light = mass * np.exp(-steps[:-1])
    ends = (_at(light, points, 0.5), _at(mass, points, 0.1), _at(mass, points, 0.9))
    return np.exp(np.maximum(np.stack(ends), np.where(cases.floor > -90, cases.floor, -np.inf)))


def below(of: Parts, grid: Floats) -> Floats:
    """Return the share of each mixture below each of its points; `grid` is (n, points)."""
    share = np.exp(of.share)
    whole = np.zeros_like(grid)
    for part in range(share.shape[1]):
        away = (grid - of.place[:, part, None]) / of.scale[:, part, None]
        whole += share[:, part, None] / (1 + np.exp(-np.clip(away, -60, 60)))
    return whole


def _at(mass: Floats, points: Floats, share: float) -> Floats:
    heap = np.cumsum(mass, axis=1)
    index = np.argmax(heap >= share * heap[:, -1:], axis=1)
    return np.asarray(points[np.arange(len(points)), index])
