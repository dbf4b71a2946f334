"""`spotter import` with several paths, as JSON, and as a look that changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.cli_types import Ran, Spotter
from intake.exports import export_text, record
from intake.test_unzipped import unpack

pytestmark = pytest.mark.usefixtures("data")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_GB">'


def export(*days: str, value: str = "72") -> str:
    """Return an Apple Health export with one weight at noon of each of `days`."""
    rows = "".join(
        '<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="kg" '
        f'creationDate="{day} 12:00:00 +0000" startDate="{day} 12:00:00 +0000" '
        f'endDate="{day} 12:00:00 +0000" value="{value}"/>\n'
        for day in days
    )
    return f'{HEAD}\n<ExportDate value="2026-03-01 08:00:00 +0000"/>\n{rows}</HealthData>\n'


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with two exports that share a day, a hidden file and one that is no export."""
    folder = tmp_path / "files"
    (folder / "below").mkdir(parents=True)
    (folder / "b.xml").write_text(export("2026-01-02", "2026-01-03"))
    (folder / "below" / "a.xml").write_text(export("2026-01-03", "2026-01-07"))
    (folder / ".hidden.xml").write_text(export("2025-01-01"))
    (folder / "notes.txt").write_text("eggs, milk\n")
    return folder


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    return unpack(tmp_path / "downloads")


def told(ran: Ran) -> dict[str, Any]:
    return {Path(one["file"]).name: one for one in json.loads(ran.out)["files"]}


def test_a_dry_run_makes_neither_account_nor_database(
    spotter: Spotter, files: Path, data: Path
) -> None:
    ran = spotter("import", files / "b.xml", "--dry-run", "--json")
    assert (ran.status, told(ran)["b.xml"]["added"]) == (0, 2)
    assert not data.exists()


def test_one_result_for_each_file_says_what_it_holds(spotter: Spotter, files: Path) -> None:
    ran = spotter("import", files / "b.xml", "--dry-run", "--json")
    assert told(ran)["b.xml"] == {
        "file": str(files / "b.xml"),
        "source": "apple_health",
        "records": {"mass": 2},
        "days": 2,
        "first": "2026-01-02",
        "last": "2026-01-03",
        "added": 2,
        "duplicates": 0,
        "rejected": {"total": 0, "reasons": {}},
        "unmapped": [],
        "members": None,
        "warning": None,
        "error": None,
    }


@pytest.mark.parametrize("words", [["--dry-run"], []], ids=["looked", "imported"])
def test_a_folder_is_read_whole_and_the_others_come_in(
    spotter: Spotter, sam: str, files: Path, words: list[str]
) -> None:
    ran = spotter("import", files, "--json", *words)
    assert ran.status == 2
    found = told(ran)
    assert list(found) == ["b.xml", "notes.txt", "a.xml"]
    assert "Nothing in this file" in found["notes.txt"]["error"]
    assert [found[name]["added"] for name in ("b.xml", "a.xml")] == [2, 1]
    # The files of one call count against each other.
    assert found["a.xml"]["duplicates"] == 1


def test_what_the_athlete_has_is_a_duplicate_in_a_look(
    spotter: Spotter, sam: str, files: Path
) -> None:
    assert spotter("import", files / "b.xml").status == 0
    renamed = (files / "b.xml").rename(files / "c.xml")
    found = told(spotter("import", renamed, "--dry-run", "--json"))["c.xml"]
    assert (found["added"], found["duplicates"], found["records"]) == (0, 2, {"mass": 2})


def test_a_look_changes_nothing_for_the_import_after_it(
    spotter: Spotter, sam: str, files: Path
) -> None:
    looked = told(spotter("import", files / "b.xml", "--dry-run", "--json"))
    assert told(spotter("import", files / "b.xml", "--json")) == looked


def test_exercises_the_catalogue_does_not_know_are_named(spotter: Spotter, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n"
        "2026-01-02,Deadlift,Back,100,kgs,5,,,,\n"
        "2026-01-02,Wobbling Zorp,Back,20,kgs,5,,,,\n"
    )
    found = told(spotter("import", log, "--dry-run", "--json"))["log.csv"]
    assert (found["source"], found["unmapped"]) == ("fitnotes", ["Wobbling Zorp"])


def test_what_cannot_be_right_is_counted_by_reason(spotter: Spotter, tmp_path: Path) -> None:
    heavy = tmp_path / "heavy.xml"
    heavy.write_text(export("2026-01-02", value="9000"))
    found = told(spotter("import", heavy, "--dry-run", "--json"))["heavy.xml"]
    assert found["rejected"] == {"total": 1, "reasons": {"impossible_value": 1}}


def test_a_path_that_leads_nowhere_is_named_and_the_others_are_read(
    spotter: Spotter, files: Path
) -> None:
    ran = spotter("import", files / "gone.xml", files / "b.xml", "--dry-run", "--json")
    assert ran.status == 2
    found = told(ran)
    assert "No such file" in found["gone.xml"]["error"]
    assert found["b.xml"]["error"] is None


def test_a_person_reads_what_would_be_new_and_what_was_not_understood(
    spotter: Spotter, files: Path
) -> None:
    ran = spotter("import", files, "--dry-run")
    assert ran.status == 2
    assert "2 of 2 records in b.xml would be new; nothing was changed." in ran.out
    assert "2 of 3 files understood" in ran.out
    assert "notes.txt was not imported." in ran.err


def test_what_a_file_says_of_the_person_is_told_and_not_entered(
    spotter: Spotter, sam: str, files: Path
) -> None:
    ran = spotter("import", files / "b.xml")
    assert "It says of you: 72 kg on 2026-01-03. Nothing of this was entered" in " ".join(
        ran.out.split()
    )


@pytest.mark.parametrize("words", [["--dry-run"], []], ids=["looked", "imported"])
def test_an_unpacked_export_is_one_with_its_routes(
    spotter: Spotter, sam: str, unpacked: Path, words: list[str]
) -> None:
    ran = spotter("import", unpacked, "--json", *words)
    assert (ran.status, list(told(ran))) == (0, ["ride.gpx", "export.xml"])
    found = told(ran)["export.xml"]
    assert found["file"] == str(unpacked / "apple_health_export" / "export.xml")
    assert found["records"] == {"heart_rate": 1, "workout": 1, "route": 1, "ecg": 1}


def test_an_unpacked_export_comes_in_once(spotter: Spotter, sam: str, unpacked: Path) -> None:
    spotter("import", unpacked / "apple_health_export", "--json")
    again = told(spotter("import", unpacked / "apple_health_export", "--json"))["export.xml"]
    assert (again["added"], again["duplicates"]) == (0, 4)


def test_a_folder_without_files_is_said_to_be_empty(spotter: Spotter, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = spotter("import", tmp_path / "empty", "--dry-run")
    assert ran.status == 2
    assert "no file" in ran.err


def test_a_look_for_an_unknown_account_names_it(spotter: Spotter, sam: str, files: Path) -> None:
    ran = spotter("import", files / "b.xml", "--dry-run", "--athlete", "alex")
    assert ran.status == 2
    assert "alex" in ran.err


@pytest.mark.parametrize("dry_run", [True, False])
def test_each_refused_record_is_told_when_asked_for(
    spotter: Spotter, tmp_path: Path, dry_run: bool
) -> None:
    assert spotter("accounts", "add", "sam", "--password", "a long enough one").status == 0
    export = tmp_path / "export.xml"
    export.write_text(export_text(record(), record(value="900")), encoding="utf-8")
    more = ["--dry-run"] if dry_run else []
    ran = spotter("import", export, "--rejected", "--json", *more)
    (told,) = json.loads(ran.out)["files"]
    (one,) = told["rejected"]["records"]
    assert (one["reason"], one["told"]["value"]) == ("impossible_value", 900)
    words = spotter("import", export, "--rejected", "--dry-run").out
    assert "heart rate is a value that no body has: source Watch" in words


def test_a_table_to_fill_in_is_printed_and_read(spotter: Spotter, tmp_path: Path) -> None:
    printed = spotter("import", "--template", "workout_data.csv")
    path = tmp_path / "mine.csv"
    path.write_text(printed.out)
    assert told(spotter("import", path, "--dry-run", "--json"))["mine.csv"]["source"] == "workouts"
    assert spotter("import", "--template", "other.csv").status == 2


def test_columns_are_what_they_are_said_to_be(spotter: Spotter, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("Tag;Was;kg gehoben\n2026-02-01;Squat;62,5\n")
    names = ("--column", "Tag=start", "--column", "Was=exercise", "--column", "kg gehoben=load_kg")
    ran = spotter("import", path, *names, "--dry-run", "--json")
    assert told(ran)["mine.csv"]["records"] == {"set": 1, "workout": 1}
    assert path.read_text().startswith("Tag;Was")
    bad = spotter("import", path, "--column", "Tag", "--dry-run")
    assert bad.status == 2
