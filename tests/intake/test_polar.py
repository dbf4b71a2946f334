"""Polar Flow's archive, made after its documentation for want of a real one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.vendor_files import about, rows, source_of, survives
from spotter.body.daily import aggregate

HELSINKI = ZoneInfo("Europe/Helsinki")

NEW: dict[str, Any] = {
    "identifier": {"id": "abc"},
    "created": "2024-05-01T16:00:00.000",
    "modified": "2024-05-01T16:00:00.000",
    "startTime": "2024-05-01T18:00:00",
    "stopTime": "2024-05-01T18:30:30",
    "timezoneOffsetMinutes": 120,
    "durationMillis": 1_800_000,
    "distanceMeters": 6010.5,
    "calories": 420,
    "hrAvg": 151,
    "hrMax": 174,
    "sport": {"id": "27"},
    "exercises": [
        {
            "startTime": "2024-05-01T18:00:00",
            "samples": {
                "samples": [
                    {
                        "type": "SAMPLE_TYPE_HEART_RATE",
                        "intervalMillis": 1000,
                        "values": [120, "NaN", 122],
                    },
                    {"type": "SAMPLE_TYPE_SPEED", "intervalMillis": 1000, "values": [10.1]},
                ]
            },
            "routes": {
                "route": {
                    "startTime": "2024-05-01T18:00:00",
                    "wayPoints": [
                        {"latitude": 60.1, "longitude": 24.9, "elapsedMillis": 0},
                        {"latitude": 60.2, "longitude": 24.9, "elapsedMillis": 5000},
                    ],
                }
            },
        }
    ],
}
OLD: dict[str, Any] = {
    "exportVersion": "1.6",
    "name": "Intervals",
    "startTime": "2019-05-01T18:00:00.000",
    "stopTime": "2019-05-01T18:30:00.000",
    "timeZoneOffset": 180,
    "distance": 5000.0,
    "duration": "PT29M30.5S",
    "maximumHeartRate": 181,
    "averageHeartRate": 155,
    "kiloCalories": 400,
    "exercises": [
        {
            "startTime": "2019-05-01T18:00:00.000",
            "timezoneOffset": 180,
            "sport": "RUNNING",
            "samples": {
                "heartRate": [
                    {"dateTime": "2019-05-01T18:00:00.000", "value": 110},
                    {"dateTime": "2019-05-01T18:00:01.000"},
                ],
                "recordedRoute": [
                    {"dateTime": "2019-05-01T18:00:00.000", "latitude": 60.1, "longitude": 24.9}
                ],
            },
        }
    ],
}
ACTIVITY: dict[str, Any] = {
    "date": "2024-05-01",
    "summary": {"stepCount": 8000, "calories": 2400},
    "samples": {
        "steps": [
            {"localTime": "08:00:00", "value": 90},
            {"localTime": "08:01:00", "value": 110},
        ],
        "mets": [{"localTime": "08:00:00", "value": 3.5}],
    },
}
HEART: dict[str, Any] = {
    "deviceDays": [
        {
            "userId": 1,
            "deviceId": "A",
            "date": "2024-05-01",
            "samples": [
                {"heartRate": 55, "secondsFromDayStart": 30},
                {"heartRate": 57, "secondsFromDayStart": 86_000},
            ],
        }
    ]
}
NIGHT: dict[str, Any] = {
    "night": "2024-05-02",
    "evaluation": {
        "asleepDuration": "PT7H",
        "phaseDurations": {"light": "PT4H", "deep": "PT1H30M", "rem": "PT1H30M", "wake": "PT30M"},
    },
    "sleepResult": {
        "hypnogram": {
            "sleepStart": "2024-05-01T23:00:00+03:00",
            "sleepEnd": "2024-05-02T06:30:00+03:00",
            "sleepStateChanges": [
                {"offsetFromStart": "PT0S", "state": "NONREM2"},
                {"offsetFromStart": "PT4H", "state": "NONREM3"},
                {"offsetFromStart": "PT5H30M", "state": "WAKE"},
                {"offsetFromStart": "PT6H", "state": "REM"},
                {"offsetFromStart": "PT7H30M", "state": "WAKE"},
            ],
        }
    },
}
RECOVERY: dict[str, Any] = {
    "night": "2024-05-02",
    "meanNightlyRecoveryRri": 1150,
    "meanNightlyRecoveryRmssd": 44,
    "meanNightlyRecoveryRespirationInterval": 4000,
    "ansStatus": 1.5,
    "recoveryIndicator": 5,
}
SCORE: dict[str, Any] = {"night": "2024-05-02", "sleepScoreResult": {"sleepScore": 81.0}}
FILES: tuple[Any, ...] = (NEW, OLD, ACTIVITY, HEART, [NIGHT], [RECOVERY], [SCORE])


def file(content: object) -> bytes:
    return json.dumps(content).encode()


@pytest.mark.parametrize("content", FILES)
def test_every_file_is_known_by_its_keys(content: object) -> None:
    assert source_of(file(content)) == "polar"


def test_a_session_of_today_is_told_with_its_samples_and_route() -> None:
    found = rows(file(NEW), zone=HELSINKI)
    one = found.filter(signal="workout").to_dicts()[0]
    start = datetime(2024, 5, 1, 16, 0, tzinfo=UTC)
    assert (one["start"], one["si"], one["text"]) == (start, 1800, "running")
    assert (one["zone"], about(one)["hr_mean_bpm"]) == ("Etc/GMT-2", 151)
    assert about(one)["energy_kj"] == pytest.approx(420 * 4.184)
    heart = found.filter(signal="heart_rate")
    assert heart["si"].to_list() == [120, 122], "what is missing is not zero"
    assert heart["start"].to_list() == [start, start + timedelta(seconds=2)]
    route = found.filter(signal="route").to_dicts()[0]
    assert (route["si"], about(route)["t_s"]) == (2, [0, 5])


def test_a_session_of_older_exports_is_told_as_well() -> None:
    found = rows(file(OLD), zone=HELSINKI)
    one = found.filter(signal="workout").to_dicts()[0]
    assert one["start"] == datetime(2019, 5, 1, 15, 0, tzinfo=UTC)
    assert (one["si"], one["text"], about(one)["hr_max_bpm"]) == (1770.5, "running", 181)
    assert found.filter(signal="heart_rate")["si"].to_list() == [110]
    assert found.filter(signal="route")["si"].to_list() == [1]


def test_steps_of_minutes_and_of_the_day_count_once() -> None:
    found = rows(file(ACTIVITY), zone=HELSINKI)
    minutes = found.filter(source="Polar")
    assert minutes["start"][0] == datetime(2024, 5, 1, 5, 0, tzinfo=UTC)
    assert minutes["si"].to_list() == [90, 110]
    assert aggregate(found.lazy(), HELSINKI)[date(2024, 5, 1)].values["steps"] == 8000


def test_heart_rates_are_counted_from_local_midnight() -> None:
    found = rows(file(HEART), zone=HELSINKI)
    assert found["start"][0] == datetime(2024, 4, 30, 21, 0, 30, tzinfo=UTC)
    assert found["si"].to_list() == [55, 57]


def test_on_the_day_the_clock_goes_back_seconds_are_those_of_the_wall() -> None:
    day = {"date": "2024-10-27", "samples": [{"heartRate": 50, "secondsFromDayStart": 36_000}]}
    found = rows(file({"deviceDays": [day]}), zone=HELSINKI)
    assert found["start"][0] == datetime(2024, 10, 27, 8, 0, tzinfo=UTC), "ten by the clock"


def test_a_night_goes_from_change_to_change() -> None:
    found = rows(file([NIGHT]), zone=HELSINKI)
    night = aggregate(found.lazy(), HELSINKI)[date(2024, 5, 2)].values
    assert night["sleep_core_s"] == 4 * 3600
    assert (night["sleep_deep_s"], night["sleep_rem_s"]) == (5400, 5400)
    assert night["sleep_awake_s"] == 1800
    assert set(found["zone"]) == {"Etc/GMT-3"}


def test_without_changes_the_phases_are_laid_out() -> None:
    hypnogram = NIGHT["sleepResult"]["hypnogram"] | {"sleepStateChanges": []}
    bare = NIGHT | {"sleepResult": {"hypnogram": hypnogram}}
    night = aggregate(rows(file([bare]), zone=HELSINKI).lazy(), HELSINKI)[date(2024, 5, 2)].values
    assert night["sleep_deep_s"] == pytest.approx(5400, abs=1)
    assert night["sleep_s"] == pytest.approx(7 * 3600, abs=1)


def test_nightly_hrv_is_rmssd_and_scores_keep_polars_names() -> None:
    found = rows(file([RECOVERY]), zone=HELSINKI)
    day = aggregate(found.lazy(), HELSINKI)[date(2024, 5, 2)].values
    assert day == {"hrv_rmssd_ms": 44, "respiratory_rate_brpm": 15}
    own = set(found.filter(found["signal"].is_null())["type"])
    assert own == {"Polar nightly beat interval", "Polar ANS charge", "Polar nightly recharge"}
    assert rows(file([SCORE]))["signal"].to_list() == [None]


@settings(max_examples=60, deadline=None)
@given(
    start=st.datetimes(min_value=datetime(2012, 1, 1), max_value=datetime(2026, 1, 1)),
    offset=st.integers(-44, 52).map(lambda quarters: quarters * 15),
    lasted_ms=st.integers(1000, 80_000_000),
)
def test_any_session_comes_back_as_it_was(start: datetime, offset: int, lasted_ms: int) -> None:
    start = start.replace(microsecond=0)
    session = NEW | {
        "startTime": start.isoformat(),
        "stopTime": None,
        "timezoneOffsetMinutes": offset,
        "durationMillis": lasted_ms,
    }
    one = rows(file(session), zone=HELSINKI).filter(signal="workout").to_dicts()[0]
    assert one["start"] == start.replace(tzinfo=UTC) - timedelta(minutes=offset)
    assert one["si"] == lasted_ms / 1000


ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
ODD = ANY | st.lists(ANY, max_size=3) | st.dictionaries(st.text(max_size=3), ANY, max_size=2)


def spoiled(value: Any, data: st.DataObject) -> Any:
    """Return `value` with some of what lies in it replaced by anything."""
    if data.draw(st.integers(0, 11)) == 0:
        return data.draw(ODD)
    if isinstance(value, dict):
        return {key: spoiled(one, data) for key, one in value.items()}
    return [spoiled(one, data) for one in value] if isinstance(value, list) else value


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_file_brings_it_down(data: st.DataObject) -> None:
    content = file(spoiled(data.draw(st.sampled_from(FILES)), data))
    survives(content)
    survives(content[: data.draw(st.integers(0, len(content)))])
