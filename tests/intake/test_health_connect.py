"""Health Connect's database comes in; it is made here after the schema of Android's source."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.vendor_files import about, batches, rejected, rows, source_of, survives
from spotter.body.daily import aggregate
from spotter.intake.errors import Damaged, NotThisFormat

BERLIN = ZoneInfo("Europe/Berlin")
_COMMON = "row_id INTEGER PRIMARY KEY, uuid BLOB, app_info_id INTEGER, device_info_id INTEGER"
_MOMENT = f"{_COMMON}, time INTEGER, zone_offset INTEGER, local_date INTEGER"
_SPAN = f"{_COMMON}, start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER"
_SPAN += ", end_zone_offset INTEGER, local_date INTEGER"
SCHEMA = f"""
CREATE TABLE application_info_table (
  row_id INTEGER PRIMARY KEY, package_name TEXT, app_name TEXT, app_icon BLOB);
CREATE TABLE device_info_table (
  row_id INTEGER PRIMARY KEY, manufacturer TEXT, model TEXT, device_type INTEGER);
CREATE TABLE weight_record_table ({_MOMENT}, weight REAL,
  local_date_time INTEGER AS (time + 1000 * zone_offset));
CREATE TABLE heart_rate_variability_rmssd_record_table ({_MOMENT},
  heart_rate_variability_millis REAL);
CREATE TABLE resting_heart_rate_record_table ({_MOMENT}, beats_per_minute INTEGER);
CREATE TABLE blood_pressure_record_table ({_MOMENT}, systolic REAL, diastolic REAL);
CREATE TABLE oxygen_saturation_record_table ({_MOMENT}, percentage REAL);
CREATE TABLE steps_record_table ({_SPAN}, count INTEGER);
CREATE TABLE active_calories_burned_record_table ({_SPAN}, energy REAL);
CREATE TABLE exercise_session_record_table ({_SPAN}, notes TEXT, exercise_type INTEGER,
  title TEXT, rate_of_perceived_exertion REAL);
CREATE TABLE sleep_session_record_table ({_SPAN}, notes TEXT, title TEXT);
CREATE TABLE sleep_stages_table (parent_key INTEGER, stage_start_time INTEGER,
  stage_end_time INTEGER, stage_type INTEGER);
CREATE TABLE heart_rate_record_table ({_SPAN});
CREATE TABLE heart_rate_record_series_table (
  parent_key INTEGER, beats_per_minute INTEGER, epoch_millis INTEGER);
INSERT INTO application_info_table VALUES (1, 'com.watch.app', 'Watch app', x'00');
INSERT INTO application_info_table VALUES (2, 'com.scale.app', NULL, NULL);
INSERT INTO device_info_table VALUES (1, 'Maker', 'Watch 7', 1);
"""


def ms(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp() * 1000)


def put(db: sqlite3.Connection, table: str, **values: Any) -> None:
    values = {"app_info_id": 1, "device_info_id": 1} | values
    if table.endswith(("stages_table", "series_table")):
        values = {name: value for name, value in values.items() if not name.endswith("info_id")}
    marks = ", ".join("?" * len(values))
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", [*values.values()])


@cache
def database(*, full: bool = True) -> bytes:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(SCHEMA)
        if full:
            fill(db)
        db.commit()
        return db.serialize()


def changed(*statements: str, full: bool = True) -> bytes:
    """Return the database after some statements."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(database(full=full))
        for statement in statements:
            db.execute(statement)
        db.commit()
        return db.serialize()


def fill(db: sqlite3.Connection) -> None:
    night = {"start_time": ms(2024, 5, 1, 21), "end_time": ms(2024, 5, 2, 5)}
    put(db, "sleep_session_record_table", row_id=7, end_zone_offset=7200, **night)
    stages = [(21, 0, 4), (23, 0, 5), (0, 0, 1), (1, 0, 6), (2, 0, 3)]
    day = {21: 1, 23: 1}
    for (hour, minute, kind), (after, _, _) in zip(stages, [*stages[1:], (5, 0, 0)], strict=True):
        begin = ms(2024, 5, day.get(hour, 2), hour, minute)
        end = ms(2024, 5, day.get(after, 2), after)
        put(
            db,
            "sleep_stages_table",
            parent_key=7,
            stage_start_time=begin,
            stage_end_time=end,
            stage_type=kind,
        )
    at = {"time": ms(2024, 5, 2, 4), "zone_offset": 7200}
    put(db, "heart_rate_variability_rmssd_record_table", heart_rate_variability_millis=48.5, **at)
    put(db, "resting_heart_rate_record_table", beats_per_minute=49, **at)
    put(db, "oxygen_saturation_record_table", percentage=96.5, **at)
    put(db, "blood_pressure_record_table", systolic=118.0, diastolic=74.0, **at)
    put(db, "weight_record_table", weight=78_400.0, app_info_id=2, device_info_id=None, **at)
    walk = {"start_time": ms(2024, 5, 2, 8), "end_time": ms(2024, 5, 2, 8, 30)}
    put(db, "steps_record_table", count=3100, **walk)
    put(db, "active_calories_burned_record_table", energy=120_000.0, **walk)
    put(
        db,
        "exercise_session_record_table",
        exercise_type=45,
        title="Legs",
        rate_of_perceived_exertion=7,
        **walk,
    )
    put(db, "heart_rate_record_table", row_id=3, end_zone_offset=7200, **walk)
    for minute in range(30):
        put(
            db,
            "heart_rate_record_series_table",
            parent_key=3,
            beats_per_minute=100 + minute,
            epoch_millis=ms(2024, 5, 2, 8, minute),
        )


def test_an_export_is_days_of_the_body() -> None:
    found = rows(database(), zone=BERLIN)
    day = aggregate(found.lazy(), BERLIN)[date(2024, 5, 2)].values
    assert (day["hrv_rmssd_ms"], day["resting_hr_bpm"]) == (48.5, 49)
    assert (day["sleep_s"], day["sleep_deep_s"], day["sleep_rem_s"]) == (4 * 3600, 3600, 3600)
    assert day["mass_kg"] == 78.4
    assert day["steps"] == 3100
    assert day["active_energy_kj"] == pytest.approx(120 * 4.184), "small calories"
    assert (day["hr_mean_bpm"], day["hr_max_bpm"]) == (114.5, 129)
    assert "hrv_sdnn_ms" not in day


def test_every_row_says_which_app_and_device_made_it() -> None:
    found = rows(database())
    assert set(found.filter(signal="heart_rate")["device"]) == {"watch Maker Watch 7"}
    assert set(found.filter(signal="heart_rate")["source"]) == {"Watch app"}
    assert found.filter(signal="mass")["source"].to_list() == ["com.scale.app"]
    assert found.filter(signal="mass")["device"].to_list() == ["app"]
    assert set(found.filter(signal="sleep")["zone"].drop_nulls()) == {"Etc/GMT-2"}


def test_a_workout_is_named_by_its_number_and_keeps_its_effort() -> None:
    found = rows(database())
    workout = found.filter(signal="workout").to_dicts()[0]
    assert (workout["text"], about(workout)["title"]) == ("strength", "Legs")
    assert found.filter(signal="effort")["si"].to_list() == [7]
    assert found.filter(signal="systolic")["si"].to_list() == [118]


def test_counts_are_those_of_the_tables() -> None:
    content = database()
    assert sum(one.records for one in batches(content)) == 30 + 4 + 1 + 9 + 1
    assert sum(one.skipped["out of bed"] for one in batches(content)) == 1


def test_a_session_without_stages_is_sleep() -> None:
    found = rows(changed("DELETE FROM sleep_stages_table")).filter(signal="sleep")
    assert sorted(found["text"]) == ["asleep", "in_bed"]


def test_a_database_that_was_being_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(database())
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("DELETE FROM sleep_stages_table")
        db.commit()
    assert path.read_bytes()[18:20] == b"\x02\x02", "which says that a log may lie beside it"
    assert rows(path.read_bytes()).filter(signal="heart_rate").height == 30


def test_a_table_that_a_version_lacks_is_no_damage() -> None:
    found = rows(
        changed(
            "DROP TABLE heart_rate_record_series_table",
            "ALTER TABLE exercise_session_record_table DROP COLUMN title",
        )
    )
    assert found.filter(signal="heart_rate").is_empty()
    assert found.filter(signal="workout").height == 1


def test_another_database_is_refused_by_name() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE notes (text TEXT)")
        content = db.serialize()
    assert source_of(content) == "health_connect"
    with pytest.raises(NotThisFormat):
        batches(content)


def test_a_broken_database_is_damaged_and_leaves_nothing_behind() -> None:
    before = set(os.listdir(tempfile.gettempdir()))
    content = database()
    with pytest.raises(Damaged):
        batches(content[:4096] + b"\xff" * (len(content) - 4096))
    left = set(os.listdir(tempfile.gettempdir())) - before
    assert not [name for name in left if name.startswith("spotter-")]


def test_text_where_a_number_must_be_is_refused() -> None:
    refused = rejected(
        changed(
            "UPDATE weight_record_table SET weight = 'heavy'",
            "UPDATE steps_record_table SET start_time = NULL",
        )
    )
    assert refused == {("no_number", "weight"): 1, ("unreadable_time", "steps"): 1}


def test_row_numbers_that_are_not_unique_do_not_multiply_what_is_read() -> None:
    many = (
        "DROP TABLE heart_rate_record_table",
        "CREATE TABLE heart_rate_record_table (row_id, app_info_id, start_time, end_time)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
        "INSERT INTO heart_rate_record_table SELECT 1, 1, 0, 0 FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
        "INSERT INTO heart_rate_record_series_table SELECT 1, 60, i * 60000 FROM n",
    )
    read = batches(changed(*many, full=False))
    assert sum(one.records for one in read) == 300


def test_an_expression_in_the_schema_is_bounded() -> None:
    content = changed(
        "DROP TABLE weight_record_table",
        f"CREATE TABLE weight_record_table ({_MOMENT}, weight AS (hex(zeroblob(20000000))))",
        "INSERT INTO weight_record_table (time) VALUES (1)",
    )
    with pytest.raises(Damaged):
        batches(content)


@settings(max_examples=40, deadline=None)
@given(
    start=st.datetimes(min_value=datetime(2015, 1, 1), max_value=datetime(2026, 1, 1)),
    minutes=st.integers(1, 600),
    count=st.integers(1, 5000),
)
def test_any_walk_comes_back_as_it_was(start: datetime, minutes: int, count: int) -> None:
    begin = ms(start.year, start.month, start.day, start.hour, start.minute)
    walk = "INSERT INTO steps_record_table (start_time, end_time, count) VALUES"
    content = changed(f"{walk} ({begin}, {begin + minutes * 60_000}, {count})", full=False)
    one = rows(content).to_dicts()[0]
    assert one["start"] == start.replace(second=0, microsecond=0, tzinfo=UTC)
    assert ((one["end"] - one["start"]).total_seconds(), one["si"]) == (minutes * 60, count)


@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, 200_000), st.integers(0, 255)), max_size=12),
    cut=st.integers(100, 200_000),
)
def test_no_change_of_bytes_brings_it_down(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(database())
    for place, byte in changes:
        data[16 + place % (len(data) - 16)] = byte
    survives(bytes(data[:cut]))
