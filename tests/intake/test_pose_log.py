"""Landmarks that a phone wrote down are kept as they are, frame by frame."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.exports import NOW
from spotter.body import raw
from spotter.form.skeleton import LANDMARKS
from spotter.intake import errors
from spotter.intake.pipeline import ImportOutcome, import_file
from spotter.intake.registry import SOURCES

AXES = ("x", "y", "z", "visibility")


def wide(times: list[str], clock: str = "timestamp_ms", names: list[str] | None = None) -> str:
    columns = [f"{name}_{axis}" for name in names or LANDMARKS for axis in AXES]
    rows = [
        ",".join([at, *(f"{n}.{place}" for place in range(len(columns)))])
        for n, at in enumerate(times)
    ]
    return "\n".join([",".join([clock, *columns]), *rows]) + "\n"


def long(frames: int) -> str:
    rows = [
        f"{frame},{frame * 33},{number},0.{frame},0.5,,0.9"
        for frame in range(frames)
        for number in range(33)
    ]
    return "\n".join(["frame,time_ms,landmark,x,y,z,visibility", *rows]) + "\n"


def read(tmp_path: Path, text: str) -> tuple[ImportOutcome, pl.DataFrame]:
    path = tmp_path / "squat.csv"
    path.write_text(text)
    outcome = import_file(path, tmp_path / "o.parquet", now=NOW)
    return outcome, raw.scan([outcome.path]).collect()


@pytest.mark.parametrize(
    "text", [wide(["0"]), wide(["0"], names=[str(n) for n in range(33)]), long(1)]
)
def test_it_is_known_by_its_columns_and_by_nobody_else(text: str) -> None:
    head = text.encode()[:4096]
    assert [source.name for source in SOURCES if source.detect(head)] == ["pose_log"]


def test_every_landmark_of_every_frame_is_kept_as_written(tmp_path: Path) -> None:
    _, rows = read(tmp_path, wide(["1770000000000", "1770000000033", "1770000000066"]))
    (one,) = rows.to_dicts()
    about = json.loads(one["metadata"])
    assert (one["type"], one["signal"], one["value"]) == ("PoseLog", None, 3)
    assert str(one["start"]) == "2026-02-02 02:40:00+00:00"
    assert about["t_ms"] == [0, 33, 66]
    assert about["landmarks"][1][2] == [1.8, 1.9, 1.1, 1.11], "the third landmark, second frame"


def test_a_row_for_each_landmark_is_the_same(tmp_path: Path) -> None:
    _, rows = read(tmp_path, long(2))
    about = json.loads(rows["metadata"][0])
    assert about["t_ms"] == [0, 33]
    assert about["landmarks"][1][32] == [0.1, 0.5, None, 0.9]


@pytest.mark.parametrize(
    ("clock", "times"),
    [
        ("timestamp", ["0", "0.04", "1.0"]),
        ("timestamp", ["5", "45", "1005"]),
        ("time_s", ["2", "2.04", "3"]),
        ("timestamp_ms", ["7", "47", "1007"]),
    ],
)
def test_times_are_milliseconds_whatever_they_count(
    tmp_path: Path, clock: str, times: list[str]
) -> None:
    _, rows = read(tmp_path, wide(times, clock))
    assert json.loads(rows["metadata"][0])["t_ms"] == [0, 40, 1000]


def test_a_long_recording_is_several_rows_one_after_another(tmp_path: Path) -> None:
    _, rows = read(tmp_path, wide([str(n * 33) for n in range(1000)]))
    assert rows["value"].to_list() == [900, 100]
    first, second = (json.loads(text) for text in rows["metadata"])
    assert (first["part"], second["part"], second["t_ms"][0]) == (1, 2, 0)
    assert (rows["start"][1] - rows["start"][0]).total_seconds() == pytest.approx(29.7)


def test_a_frame_out_of_order_is_refused(tmp_path: Path) -> None:
    outcome, rows = read(tmp_path, wide(["0", "33", "20", "66"]))
    assert outcome.rejected_by_reason == {"unreadable_time": 1}
    assert rows["value"].to_list() == [3]


def test_a_landmark_with_an_endless_number_is_refused(tmp_path: Path) -> None:
    endless = f"1,33,{'9' * 5000},0.1,0.2,0.3,0.9\n"
    outcome, _ = read(tmp_path, long(2) + endless)
    assert outcome.rejected_by_reason == {"unreadable_row": 1}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cells=st.lists(st.text('0123456789.e+-,;"nai\n', max_size=6), max_size=8),
    cut=st.integers(0, 60),
)
def test_no_cell_brings_it_down(tmp_path: Path, cells: list[str], cut: int) -> None:
    text = wide(["0", *cells])
    try:
        outcome, _ = read(tmp_path, text[: len(text) - cut])
    except errors.ImportRefused:
        return
    assert outcome.source == "pose_log"
