"""The real WHOOP export comes in whole; the figures are counted with `csv`, not by the reader."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.vendor_files import about, real, rejected, rows, source_of, survives
from spotter.body.daily import aggregate

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def export() -> Path:
    return real("whoop")


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def filled(path: Path, column: str) -> int:
    return sum(row[column] != "" for row in cells(path))


CYCLE = {
    "resting_heart_rate": "Resting heart rate (bpm)",
    "hrv_rmssd": "Heart rate variability (ms)",
    "wrist_temperature": "Skin temp (celsius)",
    "spo2": "Blood oxygen %",
    "respiratory_rate": "Respiratory rate (rpm)",
}


@pytest.mark.parametrize(("signal", "column"), CYCLE.items())
def test_every_reading_of_a_cycle_comes_in(export: Path, signal: str, column: str) -> None:
    path = export / "physiological_cycles.csv"
    found = rows(path.read_bytes(), zone=NEW_YORK).filter(signal=signal)
    assert found.height == filled(path, column)
    assert rejected(path.read_bytes()).total() == 0


def test_scores_of_whoop_keep_its_names_and_are_no_signal_of_ours(export: Path) -> None:
    path = export / "physiological_cycles.csv"
    found = rows(path.read_bytes(), zone=NEW_YORK).filter(pl.col("signal").is_null())
    for kind, column in (
        ("WHOOP recovery score", "Recovery score %"),
        ("WHOOP day strain", "Day Strain"),
    ):
        assert found.filter(type=kind).height == filled(path, column)


def test_stages_last_as_long_as_exported_and_the_night_as_it_did(export: Path) -> None:
    path = export / "sleeps.csv"
    found = rows(path.read_bytes(), zone=NEW_YORK).filter(signal="sleep")
    lasts = found.with_columns(s=(pl.col("end") - pl.col("start")).dt.total_seconds())
    columns = ("Light sleep duration (min)", "Deep (SWS) duration (min)", "REM duration (min)")
    for stage, column in zip(("core", "deep", "rem"), columns, strict=True):
        minutes = sum(int(row[column] or 0) for row in cells(path))
        assert lasts.filter(text=stage)["s"].sum() / 60 == pytest.approx(minutes, abs=0.1)
    assert lasts.filter(text="in_bed").height == len(cells(path)) == 183


def test_a_night_of_whoop_is_a_night_of_the_body(export: Path) -> None:
    path = export / "physiological_cycles.csv"
    found = rows(path.read_bytes(), zone=NEW_YORK)
    newest = aggregate(found.lazy(), NEW_YORK)[date(2024, 6, 24)].values
    assert newest["sleep_s"] == pytest.approx(504 * 60, abs=1)
    assert newest["sleep_deep_s"] == pytest.approx(77 * 60, abs=1)
    assert newest["sleep_rem_s"] == pytest.approx(139 * 60, abs=1)
    assert (newest["hrv_rmssd_ms"], newest["resting_hr_bpm"]) == (16, 77)
    assert "hrv_sdnn_ms" not in newest
    assert newest["spo2"] == pytest.approx(0.9657)
    assert newest["wrist_temperature_c"] == pytest.approx(34.3)


def test_cycles_and_sleeps_tell_the_same_night_once(export: Path) -> None:
    path = export / "physiological_cycles.csv"
    cycles = rows(path.read_bytes(), zone=NEW_YORK).filter(signal="sleep")
    sleeps = rows((export / "sleeps.csv").read_bytes(), zone=NEW_YORK)
    assert cycles.filter(text="in_bed").height == filled(path, "Sleep onset") == 171
    assert set(cycles["key"]) <= set(sleeps["key"])


def test_times_are_those_of_the_zone_written_beside_them(export: Path) -> None:
    for name in ("sleeps.csv", "workouts.csv"):
        path = export / name
        first = "Sleep onset" if name == "sleeps.csv" else "Workout start time"
        wanted = {
            datetime.fromisoformat(row[first] + row["Cycle timezone"].removeprefix("UTC"))
            for row in cells(path)
        }
        found = rows(path.read_bytes(), zone=NEW_YORK)
        told = found.filter(pl.col("signal").is_in(["workout", "sleep"]))
        assert wanted <= set(told["start"])
    assert set(found["zone"]) == {"Etc/GMT+4", "Etc/GMT+5", "Etc/GMT-1"}


def test_workouts_come_in_with_heart_rate_and_distance(export: Path) -> None:
    path = export / "workouts.csv"
    found = rows(path.read_bytes(), zone=NEW_YORK).filter(signal="workout")
    assert found.height == len(cells(path)) == 124
    run = found.sort("start").to_dicts()[-1]
    assert run["text"] == "running"
    assert run["si"] == 1278
    told = about(run)
    assert (told["hr_mean_bpm"], told["hr_max_bpm"], told["distance_m"]) == (161, 183, 4068.88)
    assert told["energy_kj"] == pytest.approx(272 * 4.184)


def test_every_answer_of_the_journal_is_kept(export: Path) -> None:
    path = export / "journal_entries.csv"
    found = rows(path.read_bytes(), zone=NEW_YORK)
    assert found.height == len(cells(path)) == 1197
    yes = sum(row["Answered yes"] == "true" for row in cells(path))
    assert found["value"].sum() == yes


HEADER = "Cycle start time,Cycle end time,Cycle timezone,Sleep onset,Wake onset,Nap"
HEADER += ",Light sleep duration (min),Deep (SWS) duration (min),REM duration (min)\n"


@settings(max_examples=60, deadline=None)
@given(
    start=st.datetimes(min_value=datetime(2015, 1, 1), max_value=datetime(2026, 1, 1)),
    minutes=st.integers(20, 900),
    offset=st.integers(-12 * 4, 14 * 4),
    shares=st.tuples(*[st.floats(0, 1)] * 3),
)
def test_any_night_in_any_zone_comes_back_as_it_was(
    start: datetime, minutes: int, offset: int, shares: tuple[float, ...]
) -> None:
    start = start.replace(microsecond=0)
    stages = [int(minutes * share / 3) for share in shares]
    hours, quarter = divmod(abs(offset), 4)
    zone = f"UTC{'-' if offset < 0 else '+'}{hours:02}:{quarter * 15:02}"
    end = start + timedelta(minutes=minutes)
    line = f"{start},,{zone},{start},{end},false,{','.join(map(str, stages))}\n"
    found = rows((HEADER + line).encode(), zone=NEW_YORK)
    bed = found.filter(text="in_bed").to_dicts()[0]
    begun = (start - timedelta(minutes=15 * offset)).replace(tzinfo=UTC)
    assert (bed["start"], bed["end"]) == (begun, begun + timedelta(minutes=minutes))
    for stage, length in zip(("core", "deep", "rem"), stages, strict=True):
        parts = found.filter(text=stage)
        seconds = (parts["end"] - parts["start"]).dt.total_microseconds().sum() / 1e6
        assert seconds == pytest.approx(length * 60, abs=0.01)


def test_stages_longer_than_the_night_are_refused() -> None:
    line = "2024-01-01 22:00:00,,UTC+00:00,2024-01-01 22:00:00,2024-01-01 23:00:00,true,50,20,0\n"
    assert rejected((HEADER + line).encode()) == {("lasts_too_long", "Sleep"): 1}


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        ("13/05/2024 22:10", "14/05/2024 6:05", (2024, 5, 13)),
        ("05/13/2024 10:10 PM", "05/14/2024 6:05 AM", (2024, 5, 13)),
        ("03.05.2024 22:10", "04.05.2024 6:05", (2024, 5, 3)),
        ("2024/05/03 22:10", "2024/05/04 6:05", (2024, 5, 3)),
    ],
)
def test_a_table_that_a_spreadsheet_saved_comes_in(
    first: str, second: str, day: tuple[int, int, int]
) -> None:
    line = f"{first},,UTC+02:00,{first},{second},false,100,20,30\n"
    text = (HEADER + line).replace(",", ";")
    assert source_of(text.encode()) == "whoop"
    bed = rows(text.encode()).filter(text="in_bed").to_dicts()[0]
    assert bed["start"] == datetime(*day, 20, 10, tzinfo=UTC)
    assert bed["end"] - bed["start"] == timedelta(hours=7, minutes=55)


def test_a_date_that_could_be_two_is_refused() -> None:
    line = "03/05/2024 22:10,,UTC+02:00,03/05/2024 22:10,04/05/2024 6:05,false,100,20,30\n"
    assert rejected((HEADER + line).encode()) == {("unreadable_time", "Sleep"): 1}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=4), st.sampled_from(",;"))
def test_no_table_brings_it_down(lines: list[list[str]], comma: str) -> None:
    text = HEADER.replace(",", comma) + "\n".join(comma.join(line) for line in lines)
    survives(text.encode("utf-8", "replace"))
