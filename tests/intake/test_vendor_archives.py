"""A vendor's archive comes in as one import, twice as once, and becomes days of the body."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import test_garmin, test_health_connect, test_polar, test_samsung, test_withings
from intake.vendor_files import NOW, real, survives
from spotter.body import raw
from spotter.body.daily import aggregate
from spotter.intake.pipeline import ImportOutcome, import_file
from spotter.intake.registry import SOURCES

OSLO = ZoneInfo("Europe/Oslo")


def packed(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def brought(path: Path, out: Path, *before: Path) -> ImportOutcome:
    return import_file(path, out, raw.keys(before), now=NOW, zone=OSLO)


def test_a_folder_of_fitbit_comes_in_as_one_import_and_once(tmp_path: Path) -> None:
    folder = real("wellness/pmdata") / "p04" / "fitbit"
    files = {f"Takeout/Fitbit/{one.name}": one.read_bytes() for one in folder.iterdir()}
    path = packed(tmp_path / "takeout.zip", files)
    first = brought(path, tmp_path / "1.parquet")
    again = brought(path, tmp_path / "2.parquet", first.path)
    assert first.source == "fitbit"
    assert again.tally.added == 0
    assert again.tally.known == first.tally.added + first.tally.repeated
    days = aggregate(raw.scan([first.path]), OSLO)
    nights = sum("sleep_s" in day.values for day in days.values())
    assert nights > 120
    assert sum("workout_s" in day.values for day in days.values()) > 80


def test_the_tables_of_whoop_come_in_as_one_import(tmp_path: Path) -> None:
    files = {one.name: one.read_bytes() for one in real("whoop").glob("*.csv")}
    outcome = brought(packed(tmp_path / "my_whoop_data.zip", files), tmp_path / "1.parquet")
    assert (outcome.source, outcome.rejected) == ("whoop", 0)
    newest = aggregate(raw.scan([outcome.path]), OSLO)[date(2024, 6, 24)].values
    assert newest["resting_hr_bpm"] == 77
    assert newest["workout_s"] == 1278, "told once, though two tables tell the night"
    # Nights stand in two tables, and count once.
    assert newest["sleep_s"] == pytest.approx(504 * 60, abs=1)


# How the archives of vendors without a real one here are laid out.
MEMBERS: Mapping[str, Mapping[str, bytes]] = {
    "garmin": {
        "DI_CONNECT/DI-Connect-Wellness/2024_sleepData.json": test_garmin.export(test_garmin.NIGHT),
        "DI_CONNECT/DI-Connect-Aggregator/UDSFile_1.json": test_garmin.export(test_garmin.DAY),
    },
    "polar": {
        "training-session-1.json": test_polar.file(test_polar.NEW),
        "sleep_result_1.json": test_polar.file([test_polar.NIGHT]),
        "247ohr_2024_05.json": test_polar.file(test_polar.HEART),
    },
    "samsung": {
        "samsunghealth_x/com.samsung.shealth.tracker.heart_rate.2024.csv": test_samsung.HEART,
        "samsunghealth_x/com.samsung.health.sleep_stage.2024.csv": test_samsung.STAGES,
    },
    "withings": {
        "weight.csv": test_withings.WEIGHT.encode(),
        "sleep.csv": test_withings.SLEEP.encode(),
        "raw_tracker_hr.csv": test_withings.RAW.encode(),
    },
}


@pytest.mark.parametrize("source", MEMBERS)
def test_every_member_of_an_archive_is_read_with_its_name(source: str, tmp_path: Path) -> None:
    path = packed(tmp_path / "export.zip", MEMBERS[source])
    outcome = brought(path, tmp_path / "1.parquet")
    assert outcome.source == source
    assert outcome.rejected == 0
    assert outcome.tally.added >= len(MEMBERS[source])


def test_the_zip_of_health_connect_comes_in(tmp_path: Path) -> None:
    content = test_health_connect.database()
    path = packed(tmp_path / "Health Connect.zip", {"health_connect_export.db": content})
    outcome = brought(path, tmp_path / "1.parquet")
    assert (outcome.source, outcome.rejected) == ("health_connect", 0)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"[{", b'{"', b"date,", b"\xff\xfe", b"com.s"])
)
def test_no_bytes_bring_a_detector_down(content: bytes, begin: bytes) -> None:
    for source in SOURCES:
        assert source.knows(begin + content) in {True, False}


@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 255)), max_size=8),
    cut=st.integers(50, 60_000),
    name=st.sampled_from(["whoop/sleeps.csv", "wellness/pmdata/p10/fitbit/sleep.json"]),
)
def test_no_change_of_a_real_file_brings_a_reader_down(
    changes: list[tuple[int, int]], cut: int, name: str
) -> None:
    folder, _, last = name.rpartition("/")
    content = bytearray((real(folder) / last).read_bytes()[:cut])
    for place, byte in changes:
        content[place % len(content)] = byte
    survives(bytes(content), last)
