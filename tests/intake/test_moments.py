"""Stamps of vendors are instants, whatever they look like, and never a crash or a wait."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotter.intake import moments

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01 10:00:00",
        "2024-05-01T10:00:00.000",
        "2024-05-01T08:00:00Z",
        "2024-05-01T11:00:00+03:00",
        "2024/05/01 10:00",
        "May 1, 2024 10:00:00 AM",
    ],
)
def test_a_stamp_is_an_instant(text: str) -> None:
    assert moments.at(text, BERLIN) == datetime(2024, 5, 1, 8, 0, tzinfo=UTC)


def test_a_time_that_the_clock_skips_is_moved_and_one_it_shows_twice_is_the_first() -> None:
    skipped = moments.at("2024-03-31 02:30:00", BERLIN)
    assert skipped == datetime(2024, 3, 31, 1, 30, tzinfo=UTC), "half past three in summer"
    assert moments.at("2024-10-27 02:30:00", BERLIN) == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2024-13-01", "0001-01-01", "9999-12-31", "1" * 100]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert moments.at(text, BERLIN) is None


@pytest.mark.parametrize("read", [moments.at, moments.american])
def test_a_long_text_is_no_time_at_once(read: object) -> None:
    began = time.perf_counter()
    for text in ("1/1/11" + " " * 1_000_000 + "a\nb", "9" * 1_000_000, " " * 1_000_000):
        assert read(text, BERLIN) is None  # type: ignore[operator]
    assert time.perf_counter() - began < 2


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=70))
def test_no_text_brings_a_stamp_down(text: str) -> None:
    for read in (moments.at, moments.american):
        found = read(text, BERLIN)
        assert found is None or found.tzinfo is UTC
    moments.fixed(text)
    moments.numbered(text, BERLIN, moments.day_first(text))


@settings(max_examples=60, deadline=None)
@given(st.floats(), st.floats())
def test_no_number_brings_a_span_down(one: float, other: float) -> None:
    start = moments.at_ms(one)
    moments.lasting(start, other)
    moments.minutes_east(one)


@pytest.mark.parametrize(
    ("text", "hours", "name"),
    [
        ("UTC-04:00", -4, "Etc/GMT+4"),
        ("UTC+0900", 9, "Etc/GMT-9"),
        ("+05:30", 5.5, None),
        ("UTC+00:00", 0, "Etc/UTC"),
    ],
)
def test_an_offset_is_a_zone_with_a_name_where_there_is_one(
    text: str, hours: float, name: str | None
) -> None:
    zone = moments.fixed(text)
    assert zone == timezone(timedelta(hours=hours))
    assert moments.name_of(zone) == name
    if name:
        assert datetime(2024, 5, 1, tzinfo=ZoneInfo(name)).utcoffset() == timedelta(hours=hours)


def test_a_day_is_as_long_as_it_was() -> None:
    short = moments.whole_day(date(2024, 3, 31), BERLIN)
    assert short is not None
    assert short[1] - short[0] == timedelta(hours=23)


def test_a_number_of_a_night_stands_in_its_morning() -> None:
    span = moments.early_morning(date(2024, 5, 1), BERLIN)
    assert span is not None
    middle = span[0] + (span[1] - span[0]) / 2
    assert middle.astimezone(BERLIN) == datetime(2024, 5, 1, 4, 0, tzinfo=BERLIN)
