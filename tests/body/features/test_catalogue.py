"""The catalogue: enough features, each explained, none a synonym of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from spotter.body.features.catalogue import FEATURES, collect
from spotter.body.features.compute import coverage, features
from spotter.body.features.feature import Feature, feature
from spotter.lab.population import population

# Above this two features are one number under two names.
_SYNONYM = 0.999
_LEAST_ROWS = 100


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    """Return the feature rows of twelve made-up athletes."""
    return pl.concat(features(table) for table in population(12))


def test_there_are_at_least_210_features() -> None:
    assert len(FEATURES) >= 210


def test_every_feature_says_what_it_is() -> None:
    silent = [
        one.name
        for one in FEATURES.values()
        if not all((one.unit, one.about, one.formula, one.source, one.missing, one.needs))
    ]
    assert silent == []


def synonyms(rows: pl.DataFrame, names: list[str]) -> list[tuple[str, str]]:
    """Return pairs that go together in nearly every row in which both are known."""
    values = rows.select(names).to_numpy().astype(np.float64)
    known = ~np.isnan(values)
    level, spread = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
    z = np.where(known, (values - level) / np.where(spread > 0, spread, 1.0), 0.0)
    seen = known.astype(np.float64)
    # Of each pair over the rows that have both: number, sums, sums of squares, sum of products.
    n, x, xx, xy = seen.T @ seen, z.T @ seen, (z * z).T @ seen, z.T @ z
    # What does not vary over the rows that both have goes together with nothing.
    spreads = n * xx - x * x
    spreads = np.where(spreads > 1e-9 * n * n, spreads, np.nan)
    with np.errstate(invalid="ignore"):
        r = np.abs(n * xy - x * x.T) / np.sqrt(spreads * spreads.T)
    alike = np.tril((n >= _LEAST_ROWS) & (r > _SYNONYM), -1)
    return [(names[a], names[b]) for a, b in np.argwhere(alike)]


def unsaid(rows: pl.DataFrame, catalogue: Mapping[str, Feature]) -> list[tuple[str, str]]:
    """Return the pairs of which neither says why it follows the other, by its name."""
    return [
        (a, b)
        for a, b in synonyms(rows, list(catalogue))
        if b not in catalogue[a].alike and a not in catalogue[b].alike
    ]


def test_no_feature_is_another_one_without_a_reason(rows: pl.DataFrame) -> None:
    assert unsaid(rows, FEATURES) == []


def test_a_reason_for_one_feature_is_none_for_another(rows: pl.DataFrame) -> None:
    excused = FEATURES["goal_mass_rate_share"]
    assert excused.alike
    doubled = rows.with_columns((pl.col(excused.name) * 2).alias("twice"))
    catalogue = {excused.name: excused, "twice": replace(excused, name="twice")}
    assert unsaid(doubled, catalogue) == [("twice", excused.name)]


def test_a_synonym_is_found(rows: pl.DataFrame) -> None:
    doubled = rows.select("steps_mean_7", (pl.col("steps_mean_7") * 2).alias("steps_twice"))
    assert synonyms(doubled, doubled.columns) == [("steps_twice", "steps_mean_7")]


def test_every_feature_is_known_where_everything_is(rows: pl.DataFrame) -> None:
    assert [name for name in FEATURES if rows[name].null_count() == rows.height] == []


def test_coverage_is_a_share() -> None:
    (table,) = population(1)
    shares = coverage(table).select(list(FEATURES)).to_numpy()
    assert shares.min() >= 0
    assert shares.max() <= 1


def test_a_name_is_declared_once() -> None:
    twice = feature("a", pl.col("steps"), unit="1", about="", formula="", needs="steps")
    with pytest.raises(ValueError, match="called a already"):
        collect({"one": [twice], "other": [twice]})


def test_a_feature_rests_on_columns_that_days_have() -> None:
    stray = feature("a", pl.col("moon"), unit="1", about="", formula="", needs="moon")
    with pytest.raises(ValueError, match="moon"):
        collect({"one": [stray]})
