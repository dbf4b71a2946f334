"""TCX and GPX come in whole; figures are counted with grep."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.exports import NOW
from spotter.body import raw
from spotter.intake import gpx, tcx
from spotter.intake.errors import EntitiesRefused, ImportRefused, NotThisFormat, WrongEncoding
from spotter.intake.pipeline import ImportOutcome, import_file


@pytest.fixture(scope="session")
def tracks(apple_health: Path) -> Path:
    return apple_health.parent / "tcx_gpx"


def read(path: Path, tmp_path: Path) -> tuple[ImportOutcome, pl.DataFrame]:
    outcome = import_file(path, tmp_path / "out.parquet", now=NOW)
    return outcome, raw.scan([outcome.path]).collect()


def of(text: str, tmp_path: Path) -> tuple[ImportOutcome, pl.DataFrame]:
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")
    return read(path, tmp_path)


@pytest.mark.parametrize(
    ("name", "beats", "points", "activity"),
    [
        ("vkurup_test.tcx", 383, 383, "running"),
        ("vkurup_no_hr.tcx", 0, 383, "running"),
        ("vkurup_sup_activity_1.tcx", 111, 111, "other"),
    ],
)
def test_a_training_center_file_comes_in_whole(  # noqa: PLR0917 (a row of the table)
    tracks: Path, tmp_path: Path, name: str, beats: int, points: int, activity: str
) -> None:
    outcome, rows = read(tracks / name, tmp_path)
    assert outcome.source == "tcx"
    assert rows.filter(signal="heart_rate").height == beats
    assert rows.filter(signal="route")["si"].to_list() == [points]
    assert rows.filter(signal="workout")["text"].to_list() == [activity]


def test_laps_say_how_far_and_how_long_it_was(tracks: Path, tmp_path: Path) -> None:
    _, rows = read(tracks / "vkurup_test.tcx", tmp_path)
    run = rows.filter(signal="workout").to_dicts()[0]
    about = json.loads(run["metadata"])
    assert run["si"] == pytest.approx(sum(lap["duration_s"] for lap in about["laps"]))
    assert about["distance_m"] == 4689.24


def test_a_track_in_a_zip_comes_in(tracks: Path, tmp_path: Path) -> None:
    outcome, rows = read(tracks / "fittrackee_gpx_multiple_extensions.zip", tmp_path)
    assert outcome.source == "gpx"
    assert rows.filter(signal="route")["text"].to_list() == ["just a workout n°1"]


def test_a_zip_without_a_track_is_refused(tracks: Path, tmp_path: Path) -> None:
    with pytest.raises(NotThisFormat):
        read(tracks / "fittrackee_gpx_test_no_gpx.zip", tmp_path)


def test_a_route_of_a_phone_comes_in_by_itself(apple_health: Path, tmp_path: Path) -> None:
    for path in apple_health.rglob("*.gpx"):
        written = path.read_text(encoding="utf-8").count("<trkpt")
        outcome, rows = read(path, tmp_path)
        assert outcome.source == "gpx"
        assert rows.filter(signal="route")["si"].to_list() == [written]


POINT = '<trkpt lat="{}" lon="7"><time>2026-02-01T08:{:02d}:00Z</time></trkpt>'


def test_what_was_read_before_the_xml_breaks_off_stays(tmp_path: Path) -> None:
    text = "<gpx><trk><trkseg>" + POINT.format(45, 0) + POINT.format(45.01, 1) + "<trkpt"
    outcome, rows = of(text, tmp_path)
    assert outcome.damage is not None
    assert rows.filter(signal="route")["si"].to_list() == [2]
    (about,) = (json.loads(text) for text in rows.filter(signal="workout")["metadata"])
    assert about["distance_m"] == pytest.approx(1111.95, abs=0.1), "a hundredth of a degree"


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><gpx><trk>&b;</trk></gpx>'
    with pytest.raises(EntitiesRefused):
        of(bomb, tmp_path)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongEncoding):
        of('<?xml version="1.0" encoding="latin-1"?><gpx></gpx>', tmp_path)


def test_the_same_file_twice_brings_nothing_new(tracks: Path, tmp_path: Path) -> None:
    first, _ = read(tracks / "vkurup_test.tcx", tmp_path)
    known = raw.keys([first.path])
    again = import_file(tracks / "vkurup_test.tcx", tmp_path / "b.parquet", known, now=NOW)
    assert again.tally.added == 0


def test_a_mention_of_a_format_is_not_that_format() -> None:
    assert not gpx.detect(b"<html><gpx></gpx></html>")
    assert not tcx.detect(b"<gpx><TrainingCenterDatabase/></gpx>")


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=st.lists(st.tuples(st.integers(0, 68_000), st.integers(0, 255)), max_size=6),
    cut=st.integers(200, 68_115),
)
def test_no_change_of_bytes_brings_it_down(
    tracks: Path, tmp_path: Path, changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray((tracks / "vkurup_sup_activity_1.tcx").read_bytes())
    for place, byte in changes:
        data[place % len(data)] = byte
    path = tmp_path / "changed.tcx"
    path.write_bytes(bytes(data[:cut]))
    with contextlib.suppress(ImportRefused):
        assert read(path, tmp_path)[0].source == "tcx"
