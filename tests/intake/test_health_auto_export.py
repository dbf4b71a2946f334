"""What the app Health Auto Export sends comes in as its documentation describes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.exports import NOW
from spotter.body import raw
from spotter.body.daily import aggregate
from spotter.intake import errors
from spotter.intake.health_auto_export import pieces
from spotter.intake.health_auto_export.metrics import SIGNALS, SUMS, stamp
from spotter.intake.pipeline import ImportOutcome, import_file
from spotter.intake.registry import SOURCES


def sent(*metrics: Any, workouts: Any = (), **more: Any) -> str:
    return json.dumps({"data": {"metrics": list(metrics), "workouts": list(workouts), **more}})


def metric(name: str, unit: str, *entries: Any) -> dict[str, Any]:
    # Swift writes the keys of an object in no order: here the values come before the name.
    return {"data": list(entries), "units": unit, "name": name}


def at(text: str, qty: float) -> dict[str, Any]:
    return {"date": f"2026-01-{text} +0100", "qty": qty, "source": "Alex\u2019s Watch"}


def read(tmp_path: Path, text: str | bytes) -> tuple[ImportOutcome, pl.DataFrame]:
    path = tmp_path / "sent.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    outcome = import_file(path, tmp_path / "out.parquet", now=NOW)
    return outcome, raw.scan([outcome.path]).collect()


def test_it_is_known_by_how_it_begins_and_by_nobody_else() -> None:
    for text in (sent(), sent(metric("heart_rate", "bpm", at("05 10:00:00", 60)))):
        claims = [source.name for source in SOURCES if source.detect(text.encode())]
        assert claims == ["health_auto_export"]


UNITS = {
    **dict.fromkeys(("mass", "lean_mass"), "kg"),
    **dict.fromkeys(("height", "waist"), "cm"),
    **dict.fromkeys(("body_fat", "spo2"), "%"),
    **dict.fromkeys(("exercise_time", "stand_time"), "min"),
    **dict.fromkeys(("running_power", "cycling_power"), "W"),
    "vo2max": "ml/(kg·min)",
    "hrv_sdnn": "ms",
    "glucose": "mg/dL",
    "bmi": "count",
    "wrist_temperature": "degC",
    "body_temperature": "degF",
    "physical_effort": "kcal/hr·kg",
    "active_energy": "kcal",
    "basal_energy": "kJ",
    "distance": "km",
    "distance_cycling": "mi",
    "distance_swimming": "m",
    "walking_speed": "km/hr",
    "running_speed": "m/s",
}
VALUES = {"height": 172, "waist": 80, "glucose": 90, "body_temperature": 98.6, "spo2": 97}
VALUES |= {"walking_speed": 5, "running_speed": 3}


@pytest.mark.parametrize(("name", "signal"), sorted({**SIGNALS, **SUMS}.items()))
def test_every_metric_has_its_signal(tmp_path: Path, name: str, signal: str) -> None:
    unit = UNITS.get(signal, "count" if signal in {"steps", "flights"} else "count/min")
    entry = at("05 10:30:12", VALUES.get(signal, 30))
    outcome, rows = read(tmp_path, sent(metric(name, unit, entry)))
    assert outcome.rejected == 0
    assert rows["signal"].to_list() == [signal]
    assert rows["start"].to_list() == [datetime(2026, 1, 5, 9, 30, 12, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("stamps", "length"),
    [
        (["05 00:00:00", "06 00:00:00"], timedelta(days=1)),
        (["05 00:00:00", "05 07:00:00"], timedelta(hours=1)),
        (["05 00:00:00", "05 07:31:00"], timedelta(minutes=1)),
        (["05 00:00:00", "05 07:31:07"], timedelta(0)),
    ],
)
def test_a_sum_lasts_as_long_as_the_app_summed(
    tmp_path: Path, stamps: list[str], length: timedelta
) -> None:
    _, rows = read(tmp_path, sent(metric("step_count", "count", *(at(one, 50) for one in stamps))))
    assert set(rows["end"] - rows["start"]) == {length}


@pytest.mark.parametrize(
    ("name", "unit", "hour"),
    [("resting_heart_rate", "count/min", 12), ("heart_rate_variability", "ms", 4)],
)
def test_a_value_of_a_day_belongs_to_its_date_while_the_zone_of_the_athlete_is_not_known(
    tmp_path: Path, name: str, unit: str, hour: int
) -> None:
    days = (at("05 00:00:00", 50), at("06 00:00:00", 51))
    _, rows = read(tmp_path, sent(metric(name, unit, *days)))
    assert rows["start"].to_list() == [
        datetime(2026, 1, day, hour - 1, tzinfo=UTC) for day in (5, 6)
    ]
    found = aggregate(rows.lazy(), ZoneInfo("UTC"))
    assert [day.day for day in found] == [5, 6]


def test_a_sum_of_a_day_belongs_to_its_date_whole_while_the_zone_of_the_athlete_is_not_known(
    tmp_path: Path,
) -> None:
    days = (at("05 00:00:00", 9000), at("06 00:00:00", 7000))
    _, rows = read(tmp_path, sent(metric("step_count", "count", *days)))
    found = aggregate(rows.lazy(), ZoneInfo("UTC"))
    assert {day.day: one.values["steps"] for day, one in found.items()} == {5: 9000, 6: 7000}


def test_a_value_that_is_not_of_a_day_keeps_its_time(tmp_path: Path) -> None:
    two = (at("05 00:00:00", 50), at("06 07:30:00", 51))
    _, rows = read(tmp_path, sent(metric("resting_heart_rate", "count/min", *two)))
    assert rows["start"][0] == datetime(2026, 1, 4, 23, tzinfo=UTC)


def test_a_heart_rate_is_the_mean_of_its_stretch(tmp_path: Path) -> None:
    entry = {"date": "2026-01-05 10:00:00 +0100", "Min": 50, "Avg": 61.5, "Max": 90}
    _, rows = read(tmp_path, sent(metric("heart_rate", "count/min", entry)))
    assert rows["si"].to_list() == [61.5]
    assert json.loads(rows["metadata"][0])["max"] == 90


def test_blood_pressure_is_two_records(tmp_path: Path) -> None:
    entry = {"date": "2026-01-05 10:00:00 +0100", "systolic": 121, "diastolic": 79}
    _, rows = read(tmp_path, sent(metric("blood_pressure", "mmHg", entry)))
    assert dict(zip(rows["signal"], rows["si"], strict=True)) == {"systolic": 121, "diastolic": 79}


def test_sleep_comes_in_by_stage(tmp_path: Path) -> None:
    stages = ["In Bed", "Core", "Deep", "REM", "Awake", "Unspecified"]
    entries = [
        {
            "startDate": f"2026-01-05 0{i}:00:00 +0100",
            "endDate": f"2026-01-05 0{i + 1}:00:00 +0100",
            "qty": 1,
            "value": stage,
            "source": "Watch",
        }
        for i, stage in enumerate(stages)
    ]
    _, rows = read(tmp_path, sent(metric("sleep_analysis", "hr", *entries)))
    assert rows["text"].to_list() == ["in_bed", "core", "deep", "rem", "awake", "asleep"]


def test_a_night_of_sums_is_as_long_as_they_say(tmp_path: Path) -> None:
    night = {
        "date": "2026-01-05",
        "totalSleep": 7.0,
        "core": 4.0,
        "deep": 1.0,
        "rem": 2.0,
        "awake": 0.5,
        "inBed": 7.75,
        "sleepStart": "2026-01-04 23:00:00 +0100",
        "sleepEnd": "2026-01-05 06:30:00 +0100",
        "inBedStart": "2026-01-04 22:45:00 +0100",
        "inBedEnd": "2026-01-05 06:30:00 +0100",
    }
    _, rows = read(tmp_path, sent(metric("sleep_analysis", "hr", night)))
    hours = {
        row["text"]: (row["end"] - row["start"]).total_seconds() / 3600 for row in rows.to_dicts()
    }
    assert hours == {"in_bed": 7.75, "core": 4.0, "deep": 1.0, "rem": 2.0, "awake": 0.5}
    stages = rows.filter(pl.col("text") != "in_bed")
    assert str(stages["end"].max()) == "2026-01-05 05:30:00+00:00"


WORKOUT = {
    "id": "4A1B",
    "name": "Outdoor Run",
    "start": "2026-01-05 07:00:00 +0100",
    "end": "2026-01-05 07:50:00 +0100",
    "duration": 2700,
    "distance": {"qty": 5, "units": "mi"},
    "activeEnergyBurned": {"qty": 500, "units": "kcal"},
    "heartRate": {"min": {"qty": 90, "units": "bpm"}, "avg": {"qty": 150, "units": "bpm"}},
    "heartRateData": [
        {"date": "2026-01-05 07:01:00 +0100", "Min": 100, "Avg": 110, "Max": 120, "units": "bpm"}
    ],
    "route": [
        {
            "latitude": 45.0,
            "longitude": 7.0,
            "altitude": 300,
            "timestamp": "2026-01-05 07:00:00 +0100",
        },
        {
            "latitude": 45.1,
            "longitude": 7.0,
            "altitude": 310,
            "timestamp": "2026-01-05 07:00:05 +0100",
        },
    ],
}


def test_a_workout_brings_its_heart_rates_and_its_route(tmp_path: Path) -> None:
    _, rows = read(tmp_path, sent(workouts=[WORKOUT]))
    run = rows.filter(signal="workout").to_dicts()[0]
    about = json.loads(run["metadata"])
    assert (run["text"], run["si"]) == ("running", 2700)
    assert about["distance_m"] == pytest.approx(8046.72)
    assert about["active_energy_kj"] == 2092
    assert (about["hr_mean_bpm"], about["hr_min_bpm"]) == (150, 90)
    assert rows.filter(signal="heart_rate")["si"].to_list() == [110]
    assert json.loads(rows.filter(signal="route")["metadata"][0])["t_s"] == [0, 5]


def test_what_spotter_does_not_use_is_counted(tmp_path: Path) -> None:
    outcome, rows = read(
        tmp_path, sent(metric("dietary_sugar", "g", at("05 10:00:00", 5)), symptoms=[{"name": "x"}])
    )
    assert rows["signal"].to_list() == [None]
    assert outcome.tally.skipped == {"symptoms": 1}


def test_what_cannot_be_read_is_refused_one_by_one(tmp_path: Path) -> None:
    outcome, rows = read(
        tmp_path,
        sent(
            metric("heart_rate", "bpm", {"date": "today", "Avg": 60}, at("05 10:00:00", 900)),
            metric("weight_body_mass", "kg", {"date": "2026-01-05 10:00:00 +0100", "qty": "heavy"}),
            workouts=[{"name": "Walk"}],
        ),
    )
    assert rows.height == 0
    assert outcome.rejected_by_reason == {
        "unreadable_time": 2,
        "impossible_value": 1,
        "no_number": 1,
    }


def test_what_came_before_it_breaks_off_stays(tmp_path: Path) -> None:
    text = '{"data": {"metrics": [{"name": "step_count", "units": "count", "data": ['
    entries = ", ".join(json.dumps(at(f"05 10:0{i}:00", 9)) for i in range(3))
    outcome, rows = read(tmp_path, text + entries + ', {"date": "2026')
    assert rows.height == 3
    assert outcome.damage is not None


@given(
    when=st.datetimes(datetime(2001, 1, 1), datetime(2025, 12, 31)).map(
        lambda at: at.replace(microsecond=0)
    ),
    offset=st.integers(-12 * 4, 14 * 4),
    halves=st.booleans(),
    blank=st.sampled_from([" ", "\u202f", "\u00a0"]),
)
def test_every_stamp_of_the_app_is_its_instant(
    when: datetime, offset: int, halves: bool, blank: str
) -> None:
    east = timezone(timedelta(minutes=15 * offset))
    clock = f"{when:%I:%M:%S}{blank}{when:%p}" if halves else f"{when:%H:%M:%S}"
    sign = when.replace(tzinfo=east).strftime("%z")
    assert stamp(f"{when:%Y-%m-%d} {clock} {sign}") == when.replace(tzinfo=east)


KEYS = ["date", "qty", "Avg", "value", "startDate", "endDate", "data", "units", "start", "route"]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "date",
                    "qty",
                    "Avg",
                    "value",
                    "startDate",
                    "endDate",
                    "data",
                    "name",
                    "units",
                    "start",
                    "end",
                    "route",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(["sleep_analysis", "heart_rate", "step_count", "x"]),
    entry=JSON,
    workout=JSON,
    cut=st.integers(0, 400),
)
def test_nothing_sent_brings_it_down(
    tmp_path: Path, name: str, entry: Any, workout: Any, cut: int
) -> None:
    text = sent(metric(name, "count", entry), workouts=[workout])
    try:
        outcome, _ = read(tmp_path, text[: max(40, len(text) - cut)])
    except errors.ImportRefused:
        return
    assert outcome.source == "health_auto_export"


@pytest.mark.parametrize("what", ["metric", "workout", "text"])
def test_a_piece_that_would_fill_the_memory_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(pieces, "_LARGEST_PIECE", 1 << 20)
    monkeypatch.setattr(pieces, "_LONGEST_METRIC", 1 << 20)
    first = metric("heart_rate", "bpm", {**at("05 10:00:00", 60), "Avg": 60})
    large: dict[str, Any] = {
        "metric": {"metrics": [first, metric("steps", "count", *[at("05 10:00:00", 1)] * 20_000)]},
        "workout": {"metrics": [first], "workouts": [{"route": [[1, 2, 3]] * 200_000}]},
        "text": {"metrics": [first, {"name": "x" * (3 << 20)}]},
    }
    outcome, rows = read(tmp_path, json.dumps({"data": large[what]}))
    assert outcome.damage is not None
    assert "too l" in outcome.damage.message
    assert "heart_rate" in rows["signal"].to_list()
