"""The answers a real account got: everything comes in, under its day, and no number is invented."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from spotter.body import raw
from spotter.body.daily import aggregate
from spotter.intake.errors import NotThisFormat
from spotter.intake.pipeline import ImportOutcome, import_file

NOW = datetime(2025, 1, 1, tzinfo=UTC)
PRAGUE = ZoneInfo("Europe/Prague")
# File → kind of its documents and how many of them cannot be dated.
FILES = {
    "daily_activity_1": ("daily_activity", 0),
    "daily_cardiovascular_age_2024_235days": ("daily_cardiovascular_age", 0),
    "daily_readiness_2018-2024_2141days": ("daily_readiness", 0),
    "daily_resilience_2023-2024_329days": ("daily_resilience", 0),
    "daily_sleep_2018-2024_2141days": ("daily_sleep", 0),
    "daily_spo2_2022-2024_804days": ("daily_spo2", 0),
    "daily_stress_2023-2024_423days": ("daily_stress", 0),
    "enhanced_tag_21": ("enhanced_tag", 0),
    "heartrate_1101": ("heartrate", 0),
    "rest_mode_period_55": ("rest_mode_period", 0),
    "ring_configuration_2": ("ring_configuration", 1),  # set up in 1970
    "session_1": ("session", 0),
    "sleep_2024-10-10_2024-11-02_48docs": ("sleep", 0),
    "sleep_time_19": ("sleep_time", 0),
    "tag_1": ("tag", 0),
    "vO2_max_1": ("vO2_max", 0),
    "workout_83": ("workout", 0),
}


def documents(path: Path) -> list[dict[str, Any]]:
    """Return the documents of a saved answer, read without Spotter."""
    found: list[dict[str, Any]] = json.loads(path.read_text())["data"]
    return found


def brought(path: Path, tmp_path: Path) -> tuple[ImportOutcome, pl.DataFrame]:
    out = tmp_path / f"{path.stem}.parquet"
    outcome = import_file(path, out, now=NOW, zone=PRAGUE)
    return outcome, raw.scan([out]).collect()


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_document_becomes_one_row_of_its_kind(
    answers: Path, tmp_path: Path, name: str
) -> None:
    kind, undated = FILES[name]
    path = answers / f"{name}.json"
    outcome, rows = brought(path, tmp_path)
    assert outcome.source == "oura"
    assert rows.filter(type=kind).height == len(documents(path)) - undated
    assert outcome.rejected == undated
    assert set(rows["source"]) == {"Oura"}
    ids = [each["id"] for each in documents(path) if "id" in each]
    known = rows.filter(type=kind)["metadata"].str.json_path_match("$.document").drop_nulls()
    assert not ids or len(set(known)) == len(set(ids)) - undated


def test_nights_keep_their_samples_and_no_missing_one_becomes_a_number(
    answers: Path, tmp_path: Path
) -> None:
    path = answers / "sleep_2024-10-10_2024-11-02_48docs.json"
    _, rows = brought(path, tmp_path)
    slept = [
        each
        for each in documents(path)
        if each["type"] in {"long_sleep", "sleep"} and each["total_sleep_duration"] >= 900
    ]
    hrv = [item for each in slept if each["hrv"] for item in each["hrv"]["items"] if item]
    assert rows.filter(signal="hrv_rmssd").height == len(hrv)
    assert rows.filter(signal="hrv_rmssd")["si"].sum() == pytest.approx(sum(hrv))
    assert rows.filter(signal="hrv_sdnn").is_empty()
    assert rows.filter(signal="sleep", text="in_bed").height == len(slept)


def test_a_night_says_what_oura_says_of_it(answers: Path, tmp_path: Path) -> None:
    path = answers / "sleep_2024-10-10_2024-11-02_48docs.json"
    _, rows = brought(path, tmp_path)
    days = aggregate(rows.lazy(), PRAGUE)
    nights = [each for each in documents(path) if each["type"] == "long_sleep"]
    assert len(nights) == 22
    for night in nights:
        day = days[date.fromisoformat(night["day"])].values
        # Stages come in steps of five minutes, Oura's sums in half minutes: the sums count.
        assert day["sleep_s"] == pytest.approx(night["total_sleep_duration"], abs=31)
        assert day["sleep_deep_s"] == pytest.approx(night["deep_sleep_duration"], abs=31)
        assert day["sleep_rem_s"] == pytest.approx(night["rem_sleep_duration"], abs=31)
        assert day["resting_hr_bpm"] == night["lowest_heart_rate"]
        items = [item for item in night["hrv"]["items"] if item]
        assert day["hrv_rmssd_ms"] == pytest.approx(median(items), rel=0.1)
        assert day["respiratory_rate_brpm"] == pytest.approx(night["average_breath"], abs=0.6)
        assert "hrv_sdnn_ms" not in day


def test_a_day_is_the_one_oura_names_whatever_its_time_stamp(answers: Path, tmp_path: Path) -> None:
    path = answers / "daily_readiness_2018-2024_2141days.json"
    every = documents(path)
    assert sum(each["timestamp"][:10] != each["day"] for each in every) == 40
    _, rows = brought(path, tmp_path)
    days = aggregate(rows.lazy(), PRAGUE)
    told = {day: one.values.get("wrist_temperature_c") for day, one in days.items()}
    expected = {
        date.fromisoformat(each["day"]): each["temperature_deviation"]
        for each in every
        if each["temperature_deviation"] is not None
    }
    assert {day: value for day, value in told.items() if value is not None} == {
        day: value for day, value in expected.items() if -6 <= value <= 6
    }


def test_a_day_of_activity_counts_its_steps_and_energy_on_its_date(
    answers: Path, tmp_path: Path
) -> None:
    path = answers / "daily_activity_1.json"
    (said,) = documents(path)
    _, rows = brought(path, tmp_path)
    day = aggregate(rows.lazy(), PRAGUE)[date.fromisoformat(said["day"])].values
    assert day["steps"] == said["steps"]
    assert day["active_energy_kj"] == pytest.approx(said["active_calories"] * 4.184)
    assert day["basal_energy_kj"] == pytest.approx(
        (said["total_calories"] - said["active_calories"]) * 4.184
    )
    assert day["exercise_s"] == said["medium_activity_time"] + said["high_activity_time"]


def test_workouts_keep_their_time_energy_and_kind(answers: Path, tmp_path: Path) -> None:
    path = answers / "workout_83.json"
    _, rows = brought(path, tmp_path)
    every = documents(path)
    kinds = Counter(each["activity"] for each in every)
    assert rows.filter(text="walking").height == kinds["walking"]
    seconds = sum(
        (
            datetime.fromisoformat(each["end_datetime"])
            - datetime.fromisoformat(each["start_datetime"])
        ).total_seconds()
        for each in every
    )
    assert rows["si"].sum() == seconds
    energy = rows["metadata"].str.json_path_match("$.active_energy_kj").cast(pl.Float64).sum()
    assert energy == pytest.approx(sum(each["calories"] or 0 for each in every) * 4.184, rel=1e-4)


def test_answers_that_hold_no_documents_are_not_mistaken_for_any(
    oura_folder: Path, tmp_path: Path
) -> None:
    for path in sorted((oura_folder / "errors").iterdir()):
        if json.loads(path.read_text()) == {"data": [], "next_token": None}:
            assert import_file(path, tmp_path / "empty.parquet", now=NOW).records == 0
            continue
        with pytest.raises(NotThisFormat):
            import_file(path, tmp_path / "none.parquet", now=NOW)
