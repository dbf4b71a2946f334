"""Oura's tables, saved pages and damaged files, made by hand after their documentation."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spotter.body import raw
from spotter.body.daily import aggregate
from spotter.intake.errors import Damaged, ImportRefused
from spotter.intake.oura import pages
from spotter.intake.pipeline import ImportOutcome, import_file

NOW = datetime(2026, 6, 10, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")

NIGHT = {
    "id": "a1",
    "average_breath": 14.2,
    "awake_time": 900,
    "bedtime_start": "2026-05-31T23:15:00+02:00",
    "bedtime_end": "2026-06-01T06:30:00+02:00",
    "day": "2026-06-01",
    "deep_sleep_duration": 5400,
    "light_sleep_duration": 13800,
    "rem_sleep_duration": 6000,
    "total_sleep_duration": 25200,
    "lowest_heart_rate": 48,
    "time_in_bed": 26100,
    "type": "long_sleep",
}
SLEEPMODEL = """id;average_breath;awake_time;bedtime_end;bedtime_start;contributors;day;\
deep_sleep_duration;hrv;latency;light_sleep_duration;lowest_heart_rate;rem_sleep_duration;\
sleep_phase_5_min;total_sleep_duration;type
a1;14.2;900;2026-06-01T06:30:00+02:00;2026-05-31T23:15:00+02:00;;2026-06-01;5400;\
{"interval": 300.0, "items": [41, null, 43], "timestamp": "2026-05-31T23:15:00+02:00"};600;13800;\
48;6000;;25200;long_sleep
a2;0;0;2026-06-02T01:00:00+02:00;2026-06-02T00:30:00+02:00;;2026-06-02;0;;0;0;0;0;;0;deleted
"""


def brought(
    tmp_path: Path, content: str | bytes, name: str = "file"
) -> tuple[ImportOutcome, pl.DataFrame]:
    path, out = tmp_path / name, tmp_path / f"{name}.parquet"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    outcome = import_file(path, out, now=NOW, zone=BERLIN)
    return outcome, raw.scan([out]).collect()


def test_a_table_of_an_accounts_export_says_what_the_api_says(tmp_path: Path) -> None:
    outcome, rows = brought(tmp_path, SLEEPMODEL)
    assert outcome.source == "oura"
    assert rows.filter(signal="hrv_rmssd")["si"].to_list() == [41, 43]
    assert rows.filter(type="sleep").height == 2
    assert rows.filter(type="sleep", text="deleted")["signal"].to_list() == [None]
    day = aggregate(rows.lazy(), BERLIN)[date(2026, 6, 1)].values
    assert day["sleep_s"] == 25200
    assert day["resting_hr_bpm"] == 48


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        ("id;contributors;day;score;timestamp\nb;{};2026-06-01;81;\n", "daily_sleep"),
        (
            "id;contributors;day;score;temperature_deviation;timestamp\nb;{};2026-06-01;81;-0.2;\n",
            "daily_readiness",
        ),
        (
            "id;active_calories;day;equivalent_walking_distance;score;steps;total_calories\n"
            "c;520;2026-06-01;6200;88;8421;2450\n",
            "daily_activity",
        ),
        ("id;breathing_disturbance_index;day;spo2_percentage\nd;3;2026-06-01;97.4\n", "daily_spo2"),
        ("id;day;timestamp;vo2_max\ne;2026-06-01;2026-06-01T08:00:00Z;44\n", "vO2_max"),
        ("timestamp;bpm;source\n2026-06-01T09:00:00Z;62;awake\n", "heartrate"),
        ("timestamp;skin_temp\n2026-06-01T09:00:00Z;33.4\n", "temperature"),
        (
            "id;activity;day;start_datetime;end_datetime;intensity;source\n"
            "f;indoorCycling;2026-06-01;2026-06-01T10:00:00+02:00;2026-06-01T11:00:00+02:00;easy;manual\n",
            "workout",
        ),
    ],
)
def test_each_table_is_known_by_its_columns(tmp_path: Path, table: str, kind: str) -> None:
    outcome, rows = brought(tmp_path, table)
    assert (outcome.source, outcome.rejected) == ("oura", 0)
    assert rows.filter(type=kind).height == 1


def test_a_night_abroad_is_of_the_date_there(tmp_path: Path) -> None:
    abroad = NIGHT | {
        "bedtime_start": "2026-06-01T23:15:00-07:00",
        "bedtime_end": "2026-06-02T06:30:00-07:00",
        "sleep_phase_5_min": "1" * 18 + "2" * 46 + "3" * 20 + "444",
        "day": "2026-06-02",
    }
    _, rows = brought(tmp_path, json.dumps({"data": [abroad]}))
    assert set(rows.filter(signal="sleep")["zone"]) == {"Etc/GMT+7"}
    day = aggregate(rows.lazy(), BERLIN)[date(2026, 6, 2)].values
    assert day["sleep_s"] == 25200
    assert day["sleep_midpoint_h"] == pytest.approx(2.75, abs=0.2)


def test_beats_of_five_minutes_are_one_row_and_bad_ones_are_counted(tmp_path: Path) -> None:
    beats = [
        {"timestamp": f"2026-06-01T01:0{minute}:00Z", "ibi": ibi, "validity": validity}
        for minute, ibi, validity in ((0, 900, 1), (1, 910, 3), (2, 2000, 2), (6, 920, 1))
    ]
    outcome, rows = brought(tmp_path, json.dumps({"data": beats, "next_token": None}))
    said = [json.loads(each)["rr_ms"] for each in rows.sort("start")["metadata"]]
    assert said == [[900, 910], [920]]
    assert outcome.tally.skipped == {"interbeat_interval without a beat": 1}


def test_a_saved_sync_is_read_page_by_page(tmp_path: Path) -> None:
    day = {"day": "2026-06-01", "stress_high": 60, "recovery_high": 0, "id": "s"}
    spo2 = {"day": "2026-06-02", "spo2_percentage": {"average": 96.5}, "id": "o"}
    lines = [
        json.dumps({"kind": "daily_stress", "next_token": "n", "data": [day]}),
        json.dumps({"kind": "daily_spo2", "next_token": None, "data": [spo2]}),
    ]
    fetched = datetime(2026, 6, 3, tzinfo=UTC)
    outcome, rows = brought(tmp_path, pages.first_line(fetched) + "\n".join(lines).encode())
    assert outcome.by_kind == {"daily_stress": 1, "daily_spo2": 1, "spo2": 1}
    assert set(rows["created"]) == {fetched}
    assert rows.filter(signal="spo2")["si"].to_list() == [0.965]


def test_a_file_that_breaks_off_is_kept_up_to_there(tmp_path: Path) -> None:
    whole = json.dumps({"data": [NIGHT, NIGHT | {"id": "a2"}]})
    outcome, rows = brought(tmp_path, whole[: len(whole) - 40])
    assert isinstance(outcome.damage, Damaged)
    assert rows.filter(type="sleep").height == 1


def test_json_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    deep = '{"data":[{"vascular_age":1,"day":' + "[" * 100_000
    with pytest.raises(Damaged, match="stops being JSON"):
        brought(tmp_path, deep)


def test_json_that_is_nested_as_deep_as_can_be_read_breaks_nothing(tmp_path: Path) -> None:
    for depth in range(700, 1000, 7):
        deep = '{"data":[{"vascular_age":1,"day":"2026-06-01","x":' + "[" * depth + "]" * depth
        with suppress(ImportRefused):
            brought(tmp_path, deep + "}]}")


_VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
_ANY = st.recursive(
    _VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner), 
    max_leaves=5,
)  # fmt: skip


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changed=st.dictionaries(st.sampled_from([*NIGHT, "hrv", "meta", "sleep_phase_30_sec"]), _ANY)
)
def test_a_document_of_nonsense_is_refused_or_counted_and_breaks_nothing(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    spoilt = json.dumps({"data": [NIGHT | changed, NIGHT]})
    try:
        outcome, rows = brought(tmp_path, spoilt)
    except ImportRefused:
        return
    assert outcome.records >= 1
    assert rows["si"].is_finite().all() or rows["si"].null_count()


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, 2000), junk=st.binary(max_size=6))
def test_damage_anywhere_has_a_name(tmp_path: Path, at: int, junk: bytes) -> None:
    whole = json.dumps({"data": [NIGHT, NIGHT | {"id": "a2"}]}).encode()
    for content in (whole, SLEEPMODEL.encode()):
        spoilt = content[:at] + junk + content[at + len(junk) :]
        try:
            brought(tmp_path, spoilt)
        except ImportRefused:
            continue
