"""Timestamps read by the column are those that a date parser reads one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.intake.apple_health.stamps import instants, moment

GOOD = "2024-02-29 23:59:59 +0530"


@given(st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)), min_size=1))
def test_a_column_is_read_as_its_stamps_are(times: list[datetime]) -> None:
    texts = [f"{at:%Y-%m-%d %H:%M:%S} -0330" for at in times]
    assert instants(pl.Series("start", texts)).to_list() == [moment(text) for text in texts]


@pytest.mark.parametrize(
    "wrong",
    [
        "2023-02-29 10:00:00 +0530",
        "2024-13-01 10:00:00 +0530",
        "2024-01-00 10:00:00 +0530",
        "2024-01-01 24:00:00 +0530",
        "2024-01-01 10:60:00 +0530",
        "2024-01-01 10:0:000 +0530",
        "2024-01-01 1O:00:00 +0530",
        "2024-01-01 10:00:00 +0960",
        "not a moment that is long",
    ],
)
def test_a_stamp_that_is_none_is_null_and_spares_the_others(wrong: str) -> None:
    good = datetime(2024, 2, 29, 18, 29, 59, tzinfo=UTC)
    read = instants(pl.Series("start", [GOOD] * 40 + [wrong]))
    assert read.to_list() == [good] * 40 + [None]


def test_offsets_may_differ_within_a_column() -> None:
    texts = ["2024-01-01 01:00:00 +0100"] * 40 + ["2024-01-01 01:00:00 +0000"]
    hours = instants(pl.Series("start", texts)).dt.hour().to_list()
    assert hours == [0] * 40 + [1]
