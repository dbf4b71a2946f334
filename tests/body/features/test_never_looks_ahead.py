"""A row rests on its own day and earlier ones: deleting the future changes nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from body.features.lives import FIRST, lives, until
from spotter.body.features.catalogue import FEATURES
from spotter.body.features.columns import NUMBERS
from spotter.body.features.compute import coverage, features
from spotter.body.features.feature import Feature, feature
from spotter.body.features.table import Record, daily_table
from spotter.body.state import Day
from spotter.lab.population import population
from spotter.lab.wellness.records import apple_record, lifesnaps, pmdata

SECOND = FIRST + timedelta(days=1)


def differing(record: Record, day: date, catalogue: Mapping[str, Feature] = FEATURES) -> list[str]:
    """Return the features of `day` that change when everything after it is deleted."""
    whole = daily_table(record)
    at = pl.col("day") == day
    known_then = daily_table(until(record, day), last=day)
    later = (features(whole, catalogue).filter(at), coverage(whole, catalogue).filter(at))
    then = (features(known_then, catalogue).filter(at), coverage(known_then, catalogue).filter(at))
    if then[0].is_empty() or later[0].is_empty():
        return []
    return [
        name
        for now, before in zip(later, then, strict=True)
        for name in now.columns
        if not _same(now[name][0], before[name][0])
    ]


def _same(a: object, b: object) -> bool:
    """Return whether values agree up to the last bits, which vary with the length of a column."""
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-12)
    return a == b


@settings(max_examples=12, deadline=None)
@given(lives(), st.integers(0, 59))
def test_deleting_all_later_data_gives_the_same_row(record: Record, back: int) -> None:
    assert differing(record, FIRST + timedelta(days=back)) == []


def test_a_feature_that_peeks_is_caught() -> None:
    record = Record("x", {day: Day(day, {"steps": day.day}, {}) for day in (FIRST, SECOND)})
    peeks = feature(
        "peeks", pl.col("steps").shift(-1), unit="1", about="", formula="", needs="steps"
    )
    assert differing(record, FIRST, {"peeks": peeks}) == ["peeks"]


def peeking(catalogue: Mapping[str, Feature]) -> set[str]:
    """Return the features that change on a day of a full life once the later days are deleted."""
    found: set[str] = set()
    for table in population(2, 240):
        whole = features(table, catalogue)
        for day in (60, 150, 238):
            then = features(table.head(day + 1), catalogue)
            found |= {name for name in catalogue if not _same(whole[name][day], then[name][day])}
    return found


def test_no_feature_peeks_in_lives_of_which_everything_is_known() -> None:
    assert peeking(FEATURES) == set()


def test_a_look_ahead_at_any_column_is_caught() -> None:
    first, second = population(2, 240)
    varying = {
        name
        for name in NUMBERS
        if any(one[name].drop_nulls().n_unique() > 2 for one in (first, second))
    }
    peeks = {
        name: feature(
            name, pl.col(name).backward_fill().reverse().cum_sum().reverse(), unit="1", about="",
            formula="", needs=name,
        )
        for name in varying
    }  # fmt: skip
    assert len(varying) > 100
    assert peeking(peeks) == varying


@pytest.mark.parametrize("who", ["p01", "p05"])
def test_a_participant_of_pmdata_has_no_foresight(wellness: Path, who: str) -> None:
    record = pmdata(wellness / "pmdata" / who)
    days = sorted(record.days)
    assert [differing(record, day) for day in days[:: len(days) // 6]] == [[]] * len(
        days[:: len(days) // 6]
    )


def test_participants_of_lifesnaps_have_no_foresight(wellness: Path) -> None:
    file = wellness / "lifesnaps" / "daily_fitbit_sema_df_unprocessed.csv"
    found = [
        differing(record, sorted(record.days)[len(record.days) * part // 4])
        for record in [one for one in lifesnaps(file) if len(one.days) >= 60][:5]
        for part in (1, 2, 3)
    ]
    assert found == [[]] * 15


def test_a_watch_of_seven_years_has_no_foresight(apple_health: Path) -> None:
    record = apple_record(apple_health / "apple-derived-2019-2026-stevensong")
    days = sorted(record.days)
    assert len(days) > 900
    assert [differing(record, days[len(days) * part // 4]) for part in (1, 2, 3)] == [[]] * 3
