"""Real Fitbit exports come in whole; figures are counted with `json` and `csv`.

The tables of Google Takeout have no real file here: they are made after its own notes.
"""

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

from intake.vendor_files import about, batches, real, rejected, rows, source_of, survives
from spotter.body.daily import aggregate
from spotter.intake.errors import NotThisFormat

OSLO = ZoneInfo("Europe/Oslo")
PEOPLE = ("p04", "p08")


@pytest.fixture(scope="module", params=PEOPLE)
def person(request: pytest.FixtureRequest) -> Path:
    return real("wellness/pmdata") / str(request.param) / "fitbit"


def loaded(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())
    return found


def minutes(found: pl.DataFrame, *stages: str) -> float:
    stretches = found.filter(pl.col("text").is_in(stages))
    return float((stretches["end"] - stretches["start"]).dt.total_seconds().sum()) / 60


def test_every_file_of_a_folder_is_fitbits(person: Path) -> None:
    for path in person.iterdir():
        assert source_of(path.read_bytes()) == "fitbit", path.name


def test_every_night_is_in_bed_once_from_start_to_end(person: Path) -> None:
    path = person / "sleep.json"
    logs = {log["logId"]: log for log in loaded(path)}
    found = rows(path.read_bytes(), "sleep.json", OSLO).unique("key")
    wanted = {
        (datetime.fromisoformat(log["startTime"]), datetime.fromisoformat(log["endTime"]))
        for log in logs.values()
    }
    bed = found.filter(text="in_bed").select(
        pl.col("start", "end").dt.convert_time_zone("Europe/Oslo").dt.replace_time_zone(None)
    )
    assert set(bed.iter_rows()) == wanted


def test_time_asleep_is_that_of_the_log(person: Path) -> None:
    """Fitbit's own totals are the independent count; a log in thirty differs from its levels."""
    path = person / "sleep.json"
    agree = asked = 0
    for log in loaded(path):
        found = rows(json.dumps([log]).encode(), "sleep.json", OSLO)
        asked += 1
        agree += abs(minutes(found, "core", "deep", "rem", "asleep") - log["minutesAsleep"]) < 1
    assert agree / asked > 0.94


def test_an_unknown_stage_leaves_the_rest_of_its_night(person: Path) -> None:
    path = person / "sleep.json"
    unknown = path.read_text().count('"level": "unknown"')
    refused = rejected(path.read_bytes(), "sleep.json", OSLO)
    assert refused.total() == refused["unknown_sleep_stage", "Sleep"] == unknown


def test_exercises_are_in_utc_as_their_sessions_are(person: Path) -> None:
    path = person / "exercise.json"
    found = rows(path.read_bytes(), "exercise.json", OSLO).filter(signal="workout")
    logs = loaded(path)
    assert found.height == len(logs)
    starts = {datetime.fromisoformat(log["startTime"]).replace(tzinfo=UTC) for log in logs}
    assert set(found["start"]) == starts
    heart = sum(log.get("averageHeartRate", 0) > 0 for log in logs)
    assert sum("hr_mean_bpm" in about(row) for row in found.to_dicts()) == heart
    assert found["si"].sum() == pytest.approx(sum(log["activeDuration"] for log in logs) / 1000)


def test_most_rated_sessions_end_when_an_exercise_does(person: Path) -> None:
    """What says that exercises are in UTC: the ratings of these people are, and they agree."""
    with (person.parent / "pmsys" / "srpe.csv").open() as file:
        ends = [datetime.fromisoformat(row["end_date_time"]) for row in csv.DictReader(file)]
    found = rows((person / "exercise.json").read_bytes(), "exercise.json", OSLO)
    exercises = found.filter(signal="workout")["end"].to_list()
    near = [
        end for end in ends if any(abs(end - one) <= timedelta(minutes=30) for one in exercises)
    ]
    assert len(near) / len(ends) > 0.6


def test_resting_heart_rates_are_of_their_days(person: Path) -> None:
    path = person / "resting_heart_rate.json"
    found = rows(path.read_bytes(), path.name, OSLO)
    worn = [one for one in loaded(path) if one["value"]["value"] > 0]
    assert found.filter(signal="resting_heart_rate").height == len(worn)
    days = aggregate(found.lazy(), OSLO)
    for one in worn:
        day = datetime.strptime(one["value"]["date"], "%m/%d/%y").replace(tzinfo=UTC).date()
        assert days[day].values["resting_hr_bpm"] == pytest.approx(one["value"]["value"])


def test_minutes_of_a_day_are_named_by_their_file(person: Path) -> None:
    for path in person.glob("*_minutes.json"):
        found = rows(path.read_bytes(), path.name, OSLO)
        logs = loaded(path)
        assert found["value"].to_list() == [float(one["value"]) for one in logs]
        assert found["signal"].null_count() == len(logs), "what they count is Fitbit's own"
        assert rejected(path.read_bytes(), "what.json") == {("no_type", "Value"): len(logs)}


def test_scores_of_sleep_stand_at_the_end_of_their_sleep(person: Path) -> None:
    with (person / "sleep_score.csv").open() as file:
        lines = list(csv.DictReader(file))
    found = rows((person / "sleep_score.csv").read_bytes(), "sleep_score.csv", OSLO)
    assert found.height == len(lines)
    assert set(found["type"]) == {"Fitbit sleep score"}
    sleeps = rows((person / "sleep.json").read_bytes(), "sleep.json", OSLO)
    ends = sleeps.filter(text="in_bed")["end"].to_list()
    assert sum(start in ends for start in found["start"]) / found.height > 0.9


def test_a_zone_name_is_of_no_account_to_heart_rate_and_steps() -> None:
    heart = b'[{"dateTime":"11/01/19 00:00:05","value":{"bpm":61,"confidence":2}},'
    heart += b'{"dateTime":"11/01/19 00:00:10","value":{"bpm":70,"confidence":0}}]'
    found = rows(heart, "heart_rate-2019-11-01.json", OSLO)
    assert found["start"][0] == datetime(2019, 11, 1, 0, 0, 5, tzinfo=UTC)
    assert found["signal"].to_list() == ["heart_rate", None], "no confidence, no skin"
    steps = b'[{"dateTime":"11/01/19 10:00:00","value":"57"}]'
    walked = rows(steps, "Fitbit/Physical Activity/steps-2019-11-01.json", OSLO).to_dicts()[0]
    assert (walked["signal"], walked["si"]) == ("steps", 57)
    assert walked["end"] - walked["start"] == timedelta(minutes=1)
    metres = rows(steps, "distance-2019-11-01.json", OSLO)
    assert metres["si"][0] == pytest.approx(0.57), "distance is in centimetres"


@pytest.mark.parametrize(("weight", "kg"), [(176.4, 80.013), (80.0, 80.0)])
def test_pounds_are_told_by_the_body_mass_index(weight: float, kg: float) -> None:
    log = {"logId": 1, "weight": weight, "bmi": 24.7, "date": "03/05/20", "time": "07:10:00"}
    found = rows(json.dumps([log]).encode(), "weight-2020-03-05.json", OSLO)
    one = found.filter(signal="mass").to_dicts()[0]
    assert one["si"] == pytest.approx(kg, abs=0.001)
    assert one["start"] == datetime(2020, 3, 5, 6, 10, tzinfo=UTC)
    assert about(one)["unit_guessed"] is True


G = "Fitbit/Physical Activity_GoogleData/"
TAKEOUT = [
    (G + "heart_rate_2024-05-01.csv", "beats per minute", "61", "heart_rate", 61),
    (G + "daily_resting_heart_rate.csv", "beats per minute", "52", "resting_heart_rate", 52),
    (G + "steps_2024-05-01.csv", "steps", "12", "steps", 12),
    (G + "distance_2024-05-01.csv", "distance", "8.5", "distance", 8.5),
    (G + "floors_2024-05-01.csv", "floors", "1", "flights", 1),
    (G + "weight.csv", "weight grams", "81250", "mass", 81.25),
    (G + "oxygen_saturation_2024.csv", "oxygen saturation percentage", "96.5", "spo2", 0.965),
    (
        G + "daily_heart_rate_variability.csv",
        *("average heart rate variability milliseconds", "41.2", "hrv_rmssd", 41.2),
    ),
]


@pytest.mark.parametrize(("name", "column", "cell", "signal", "si"), TAKEOUT)
def test_a_table_of_takeout_comes_in(
    name: str, column: str, cell: str, signal: str, si: float
) -> None:
    text = f"timestamp,{column},data source\n2024-05-01T00:00:00Z,{cell},Charge 6\n"
    one = rows(text.encode(), name, OSLO).to_dicts()[0]
    assert (one["signal"], one["source"]) == (signal, "Google Health")
    assert one["si"] == pytest.approx(si)


OWN = [
    ("timestamp,rmssd,coverage\n2024-05-01T02:00:00,38.5,0.97", "hrv_rmssd", 38.5),
    ("timestamp,daily_respiratory_rate\n2024-05-01T00:00:00,14.6", "respiratory_rate", 14.6),
    ("timestamp,average_value,lower_bound\n2024-05-01T00:00:00Z,96.0,93.0", "spo2", 0.96),
    (
        "type,sleep_start,sleep_end,nightly_temperature\n"
        "SKIN,2024-04-30T23:10,2024-05-01T06:50,34.1",
        *("wrist_temperature", 34.1),
    ),
    ("DATE,UPDATED_AT,STRESS_SCORE\n2024-05-01T00:00:00,2024-05-01T08:00:00,78", None, None),
    ("date_time,heart_zone_id,total_minutes\n2024-05-01T10:00,FAT_BURN,1", None, None),
]


@pytest.mark.parametrize(("text", "signal", "si"), OWN)
def test_a_table_of_fitbit_comes_in(text: str, signal: str | None, si: float | None) -> None:
    one = rows(text.encode(), "table.csv", OSLO).to_dicts()[0]
    assert (one["signal"], one["source"]) == (signal, "Fitbit")
    assert one["si"] == (si if si is None else pytest.approx(si))


def test_oxygen_by_the_minute_is_told_by_its_name() -> None:
    text = b"timestamp,value\n2024-05-01T02:00:23Z,95.4\n"
    assert rows(text, "Minute SpO2 - 2024-05-01.csv").to_dicts()[0]["signal"] == "spo2"
    with pytest.raises(NotThisFormat):
        batches(text, "anything.csv")


def test_a_number_of_a_night_counts_for_the_day_of_waking() -> None:
    text = "timestamp,rmssd,nremhr,entropy\n2024-05-01T00:00:00,41.5,50.2,2.5\n"
    found = rows(text.encode(), "Daily Heart Rate Variability Summary - 2024-05-01.csv", OSLO)
    assert aggregate(found.lazy(), OSLO)[date(2024, 5, 1)].values == {"hrv_rmssd_ms": 41.5}


def test_stages_of_takeout_carry_their_offset() -> None:
    text = (
        "sleep_id,sleep_stage_id,sleep_stage_type,start_utc_offset,sleep_stage_start,"
        "end_utc_offset,sleep_stage_end\n"
        "1,1,DEEP,+02:00,2024-05-01T00:10:00Z,+02:00,2024-05-01T00:40:00Z\n"
    )
    one = rows(text.encode(), "UserSleepStages_2024-05-01.csv").to_dicts()[0]
    assert (one["text"], one["zone"]) == ("deep", "Etc/GMT-2")


def test_a_table_without_its_name_is_refused_by_name() -> None:
    text = b"timestamp,beats per minute\n2024-05-01T00:00:00Z,52\n"
    with pytest.raises(NotThisFormat):
        batches(text, "table.csv")


@settings(max_examples=60, deadline=None)
@given(
    st.datetimes(min_value=datetime(2010, 1, 1), max_value=datetime(2025, 1, 1)),
    st.integers(0, 3000),
    st.sampled_from(["%m/%d/%y %H:%M:%S", "%Y-%m-%d %H:%M:%S"]),
)
def test_any_minute_comes_back_as_it_was(when: datetime, steps: int, form: str) -> None:
    when = when.replace(microsecond=0)
    text = json.dumps([{"dateTime": when.strftime(form), "value": str(steps)}])
    one = rows(text.encode(), "steps-2010-01-01.json", OSLO).to_dicts()[0]
    assert (one["start"], one["si"]) == (when.replace(tzinfo=UTC), steps)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
KEYS = ("dateTime", "value", "logId", "dateOfSleep", "activityTypeId", "weight", "date", "levels")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from([*KEYS, "startTime", "duration"]), JSON), max_size=4),
    st.sampled_from(["steps-1.json", "x", "sedentary_minutes-1.json"]),
    st.integers(0, 400),
)
def test_no_json_brings_it_down(logs: list[dict[str, Any]], name: str, cut: int) -> None:
    whole = [{"dateTime": "11/01/19 10:00:00", "value": "1"}, *logs]
    text = json.dumps(whole).encode()
    survives(text, name)
    survives(text[:cut], name)
    for first in ({"logId": 1, "dateOfSleep": ""}, {"logId": 1, "weight": 1, "date": ""}):
        survives(json.dumps([first, *logs]).encode(), name)
    survives(json.dumps([{"logId": 1, "activityName": 1, "activityTypeId": 1}, *logs]).encode())
