"""Samsung Health's tables and series, made after its documentation for want of a real export."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.vendor_files import about, batches, rejected, rows, source_of, survives
from spotter.body.daily import aggregate
from spotter.intake.errors import Damaged

SEOUL = ZoneInfo("Asia/Seoul")


def table(name: str, *records: dict[str, Any], mark: str = "") -> bytes:
    """Return a table as Samsung writes it: its name, its columns, and a comma too many a row."""
    columns = list(records[0])
    lines = [f"{name},6320001,17", ",".join(columns)]
    lines += [",".join(str(one[column]) for column in columns) + "," for one in records]
    return (mark + "\n".join(lines) + "\n").encode()


def heart(**more: Any) -> dict[str, Any]:
    prefix = "com.samsung.health.heart_rate."
    told = {"start_time": "2024-05-01 23:30:00.000", "end_time": "2024-05-01 23:30:00.000"}
    told |= {"heart_rate": 61.0, "time_offset": "UTC+0900"} | more
    return {"source": "", **{prefix + name: value for name, value in told.items()}}


HEART = table("com.samsung.shealth.tracker.heart_rate", heart())


def stage(start: str, end: str, code: int) -> dict[str, Any]:
    return {"start_time": start, "end_time": end, "stage": code, "time_offset": "UTC+0900"}


STAGES = table(
    "com.samsung.health.sleep_stage",
    stage("2024-05-01 14:00:00.000", "2024-05-01 16:00:00.000", 40002),
    stage("2024-05-01 16:00:00.000", "2024-05-01 17:00:00.000", 40003),
    stage("2024-05-01 17:00:00.000", "2024-05-01 17:10:00.000", 40001),
    stage("2024-05-01 17:10:00.000", "2024-05-01 20:00:00.000", 40004),
)
SLEEP = table(
    "com.samsung.shealth.sleep",
    {
        "sleep_score": 77,
        "efficiency": 91.0,
        "com.samsung.health.sleep.start_time": "2024-05-01 14:00:00.000",
        "com.samsung.health.sleep.end_time": "2024-05-01 20:00:00.000",
        "com.samsung.health.sleep.time_offset": "UTC+0900",
    },
)


def test_times_are_in_utc_with_the_clock_beside_them() -> None:
    one = rows(HEART, zone=SEOUL).to_dicts()[0]
    assert one["start"] == datetime(2024, 5, 1, 23, 30, tzinfo=UTC)
    assert (one["zone"], one["si"]) == ("Etc/GMT-9", 61)


def test_stages_speak_for_a_night_and_its_session_where_there_are_none() -> None:
    sessions = rows(SLEEP, zone=SEOUL)
    both = rows(STAGES, zone=SEOUL).vstack(sessions)
    night = aggregate(both.lazy(), SEOUL)[date(2024, 5, 2)].values
    assert (night["sleep_deep_s"], night["sleep_rem_s"]) == (3600, 10_200)
    assert night["sleep_s"] == 6 * 3600 - 600
    alone = aggregate(sessions.lazy(), SEOUL)[date(2024, 5, 2)].values
    assert alone["sleep_s"] == 6 * 3600
    assert "Samsung sleep score" in set(sessions.filter(sessions["signal"].is_null())["type"])


def test_phone_and_watch_count_the_same_steps_once() -> None:
    walk = {"start_time": "2024-05-01 09:00:00.000", "end_time": "2024-05-01 09:10:00.000"}
    prefix = "com.samsung.health.step_count."
    records = [
        {prefix + name: value for name, value in (walk | more).items()}
        for more in (
            {"count": 900, "distance": 700.0, "deviceuuid": "watch", "time_offset": "UTC+0900"},
            {"count": 850, "distance": 640.0, "deviceuuid": "phone", "time_offset": "UTC+0900"},
        )
    ]
    found = rows(table("com.samsung.shealth.tracker.pedometer_step_count", *records), zone=SEOUL)
    assert len(set(found["source"])) == 2
    assert aggregate(found.lazy(), SEOUL)[date(2024, 5, 1)].values["steps"] in {850, 900}


def test_a_day_of_steps_is_its_date_wherever_the_athlete_is() -> None:
    days = [
        {"day_time": 1_714_521_600_000, "count": 9000, "distance": 7000.0, "source_type": kind}
        for kind in (-2, 0)
    ]
    content = table("com.samsung.shealth.step_daily_trend", *days)
    for zone in (SEOUL, ZoneInfo("America/Los_Angeles")):
        found = rows(content, zone=zone)
        assert aggregate(found.lazy(), zone)[date(2024, 5, 1)].values["steps"] == 9000
    assert sum(one.skipped["day of one device"] for one in batches(content)) == 1


def test_an_exercise_is_named_by_its_number() -> None:
    prefix = "com.samsung.health.exercise."
    told = {"start_time": "2024-05-01 09:00:00.000", "end_time": "2024-05-01 09:50:00.000"}
    told |= {"exercise_type": 1002, "duration": 2_700_000, "distance": 8100.0, "calorie": 500.0}
    told |= {"mean_heart_rate": 149.0, "max_heart_rate": 177.0, "time_offset": "UTC+0900"}
    record = {"vo2_max": 49.5, **{prefix + name: value for name, value in told.items()}}
    found = rows(table("com.samsung.shealth.exercise", record), zone=SEOUL)
    one = found.filter(signal="workout").to_dicts()[0]
    assert (one["text"], one["si"]) == ("running", 2700)
    assert about(one)["energy_kj"] == pytest.approx(500 * 4.184)
    assert about(one)["hr_mean_bpm"] == 149
    assert found.filter(signal="vo2max")["si"].to_list() == [49.5]


@pytest.mark.parametrize(
    ("name", "column", "value", "signal", "si"),
    [
        ("com.samsung.health.weight", "weight", 78.4, "mass", 78.4),
        ("com.samsung.health.weight", "body_fat", 21.0, "body_fat", 0.21),
        ("com.samsung.health.height", "height", 178.0, "height", 1.78),
        ("com.samsung.shealth.blood_pressure", "systolic", 121.0, "systolic", 121),
        ("com.samsung.shealth.tracker.oxygen_saturation", "spo2", 96.0, "spo2", 0.96),
        ("com.samsung.health.respiratory_rate", "average", 14.5, "respiratory_rate", 14.5),
        ("com.samsung.health.skin_temperature", "temperature", 33.9, "wrist_temperature", 33.9),
    ],
)
def test_a_reading_comes_in(name: str, column: str, value: float, signal: str, si: float) -> None:
    record = {"start_time": "2024-05-01 06:00:00.000", "time_offset": "UTC+0900", column: value}
    found = rows(table(name, record), zone=SEOUL)
    assert found.filter(signal=signal)["si"].to_list() == pytest.approx([si])


def test_binned_series_keep_the_two_variabilities_apart() -> None:
    bins = [
        {
            "start_time": 1_714_521_600_000,
            "end_time": 1_714_521_900_000,
            "sdnn": 61.0,
            "rmssd": 43.0,
        }
    ]
    found = rows(json.dumps(bins).encode())
    assert {row["signal"]: row["si"] for row in found.to_dicts()} == {
        "hrv_sdnn": 61,
        "hrv_rmssd": 43,
    }
    beats = [{"start_time": 1_714_521_600_000, "heart_rate": 70.0, "heart_rate_max": 80.0}]
    assert rows(json.dumps(beats).encode())["si"].to_list() == [70]


def test_a_table_that_is_no_reading_is_left_out_and_counted() -> None:
    content = table("com.samsung.shealth.badge", {"title": "x"})
    assert source_of(content) == "samsung"
    (one,) = batches(content)
    assert (one.records, one.skipped) == (0, {"table badge": 1})


def test_a_mark_at_the_beginning_is_no_part_of_the_name() -> None:
    content = table("com.samsung.shealth.tracker.heart_rate", heart(), mark="\ufeff")
    assert rows(content)["si"].to_list() == [61]


def test_a_table_that_ends_with_its_name_is_damaged() -> None:
    with pytest.raises(Damaged):
        batches(b"com.samsung.shealth.sleep,1,1")


def test_an_unknown_stage_is_refused_alone() -> None:
    content = STAGES.replace(b"40003", b"40009")
    assert rejected(content) == {("unknown_sleep_stage", "Sleep stage"): 1}
    assert rows(content).height == 3


@settings(max_examples=60, deadline=None)
@given(
    start=st.datetimes(min_value=datetime(2014, 1, 1), max_value=datetime(2026, 1, 1)),
    offset=st.integers(-11, 12),
    bpm=st.integers(30, 220),
)
def test_any_heart_rate_comes_back_as_it_was(start: datetime, offset: int, bpm: int) -> None:
    start = start.replace(microsecond=start.microsecond // 1000 * 1000)
    stamp = start.strftime("%Y-%m-%d %H:%M:%S.") + f"{start.microsecond // 1000:03}"
    zone = f"UTC{'-' if offset < 0 else '+'}{abs(offset):02}00"
    record = heart(start_time=stamp, end_time=stamp, heart_rate=bpm, time_offset=zone)
    one = rows(table("com.samsung.shealth.tracker.heart_rate", record)).to_dicts()[0]
    assert (one["start"], one["si"]) == (start.replace(tzinfo=UTC), bpm)
    assert one["end"] - one["start"] == timedelta()


NAMES = ("tracker.heart_rate", "sleep_stage", "sleep", "exercise", "step_daily_trend", "weight")


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.lists(st.lists(st.text(max_size=10), max_size=6), max_size=4),
    st.binary(max_size=40),
)
def test_no_table_brings_it_down(name: str, lines: list[list[str]], tail: bytes) -> None:
    columns = "start_time,end_time,stage,heart_rate,day_time,exercise_type,weight,source_type"
    body = "\n".join(",".join(line) for line in lines).encode("utf-8", "replace")
    survives(f"com.samsung.shealth.{name},1,1\n{columns}\n".encode() + body + tail)
    survives(b'[{"start_time":1,"heart_rate":2},' + tail)
