"""Garmin Connect: its tables against real files, its account export after its documentation."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.vendor_files import about, real, rejected, rows, source_of, survives
from spotter.body.daily import aggregate

VANCOUVER = ZoneInfo("America/Vancouver")


@pytest.fixture(scope="module")
def tables() -> Path:
    return real("wellness/garmin_hevy")


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


DAYS = {
    "steps": "Total Steps",
    "active_energy": "Active Calories",
    "resting_heart_rate": "Resting Heart Rate",
    "spo2": "Average SpO2",
    "hrv_rmssd": "HRV Last Night Avg",
    "respiratory_rate": "Sleep Avg Respiration",
    "mass": "Weight (lbs)",
    "body_fat": "Body Fat %",
}


@pytest.mark.parametrize(("signal", "column"), DAYS.items())
def test_every_number_of_the_days_comes_in(tables: Path, signal: str, column: str) -> None:
    path = tables / "garmin_health_data.csv"
    found = rows(path.read_bytes(), zone=VANCOUVER).filter(signal=signal)
    assert found["value"].to_list() == [
        float(row[column]) for row in cells(path) if row[column] != ""
    ]
    assert rejected(path.read_bytes(), zone=VANCOUVER).total() == 0


def test_a_day_of_the_table_is_that_day_of_the_body(tables: Path) -> None:
    found = rows((tables / "garmin_health_data.csv").read_bytes(), zone=VANCOUVER)
    day = aggregate(found.lazy(), VANCOUVER)[date(2025, 10, 30)].values
    assert (day["steps"], day["resting_hr_bpm"], day["hrv_rmssd_ms"]) == (15_808, 57, 40)
    assert day["active_energy_kj"] == pytest.approx(1096 * 4.184)
    assert day["mass_kg"] == pytest.approx(201.8 * 0.45359237)
    assert day["exercise_s"] == (35 + 24) * 60
    assert "sleep_s" not in day, "lengths without times make no night"


def test_every_activity_and_lap_comes_in(tables: Path) -> None:
    path = tables / "garmin_activities.csv"
    found = rows(path.read_bytes(), zone=VANCOUVER)
    assert found.height == len(cells(path)) == 37
    assert found["si"].to_list() == pytest.approx(
        [float(row["Duration (sec)"]) for row in cells(path)], abs=1e-5
    )
    first = found.to_dicts()[0]
    assert first["start"] == datetime(2025, 10, 30, 19, 55, 44, tzinfo=UTC), "written in local time"
    assert (first["text"], about(first)["hr_mean_bpm"]) == ("strength", 119)
    laps = tables / "garmin_running_laps.csv"
    assert rows(laps.read_bytes(), zone=VANCOUVER).height == len(cells(laps)) == 193


def test_the_list_of_activities_of_the_web_page_comes_in() -> None:
    text = (
        "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Elapsed Time\n"
        'Trail Running,2025-05-01 07:30:00,false,"Hills, again",12.35,"1,024",'
        "01:10:05.4,151,178,01:15:00\n"
        "Yoga,2025-05-02 19:00:00,false,Yoga,--,98,00:30:00,--,--,--\n"
    )
    assert source_of(text.encode()) == "garmin_tables"
    run, yoga = rows(text.encode(), zone=VANCOUVER).to_dicts()
    assert (run["text"], run["si"], run["end"] - run["start"]) == (
        "running",
        4205,
        timedelta(minutes=75),
    )
    assert about(run)["energy_kj"] == pytest.approx(1024 * 4.184)
    assert "distance_m" not in about(run), "in the units of the page, whatever they are"
    assert (yoga["text"], yoga["si"]) == ("yoga", 1800)


NIGHT = {
    "sleepStartTimestampGMT": "2024-05-01T21:30:00.0",
    "sleepEndTimestampGMT": "2024-05-02T05:30:00.0",
    "calendarDate": "2024-05-02",
    "sleepWindowConfirmationType": "ENHANCED_CONFIRMED_FINAL",
    "deepSleepSeconds": 5400,
    "lightSleepSeconds": 15000,
    "remSleepSeconds": 6000,
    "awakeSleepSeconds": 2400,
    "averageRespiration": 13.5,
    "spo2SleepSummary": {"averageSPO2": 95.0},
    "sleepScores": {"overallScore": 82},
}
UNSEEN = {
    "sleepStartTimestampGMT": "2024-05-02T20:00:00.0",
    "sleepEndTimestampGMT": "2024-05-03T04:00:00.0",
    "calendarDate": "2024-05-03",
    "sleepWindowConfirmationType": "UNCONFIRMED",
}
DAY = {
    "userProfilePK": 1,
    "calendarDate": "2024-05-01",
    "uuid": "a",
    "totalKilocalories": 2500.0,
    "activeKilocalories": 600.0,
    "bmrKilocalories": 1900.0,
    "totalSteps": 9000,
    "wellnessStartTimeGmt": "2024-04-30T22:00:00.0",
    "wellnessEndTimeGmt": "2024-05-01T22:00:00.0",
    "moderateIntensityMinutes": 20,
    "vigorousIntensityMinutes": 10,
    "restingHeartRate": 51,
    "allDayStress": {"aggregatorList": [{"type": "TOTAL", "averageStressLevel": 31}]},
    "bodyBattery": {"bodyBatteryStatList": [{"bodyBatteryStatType": "HIGHEST", "statsValue": 88}]},
}
ACTIVITY = {
    "activityId": 9,
    "name": "Intervals",
    "activityType": "track_running",
    "beginTimestamp": 1_714_543_200_000,
    "duration": 1_800_000.0,
    "elapsedDuration": 2_000_000.0,
    "distance": 600_000.0,
    "avgHr": 150,
    "maxHr": 181,
    "calories": 1800.0,
    "vO2MaxValue": 52.0,
}
STATUS = {
    "calendarDate": "2024-05-02",
    "metrics": [{"type": "HRV", "value": 47.0}, {"type": "SPO2", "value": 95}],
}
WEIGHT = {
    "metaData": {"calendarDate": "2024-05-02T06:10:00.0"},
    "weight": {"weight": 78_400.0, "timestampGMT": "2024-05-02T05:10:00.0"},
}
READY = {"calendarDate": "2024-05-02", "score": 71, "level": "HIGH"}
VO2MAX = {"calendarDate": "2024-05-02", "sport": "RUNNING", "vo2MaxValue": 51.0}
BERLIN = ZoneInfo("Europe/Berlin")


def export(*records: dict[str, Any]) -> bytes:
    return json.dumps(list(records)).encode()


def test_a_night_of_the_export_is_a_night_of_the_body() -> None:
    found = rows(export(NIGHT, UNSEEN), zone=BERLIN)
    days = aggregate(found.lazy(), BERLIN)
    assert set(days) == {date(2024, 5, 2)}, "a night nobody detected is none"
    night = days[date(2024, 5, 2)].values
    assert night["sleep_deep_s"] == pytest.approx(5400, abs=1)
    assert night["sleep_rem_s"] == pytest.approx(6000, abs=1)
    assert night["sleep_core_s"] == pytest.approx(15_000, abs=1)
    assert night["sleep_awake_s"] == pytest.approx(2400, abs=1)
    assert night["respiratory_rate_brpm"] == 13.5
    assert night["spo2"] == pytest.approx(0.95)


def test_a_day_of_the_export_is_a_day_of_the_body() -> None:
    found = rows(export(DAY), zone=BERLIN)
    day = aggregate(found.lazy(), BERLIN)[date(2024, 5, 1)].values
    assert (day["steps"], day["resting_hr_bpm"], day["exercise_s"]) == (9000, 51, 1800)
    assert day["basal_energy_kj"] == pytest.approx(1900 * 4.184)
    own = set(found.filter(found["signal"].is_null())["type"])
    assert own == {"Garmin stress total", "Garmin body battery highest"}


def test_dates_as_older_exports_wrap_them_are_read() -> None:
    wrapped = {"date": "May 1, 2024 12:00:00 AM"}
    old = {**DAY, "calendarDate": wrapped, "wellnessStartTimeGmt": None}
    days = aggregate(rows(export(old), zone=BERLIN).lazy(), BERLIN)
    assert days[date(2024, 5, 1)].values["steps"] == 9000


def test_activities_are_in_milliseconds_and_centimetres() -> None:
    content = export({"summarizedActivitiesExport": [ACTIVITY, ACTIVITY | {"activityId": 10}]})
    one, other = rows(content).filter(signal="workout").to_dicts()
    assert (one["text"], one["si"]) == ("running", 1800)
    assert one["end"] - one["start"] == timedelta(seconds=2000)
    assert about(one)["distance_m"] == 6000
    assert one["key"] != other["key"]
    assert rows(content).filter(signal="vo2max")["si"].to_list() == [52, 52]


def test_nightly_hrv_is_rmssd_and_weight_is_in_grams() -> None:
    hrv = aggregate(rows(export(STATUS), zone=BERLIN).lazy(), BERLIN)
    assert hrv[date(2024, 5, 2)].values == {"hrv_rmssd_ms": 47}
    weighed = rows(export(WEIGHT), zone=BERLIN).to_dicts()[0]
    assert (weighed["signal"], weighed["si"]) == ("mass", 78.4)
    assert rows(export(VO2MAX), zone=BERLIN)["si"].to_list() == [51]
    assert rows(export(READY), zone=BERLIN)["signal"].to_list() == [None]


KNOWN = [NIGHT, DAY, {"summarizedActivitiesExport": [ACTIVITY]}, STATUS, WEIGHT, READY, VO2MAX]


@pytest.mark.parametrize("record", KNOWN, ids=lambda record: next(iter(record)))
def test_every_file_of_the_export_is_known_by_its_keys(record: dict[str, Any]) -> None:
    assert source_of(export(record)) == "garmin"


@settings(max_examples=60, deadline=None)
@given(
    start=st.datetimes(min_value=datetime(2012, 1, 1), max_value=datetime(2026, 1, 1)),
    minutes=st.integers(60, 900),
    shares=st.tuples(*[st.floats(0, 1)] * 3).filter(lambda shares: sum(shares) > 0.1),
)
def test_any_night_comes_back_as_it_was(
    start: datetime, minutes: int, shares: tuple[float, float, float]
) -> None:
    start = start.replace(microsecond=0)
    light, deep, rem = (int(60 * minutes * share / 3) for share in shares)
    night = NIGHT | {
        "sleepStartTimestampGMT": start.isoformat() + ".0",
        "sleepEndTimestampGMT": (start + timedelta(minutes=minutes)).isoformat() + ".0",
        "lightSleepSeconds": light,
        "deepSleepSeconds": deep,
        "remSleepSeconds": rem,
    }
    found = rows(export(night), zone=BERLIN).filter(signal="sleep")
    bed = found.filter(text="in_bed").to_dicts()[0]
    assert bed["start"] == start.replace(tzinfo=UTC)
    assert bed["end"] - bed["start"] == timedelta(minutes=minutes)
    lasts = found.with_columns(us=(pl.col("end") - pl.col("start")).dt.total_microseconds())
    for stage, length in (("core", light), ("deep", deep), ("rem", rem)):
        assert lasts.filter(text=stage)["us"].sum() / 1e6 == pytest.approx(length, abs=0.01)


ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
ODD = ANY | st.lists(ANY, max_size=2) | st.dictionaries(st.text(max_size=3), ANY, max_size=2)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_export_brings_it_down(data: st.DataObject) -> None:
    record = dict(data.draw(st.sampled_from(KNOWN)))
    changes = data.draw(st.dictionaries(st.sampled_from(sorted(record)), ODD, max_size=4))
    content = json.dumps([record, record | changes]).encode()
    survives(content)
    survives(content[: data.draw(st.integers(0, len(content)))])
    inner = ACTIVITY | data.draw(st.dictionaries(st.sampled_from(sorted(ACTIVITY)), ODD))
    survives(json.dumps([{"summarizedActivitiesExport": [inner]}]).encode())
