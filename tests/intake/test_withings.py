"""Withings' tables, made after its documentation for want of a real export."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.vendor_files import about, batches, rejected, rows, source_of, survives
from spotter.body.daily import aggregate
from spotter.intake.errors import NotThisFormat

PARIS = ZoneInfo("Europe/Paris")

WEIGHT = (
    'Date,"Weight (kg)","Fat mass (kg)","Bone mass (kg)","Muscle mass (kg)","Hydration (kg)",'
    "Comments\n"
    '"2024-05-02 07:10:00",80.00,16.00,3.1,60.9,,"after the run"\n'
    '"2024-05-03 07:05:00",79.6,,,,,\n'
)
PRESSURE = 'Date,"Heart rate",Systolic,Diastolic,Comments\n"2024-05-02 08:00:00",61,121,79,\n'
SLEEP = (
    'from,to,"light (s)","deep (s)","rem (s)","awake (s)","wake up","Duration to sleep (s)",'
    '"Duration to wake up (s)","Snoring (s)","Snoring episodes","Average heart rate",'
    '"Heart rate (min)","Heart rate (max)"\n'
    "2024-05-01T23:00:00+02:00,2024-05-02T07:00:00+02:00,14400,6000,6600,1800,2,300,0,0,0,52,44,70\n"
)
RAW = 'start,duration,value\n2024-05-02T10:00:00+02:00,"[60,60,30]","[71,74,80]"\n'

TABLES = (WEIGHT, PRESSURE, SLEEP, RAW, "date,value\n2024-05-02,225\n")


def test_fat_is_a_share_of_the_weight() -> None:
    found = rows(WEIGHT.encode(), "weight.csv", PARIS)
    assert found.filter(signal="mass")["si"].to_list() == [80.0, 79.6]
    assert found.filter(signal="body_fat")["si"].to_list() == pytest.approx([0.2])
    first = found.to_dicts()[0]
    assert first["start"] == datetime(2024, 5, 2, 5, 10, tzinfo=UTC)
    assert about(first)["comment"] == "after the run"


def test_pounds_and_stones_are_told_by_the_header() -> None:
    pounds = WEIGHT.replace("(kg)", "(lb)")
    found = rows(pounds.encode(), "weight.csv", PARIS).filter(signal="mass")
    assert found["si"][0] == pytest.approx(80 * 0.45359237)


def test_blood_pressure_comes_in_with_its_pulse() -> None:
    found = rows(PRESSURE.encode(), "bp.csv", PARIS)
    told = {row["signal"]: row["si"] for row in found.to_dicts()}
    assert told == {"systolic": 121, "diastolic": 79, "heart_rate": 61}


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"from,to,": "von,bis,", "light": "leicht", "deep": "tief", "awake": "wach"},
        {"from,to,": "de,a,", "light": "ligero", "deep": "profundo", "awake": "despierto"},
    ],
    ids=["english", "german", "spanish"],
)
def test_a_night_is_told_in_the_language_of_the_account(words: dict[str, str]) -> None:
    text = SLEEP
    for english, other in words.items():
        text = text.replace(english, other, 1)
    night = aggregate(rows(text.encode(), "sleep.csv", PARIS).lazy(), PARIS)[date(2024, 5, 2)]
    assert night.values["sleep_deep_s"] == pytest.approx(6000, abs=1)
    assert night.values["sleep_s"] == pytest.approx(27_000, abs=1)
    assert night.values["sleep_in_bed_s"] == 8 * 3600


def test_a_raw_series_is_one_reading_after_another() -> None:
    found = rows(RAW.encode(), "data_1/raw_tracker_hr.csv", PARIS)
    start = datetime(2024, 5, 2, 8, 0, tzinfo=UTC)
    assert found["start"].to_list() == [start + timedelta(seconds=s) for s in (0, 60, 120)]
    assert found["end"].to_list()[-1] == start + timedelta(seconds=150)
    assert found["si"].to_list() == [71, 74, 80]


@pytest.mark.parametrize(
    ("name", "signal", "si"),
    [
        ("raw_tracker_steps.csv", "steps", 225),
        ("raw_tracker_distance.csv", "distance", 225),
        ("raw_tracker_calories-earned.csv", "active_energy", 225 * 4.184),
    ],
)
def test_the_name_of_a_series_tells_what_it_is(name: str, signal: str, si: float) -> None:
    found = rows(RAW.encode(), name, PARIS)
    assert set(found["signal"]) == {signal}
    assert found["si"].sum() == pytest.approx(si)


def test_raw_sleep_states_are_stages() -> None:
    text = RAW.replace("[60,60,30]", "[600,1200,60]").replace("[71,74,80]", "[1,2,0]")
    found = rows(text.encode(), "raw_sleep-monitor_sleep-state.csv", PARIS)
    assert found["text"].to_list() == ["core", "deep", "awake"]


def test_days_and_minutes_of_one_tracker_count_once() -> None:
    raw = rows(RAW.encode(), "raw_tracker_steps.csv", PARIS)
    total = rows(b"date,value\n2024-05-02,225\n", "aggregates_steps.csv", PARIS)
    both = raw.vstack(total)
    assert aggregate(both.lazy(), PARIS)[date(2024, 5, 2)].values["steps"] == 225


def test_places_are_left_out_and_counted() -> None:
    (one,) = batches(RAW.encode(), "raw_tracker_latitude.csv")
    assert one.skipped == {"raw_tracker_latitude": 1}


@pytest.mark.parametrize("content", [RAW, "date,value\n2024-05-02,5\n"])
def test_a_table_without_its_name_is_refused_by_name(content: str) -> None:
    with pytest.raises(NotThisFormat):
        batches(content.encode(), "upload")


def test_an_activity_has_its_numbers_in_one_cell() -> None:
    data = json.dumps({"calories": 300, "hr_average": 140, "hr_max": 171, "distance": 5000})
    cell = data.replace('"', '""')
    text = (
        'from,to,"from (manual)","to (manual)",Timezone,"Activity type",Data,GPS,Modified\n'
        '2024-05-02T18:00:00+09:00,2024-05-02T18:30:00+09:00,,,Asia/Tokyo,Running,"'
        + cell
        + '",,\n'
    )
    one = rows(text.encode(), "activities.csv", PARIS).to_dicts()[0]
    assert (one["text"], one["zone"], one["si"]) == ("running", "Asia/Tokyo", 1800)
    assert about(one)["hr_mean_bpm"] == 140
    assert one["start"] == datetime(2024, 5, 2, 9, 0, tzinfo=UTC)


def test_uneven_lists_are_refused() -> None:
    text = RAW.replace("[60,60,30]", "[60]")
    assert rejected(text.encode(), "raw_tracker_hr.csv").total() == 1


@settings(max_examples=60, deadline=None)
@given(
    start=st.datetimes(min_value=datetime(2012, 1, 1), max_value=datetime(2026, 1, 1)),
    grams=st.integers(20_000, 300_000),
    offset=st.integers(-11, 13),
)
def test_any_weighing_comes_back_as_it_was(start: datetime, grams: int, offset: int) -> None:
    stamp = (
        start.replace(microsecond=0).isoformat()
        + f"{'-' if offset < 0 else '+'}{abs(offset):02}:00"
    )
    text = f'Date,"Weight (kg)","Fat mass (kg)"\n{stamp},{grams / 1000},\n'
    one = rows(text.encode(), "weight.csv", PARIS).to_dicts()[0]
    assert one["start"] == datetime.fromisoformat(stamp)
    assert one["si"] == grams / 1000


CELL = st.text(max_size=10) | st.sampled_from(["[1,2]", "[]", "2024-05-02", "{}", "[[", "1e9"])


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(TABLES),
    st.lists(st.lists(CELL, max_size=9), max_size=4),
    st.sampled_from(["raw_tracker_hr.csv", "aggregates_steps.csv", "raw_a_sleep-state.csv"]),
)
def test_no_table_brings_it_down(table: str, lines: list[list[str]], name: str) -> None:
    head = table.splitlines()[0]
    body = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    content = f"{head}\n{body}".encode("utf-8", "replace")
    assert source_of(content) == "withings"
    survives(content, name)
