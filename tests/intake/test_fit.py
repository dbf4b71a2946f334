"""FIT files come in whole; figures are counted by fitdecode, which shares no code with ours."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

import fitdecode
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.exports import NOW
from spotter.body import raw
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.errors import Damaged, ImportRefused
from spotter.intake.fit import reader
from spotter.intake.pipeline import import_file


@pytest.fixture(scope="session")
def fit(apple_health: Path) -> Path:
    return apple_health.parent / "fit"


def told(data: bytes) -> tuple[list[Batch], ImportRefused | None]:
    """Return the batches of a file, and what it ended with."""
    found: list[Batch] = []
    opened = Opened(io.BytesIO(data), data[:4096], len(data))
    try:
        found.extend(reader.batches(opened, now=NOW.replace(year=2027), about=About()))
    except ImportRefused as error:
        return [*found], error
    return found, None


def rows(path: Path) -> pl.DataFrame:
    return pl.concat([batch.rows for batch in told(path.read_bytes())[0]])


def counted(path: Path) -> Counter[str]:
    """Return how many heart rates, sessions and active sets fitdecode finds."""
    found: Counter[str] = Counter()
    off = fitdecode.CrcCheck.DISABLED
    with fitdecode.FitReader(path, check_crc=off) as file:
        for frame in file:
            if frame.frame_type != fitdecode.FIT_FRAME_DATA:
                continue
            heart = frame.get_value("heart_rate", fallback=None) if frame.name == "record" else None
            found["record.heart_rate"] += heart is not None and 20 <= heart <= 250
            found["session"] += frame.name == "session"
            active = frame.name == "set" and frame.get_value("set_type") == "active"
            found["set"] += active
    return +found


@pytest.mark.parametrize("folder", ["strength", "indoor", "fixtures/garmin-sdk-testdata"])
def test_heart_rates_sessions_and_sets_are_as_many_as_another_decoder_finds(
    fit: Path, folder: str
) -> None:
    files = [each for each in sorted((fit / folder).glob("*.fit")) if each.stem != "DeveloperData"]
    assert files
    for path in files:
        frame = rows(path)
        ours = Counter(dict(frame.group_by("type").len().iter_rows()))
        assert {kind: ours[kind] for kind in counted(path)} == dict(counted(path)), path.name


def test_sets_nobody_entered_a_weight_for_are_not_bodyweight(fit: Path) -> None:
    frame = rows(fit / "strength/20888305434_ACTIVITY.fit").filter(signal="set")
    loads = [json.loads(text)["load"] for text in frame["metadata"]]
    assert Counter(loads) == {"external": 19, "not_entered": 4}
    assert frame["si"].null_count() == 4


def test_sets_stand_at_their_own_time_and_not_at_that_of_the_session(fit: Path) -> None:
    frame = rows(fit / "strength/20888305434_ACTIVITY.fit").filter(signal="set").sort("start")
    assert frame["start"].n_unique() == 23
    assert str(frame["start"][1]) == "2025-11-04 11:30:55+00:00"


def test_an_effort_the_athlete_entered_comes_in(fit: Path) -> None:
    frame = rows(fit / "indoor/18053123268_ACTIVITY.fit").filter(signal="effort")
    with fitdecode.FitReader(fit / "indoor/18053123268_ACTIVITY.fit") as file:
        (rated,) = [
            frame.get_value("workout_rpe", raw_value=True)
            for frame in file
            if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "session"
        ]
    assert frame["si"].to_list() == [rated / 10]


@pytest.mark.parametrize("name", ["18071178783_ACTIVITY", "garmin-fr935-cr"])
def test_a_heart_that_watch_and_strap_heard_at_once_is_told_once(fit: Path, name: str) -> None:
    hearts = rows(next(fit.rglob(f"{name}.fit"))).filter(signal="heart_rate").sort("start")
    watch = hearts.filter(type="record.heart_rate").select("start", heard="start")
    strap = hearts.filter(type="hr")
    nearest = strap.join_asof(watch, on="start", strategy="nearest")
    assert watch.height > 3_000
    assert strap.height > 1_000  # what the watch missed is still there
    assert nearest.select((pl.col("start") - pl.col("heard")).abs().min()).item().seconds >= 15


def test_a_swim_whose_watch_heard_nothing_has_the_heart_of_the_strap(fit: Path) -> None:
    found = rows(next(fit.rglob("activity_poolswim_with_hr.fit")))
    assert Counter(found.filter(signal="heart_rate")["type"]) == {"hr": 7_579}


def test_beats_are_the_times_of_all_hrv_messages(fit: Path) -> None:
    frame = rows(fit / "fixtures/garmin-sdk-testdata/HrmPluginTestActivity.fit")
    beats = json.loads(frame.filter(signal="beats")["metadata"][0])["rr_ms"]
    assert beats[:3] == [1000, 1033, 1044]
    assert len(beats) == frame.filter(signal="beats")["value"][0]


def test_steps_of_a_day_are_told_once_though_they_are_counted_from_midnight(fit: Path) -> None:
    path = fit / "fixtures/garmin-sdk-testdata/MonitoringFile.fit"
    counters: dict[str, list[float]] = {"walking": [], "running": []}
    with fitdecode.FitReader(path) as file:
        for frame in file:
            if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "monitoring":
                kind = frame.get_value("activity_type", fallback="")
                # The profile halves them as cycles and calls the last one of a day steps.
                for field in frame.fields:
                    if kind in counters and field.name in {"cycles", "steps"}:
                        counters[kind].append(field.raw_value)
    assert all(one == sorted(one) for one in counters.values())
    assert rows(path)["si"].sum() == sum(one[-1] for one in counters.values()) == 3142 + 31


def test_a_scale_of_several_people_does_not_say_whose_weight_it_was(fit: Path) -> None:
    folder = fit / "fixtures/garmin-sdk-testdata"
    assert rows(folder / "WeightScaleMultiUser.fit")["signal"].null_count() == 4
    single = rows(folder / "WeightScaleSingleUser.fit")
    assert set(single["signal"]) == {"mass", "body_fat"}


@pytest.mark.parametrize(
    ("name", "speeds", "byte"),
    [
        ("activity-activity-filecrc.fit", 28, 1540),
        ("activity-filecrc.fit", 14, 769),
        ("activity-settings-corruptheader.fit", 14, 771),
        ("activity-settings-nodata.fit", 14, 783),
        ("activity-unexpected-eof.fit", 14, 751),
    ],
)
def test_what_came_before_the_damage_stays(fit: Path, name: str, speeds: int, byte: int) -> None:
    batches, error = told((fit / "fixtures/fitdecode" / name).read_bytes())
    assert isinstance(error, Damaged)
    assert error.offset == byte
    assert sum(batch.rows.filter(type="record.speed").height for batch in batches) == speeds


def test_every_file_there_is_comes_in_or_is_told_damaged(fit: Path) -> None:
    for path in fit.rglob("*.fit"):
        batches, error = told(path.read_bytes())
        assert batches, path.name
        assert error is None or isinstance(error, Damaged)


def test_the_same_file_twice_brings_nothing_new(fit: Path, tmp_path: Path) -> None:
    path = fit / "strength/20888305434_ACTIVITY.fit"
    first = import_file(path, tmp_path / "a.parquet", now=NOW)
    assert first.source == "fit"
    renamed = tmp_path / "renamed.bin"
    renamed.write_bytes(path.read_bytes())
    again = import_file(renamed, tmp_path / "b.parquet", raw.keys([first.path]), now=NOW)
    assert (first.tally.added > 1_000, again.tally.added) == (True, 0)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=8),
    cut=st.integers(1, 2_100),
    name=st.sampled_from(["MonitoringFile", "DeveloperData", "WeightScaleMultiUser"]),
)
def test_no_change_of_bytes_brings_it_down(
    fit: Path, changes: list[tuple[int, int]], cut: int, name: str
) -> None:
    data = bytearray((fit / f"fixtures/garmin-sdk-testdata/{name}.fit").read_bytes())
    for place, byte in changes:
        data[place % len(data)] = byte
    _, error = told(bytes(data[:cut]))
    assert error is None or isinstance(error, ImportRefused)
