"""`spotter today`: an export and a profile in, a session and its reasons out, nothing left over."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.cli_types import Spotter
from spotter.athletes.profile_toml import dump
from spotter.lab.sample.write import PROFILE, Sample
from spotter.safety.questions import all_clear


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of its own for temporary files, which must be empty again at the end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def decided(spotter: Spotter, *words: object) -> dict[str, Any]:
    ran = spotter("today", *words, "--json")
    assert ran.status == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def codes(listed: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in listed]


@pytest.fixture
def whole(spotter: Spotter, sample: Sample, temporary: Path) -> dict[str, Any]:
    return decided(spotter, "--export", sample.export, "--profile", sample.profile)


def test_it_has_everything_that_was_promised(whole: dict[str, Any]) -> None:
    assert whole["date"] == "2026-04-12"
    assert 0 <= whole["readiness"]["score"] <= 100
    assert 0 < whole["readiness"]["confidence"] <= 1
    assert {"hrv", "resting_hr", "sleep"} <= set(codes(whole["readiness"]["evidence"]))
    assert whole["readiness"]["missing"]
    assert whole["verdict"] in {"approved", "modified"}
    assert whole["reasons"]
    assert all(one["code"] and one["text"] for one in (*whole["reasons"], *whole["rules"]))


def test_the_session_prescribes_every_set(whole: dict[str, Any]) -> None:
    session = whole["session"]
    assert session["title"]
    assert session["duration_min"] > 0
    for block in session["blocks"]:
        assert block["exercise"]
        for one in block["sets"]:
            assert (one["reps"] is None) != (one["duration_s"] is None)
            assert 1 <= one["rpe"] <= 10
            assert one["rest_s"] >= 0
            assert one["load_kg"] is None or one["load_kg"] >= 0


def test_what_was_imported_is_accounted_for(whole: dict[str, Any], sample: Sample) -> None:
    told = whole["import"]
    assert told["records"] >= sample.records
    assert told["rejected"] == 0
    assert told["days"] == (sample.last - sample.first).days + 1
    assert told["by_kind"]["heart_rate"] > 1000
    assert sum(told["by_kind"].values()) == told["records"]


def test_the_last_day_of_a_past_export_is_taken_and_said(
    spotter: Spotter, sample: Sample, temporary: Path
) -> None:
    ran = spotter("today", "--export", sample.export, "--profile", sample.profile, "--json")
    told = json.loads(ran.out)
    assert told["date"] == sample.last.isoformat()
    assert "date_from_export" in codes(told["notes"])
    assert "2026-04-12, the last day in the export" in ran.err


def test_a_day_that_is_named_is_taken_without_a_word(
    spotter: Spotter, sample: Sample, temporary: Path
) -> None:
    words = ("--export", sample.export, "--profile", sample.profile, "--date", "2026-03-20")
    told = decided(spotter, *words)
    assert told["date"] == "2026-03-20"
    assert "date_from_export" not in codes(told["notes"])


def test_a_past_day_is_decided_by_what_was_known_then(
    spotter: Spotter, sample: Sample, temporary: Path
) -> None:
    words = ("--export", sample.export, "--profile", sample.profile)
    early = decided(spotter, *words, "--date", "2026-03-01")
    late = decided(spotter, *words, "--date", "2026-04-10")
    assert early["readiness"] != late["readiness"]
    assert early["import"] == late["import"]


def test_an_export_that_reaches_to_now_is_for_today(
    spotter: Spotter, sample: Sample, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def noon() -> datetime:
        return datetime(2026, 4, 12, 10, 0, tzinfo=UTC)

    monkeypatch.setattr("spotter.cli.offline.utc_now", noon)
    told = decided(spotter, "--export", sample.export, "--profile", sample.profile)
    assert told["date"] == "2026-04-12"
    assert "date_from_export" not in codes(told["notes"])


def test_without_a_profile_there_is_no_session_but_a_next_step(
    spotter: Spotter, sample: Sample, temporary: Path
) -> None:
    ran = spotter("today", "--export", sample.export, "--json")
    told = json.loads(ran.out)
    assert ran.status == 0
    assert told["verdict"] == "refused"
    assert told["session"] is None
    assert told["rules"]
    assert "no_profile" in codes(told["notes"])
    assert "spotter profile --template" in ran.err


def test_without_a_profile_the_time_zone_comes_from_the_export(
    spotter: Spotter, sample: Sample, temporary: Path
) -> None:
    told = decided(spotter, "--export", sample.export)
    (note,) = [one for one in told["notes"] if one["code"] == "time_zone_from_export"]
    assert "Europe/Berlin" in note["text"]


def test_a_check_in_in_the_profile_is_about_the_day_decided_for(
    spotter: Spotter, sample: Sample, temporary: Path, tmp_path: Path
) -> None:
    me = tmp_path / "me.toml"
    answers = {"sleep_quality": 4, "mood": 4, "energy": 4, "stress": 2, "ill": "false"}
    answers |= {"symptoms": [], "soreness": {}, "pain": {}}
    today = "\n[today]\n" + "".join(f"{name} = {said}\n" for name, said in answers.items())
    me.write_text(sample.profile.read_text(encoding="utf-8") + today, encoding="utf-8")
    told = decided(spotter, "--export", sample.export, "--profile", me)
    assert "D01" not in codes(told["rules"])
    assert "wellbeing" in codes(told["readiness"]["evidence"])


def test_a_log_gives_loads_that_were_lifted_before(
    spotter: Spotter, sample: Sample, temporary: Path
) -> None:
    words = ("--export", sample.export, "--profile", sample.profile, "--date", "2026-04-10")
    without = decided(spotter, *words)
    informed = decided(spotter, *words, "--log", sample.log)
    assert "first_session" in {code.partition("|")[0] for code in codes(without["reasons"])} or (
        without["session"] != informed["session"]
    )
    assert without["reasons"] != informed["reasons"]


def test_the_terminal_shows_the_same_session(
    spotter: Spotter, sample: Sample, whole: dict[str, Any]
) -> None:
    shown = spotter("today", "--export", sample.export, "--profile", sample.profile).out
    assert whole["session"]["title"] in shown
    for block in whole["session"]["blocks"]:
        assert block["name"].split()[0] in shown


def test_the_same_question_has_the_same_answer(
    spotter: Spotter, sample: Sample, whole: dict[str, Any]
) -> None:
    again = decided(spotter, "--export", sample.export, "--profile", sample.profile)
    assert again == whole


BAD_FILES = {
    "not an export": b"Dear diary, today I ran.",
    "empty": b"",
    "xml that breaks off": b'<?xml version="1.0"?><HealthData locale="en_GB">\n <Record type="x',
    "another xml": b'<?xml version="1.0"?><svg/>',
    "entities": b'<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY a "b">]><HealthData>&a;',
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_file_that_is_no_export_is_refused_in_one_line(
    what: str, spotter: Spotter, temporary: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "export.xml"
    bad.write_bytes(BAD_FILES[what])
    ran = spotter("today", "--export", bad)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.startswith("spotter: ")
    assert len(ran.err.splitlines()) == 1


def test_a_truncated_zip_is_refused_in_one_line(
    spotter: Spotter, sample: Sample, temporary: Path, tmp_path: Path
) -> None:
    short = tmp_path / "export.zip"
    short.write_bytes(sample.export.read_bytes()[:400_000])
    ran = spotter("today", "--export", short, "--profile", sample.profile)
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert "zip" in ran.err


def test_an_export_that_breaks_off_gives_no_session_from_its_older_half(
    spotter: Spotter, sample: Sample, temporary: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(sample.export) as bundle:
        text = bundle.read("apple_health_export/export.xml")
    half = tmp_path / "export.xml"
    half.write_bytes(text[: len(text) // 2])
    ran = spotter("today", "--export", half, "--profile", sample.profile, "--json")
    assert ran.status == 2
    assert ran.out == ""
    assert "breaks off" in ran.err


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("[profile", "TOML"),
        ('[profile]\ngoal = "flying"', "goal"),
        ("[profile]\nshoe_size = 43", "shoe_size"),
        ('[profile]\ntime_zone = "Mars/Olympus"', "time"),
        ("[profile]\nheight_m = 181", "height_m"),
        ("[screening]\nanswered_on = 2026-04-01\nno_such_question = true", "no_such_question"),
    ],
)
def test_a_profile_that_cannot_be_used_is_refused_by_the_name_of_what_is_wrong(
    profile: str, said: str, spotter: Spotter, sample: Sample, tmp_path: Path
) -> None:
    me = tmp_path / "me.toml"
    me.write_text(profile, encoding="utf-8")
    ran = spotter("today", "--export", sample.export, "--profile", me)
    assert ran.status == 2
    assert said in ran.err
    assert ran.err.startswith(f"spotter: {me}")
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "12.4.2026"])
def test_a_day_that_is_none_is_refused(day: str, spotter: Spotter, sample: Sample) -> None:
    ran = spotter("today", "--export", sample.export, "--date", day)
    assert ran.status == 2
    assert day in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("option", ["--export", "--profile", "--log"])
def test_a_file_that_is_not_there_is_named(
    option: str, spotter: Spotter, sample: Sample, tmp_path: Path
) -> None:
    absent = tmp_path / "nowhere"
    words = {"--export": sample.export, "--profile": sample.profile, option: absent}
    ran = spotter("today", *(word for pair in words.items() for word in pair))
    assert ran.status == 2
    assert str(absent) in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_folder_in_place_of_the_export_is_said(spotter: Spotter, tmp_path: Path) -> None:
    ran = spotter("today", "--export", tmp_path)
    assert ran.status == 2
    assert "folder" in ran.err


@pytest.mark.parametrize("line", ["no json", '{"kind": "meal"}', '{"kind": "checkin"}', "[]"])
def test_a_log_that_cannot_be_read_is_refused_by_its_line(
    line: str, spotter: Spotter, sample: Sample, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(f"\n{line}\n", encoding="utf-8")
    ran = spotter("today", "--export", sample.export, "--log", log)
    assert ran.status == 2
    assert "line 2" in ran.err
    assert len(ran.err.splitlines()) == 1


_STRONG = "Date,Workout Name,Exercise Name,Set Order,Weight,Weight Unit,Reps,RPE\n"


def _heaviest(document: dict[str, Any], exercise: str) -> float:
    blocks = [one for one in document["session"]["blocks"] if one["exercise"] == exercise]
    return max(one["load_kg"] or 0.0 for block in blocks for one in block["sets"])


@pytest.mark.parametrize("load_kg", [50, 80])
def test_the_sets_of_a_training_log_set_the_load(
    spotter: Spotter, tmp_path: Path, temporary: Path, load_kg: int
) -> None:
    log, profile = tmp_path / "strong.csv", tmp_path / "me.toml"
    rows = "".join(
        f"2026-03-{day:02} 18:00:00,Push,Bench Press (Barbell),{nth},{load_kg},kg,6,8\n"
        for day in (2, 5, 9, 12)
        for nth in (1, 2, 3)
    )
    log.write_text(_STRONG + rows, encoding="utf-8")
    lifter = replace(PROFILE, days_per_week=2, limitations=())
    profile.write_text(dump(lifter, all_clear(date(2026, 3, 16))), encoding="utf-8")
    told = decided(spotter, "--export", log, "--profile", profile, "--date", "2026-03-16")
    assert told["import"]["by_kind"] == {"set": 12, "workout": 4}
    assert 0.9 * load_kg <= _heaviest(told, "barbell_bench_press") <= 1.1 * load_kg
