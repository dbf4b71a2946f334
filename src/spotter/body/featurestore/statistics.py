"""Statistics of everybody who agreed: means with noise, of twenty people and more.

Each release is differentially private for adding or removing one person, with all of their days:
each person gives one number a feature, held within bounds that were set without looking at anybody,
and Laplace noise covers what one person can change (Dwork 2006; noise by OpenDP). The budget is the
sum over features and releases. A mean is told where at least `LEAST` people count in it; as the
count itself is noisy, it must exceed `LEAST` by so much that a smaller crowd passes once in
ten thousand times. With six features and ε = 1 that takes some 120 people.

A refusal rests on that noisy count, so it costs what the count costs. The sum of who is too few is
never drawn, and its half of the price is given back: which sums are drawn follows from the counts
alone, and what is spent may follow from what was told before (Rogers 2016).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import polars as pl

from spotter.body.features.catalogue import FEATURES
from spotter.body.featurestore.offline import scan
from spotter.body.featurestore.shelf import Shelf
from spotter.kit.errors import Conflict
from spotter.kit.time import Clock
from spotter.store.uow import Units

LEAST = 20
EPSILON = 1.0
WINDOW_DAYS = 28
_ONCE_IN = 1e-4

# Feature → what its mean over four weeks may be; people beyond are counted at the bound.
BOUNDS: Mapping[str, tuple[float, float]] = {
    "resting_hr_last": (35, 95),
    "hrv_sdnn_last": (2.3, 5.3),
    "hrv_rmssd_last": (2.3, 5.3),
    "sleep_time_last": (14_400, 36_000),
    "adherence_sessions_7": (0, 10),
    "load_acute_7": (0, 1200),
}


class BudgetSpent(Conflict):
    """The privacy that people agreed to give for statistics is used up."""

    code = "privacy_budget"


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of many people's four weeks, and how many there were, both with noise."""

    mean: float
    people: int


def cost(told: int) -> float:
    """Return what a release costs of which `told` features are told, the others refused."""
    counts, sums = len(BOUNDS), told
    return EPSILON * (counts + sums) / (2 * len(BOUNDS))


def release(units: Units, shelf: Shelf, clock: Clock, budget: float) -> dict[str, Mean]:
    """Make a release of means and keep it.

    `EPSILON` is spent before anything is looked at; what `cost` says was not needed comes back when
    all is told. Features of too few people are left out. Raises `BudgetSpent`; then nothing was
    spent.
    """
    with units() as uow:
        made = uow.releases.reserve(EPSILON, budget, clock())
        spent = uow.releases.spent()
        ids = uow.athletes.all_ids()
        agreed = [one for one in ids if uow.athletes.get(one).profile.in_statistics]
        if made is None:
            raise BudgetSpent(
                f"Statistics cost {spent:.2f} of the {budget:.2f} that SPOTTER_PRIVACY_BUDGET "
                f"allows, and new ones may cost {EPSILON:.2f}; look at the last ones instead."
            )
        uow.commit()
    last = clock().date()
    values = people(shelf, agreed, (last - timedelta(days=WINDOW_DAYS - 1), last))
    share = EPSILON / len(BOUNDS)
    noisy = {name: noisy_mean(values[name], BOUNDS[name], share) for name in BOUNDS}
    found = {name: one for name, one in noisy.items() if one is not None}
    with units() as uow:
        told = {name: {"mean": one.mean, "people": one.people} for name, one in found.items()}
        units_of = {name: FEATURES[name].unit for name in told}
        price = cost(len(told))
        uow.releases.tell(made, {"means": told, "unit": units_of, "cost": price}, price)
        uow.commit()
    return found


def people(
    shelf: Shelf, agreed: Collection[str], span: tuple[date, date]
) -> Mapping[str, list[float]]:
    """Return for each feature of `BOUNDS` one number a person: the mean of their days in `span`."""
    files = shelf.offline.files(agreed)
    if not files:
        return {name: [] for name in BOUNDS}
    within = scan(files).filter(pl.col("day").is_between(*span))
    means = within.group_by("athlete_id").agg(pl.col(name).mean() for name in BOUNDS).collect()
    return {name: means[name].drop_nulls().to_list() for name in BOUNDS}


def noisy_mean(values: Sequence[float], bounds: tuple[float, float], epsilon: float) -> Mean | None:
    """Return the mean of `values` at a cost of `epsilon`; None where there are too few people.

    Then it cost half of that: nothing but the count was asked for.
    """
    counted, margin = _count(values, epsilon / 2)
    if counted < LEAST + margin:
        return None
    low, high = bounds
    middle, half = (low + high) / 2, (high - low) / 2
    # About the middle of the bounds, one person moves the sum by their width at most.
    total = _sum([one - middle for one in values], half, epsilon / 2)
    return Mean(min(max(middle + total / counted, low), high), counted)


def _count(values: Sequence[float], epsilon: float) -> tuple[int, float]:
    """Return a noisy count, and how far it lies above the true one but seldom."""
    dp = _opendp()
    space = dp.vector_domain(dp.atom_domain(T=float, nan=False)), dp.symmetric_distance()
    counting = space >> dp.t.then_count()
    scale = _scale(lambda one: counting >> dp.m.then_laplace(one), epsilon)
    counted = int((counting >> dp.m.then_laplace(scale))(list(values)))
    return counted, scale * math.log(1 / (2 * _ONCE_IN))


def _sum(values: Sequence[float], half: float, epsilon: float) -> float:
    dp = _opendp()
    space = dp.vector_domain(dp.atom_domain(T=float, nan=False)), dp.symmetric_distance()
    adding = space >> dp.t.then_clamp((-half, half)) >> dp.t.then_sum()
    scale = _scale(lambda one: adding >> dp.m.then_laplace(one), epsilon)
    return float((adding >> dp.m.then_laplace(scale))(list(values)))


def _scale(measuring: Callable[[float], Any], epsilon: float) -> float:
    """Return the least noise at which one person more or less costs `epsilon`."""
    found = _opendp().binary_search_param(measuring, d_in=1, d_out=epsilon, T=float)
    return float(cast(float, found))


def _opendp() -> Any:
    # Of the extra [scale], and seconds to import.
    import opendp.prelude as dp

    dp.enable_features("contrib")
    return dp
