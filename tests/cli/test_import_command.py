"""`spotter import` and `spotter accounts`: a file into the database, followed to its end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.cli_types import PASSWORD, Spotter
from intake.exports import export_text, record
from spotter import settings
from spotter.bootstrap import build
from spotter.lab.sample.write import Sample
from spotter.store.records import ImportRecord

pytestmark = pytest.mark.usefixtures("data")


def imports() -> list[ImportRecord]:
    container = build(settings.load())
    with container.uow.reading() as uow:
        found = [one for each in uow.athletes.all_ids() for one in uow.imports.list(each)]
    container.close()
    return found


def days() -> int:
    container = build(settings.load())
    with container.uow.reading() as uow:
        (athlete_id,) = uow.athletes.all_ids()
        span = uow.days.span(athlete_id)
    container.close()
    return 0 if span is None else (span[1] - span[0]).days + 1


def test_a_file_comes_in_whole_and_says_what_it_brought(
    spotter: Spotter, sam: str, sample: Sample, data: Path
) -> None:
    ran = spotter("import", sample.export)
    assert ran.status == 0, ran.err
    assert "records in export.zip are new" in ran.out
    assert "heart rate" in ran.out
    (done,) = imports()
    assert done.state == "finished"
    # The new account lives in UTC, where the first night reaches into one day more.
    assert days() == (sample.last - sample.first).days + 2
    assert sample.export.exists()
    assert list((data / "uploads").iterdir()) == []


def test_the_same_file_again_changes_nothing_and_says_so(
    spotter: Spotter, sam: str, sample: Sample
) -> None:
    spotter("import", sample.export)
    before = days()
    ran = spotter("import", sample.export)
    assert ran.status == 0
    assert "here already; nothing changed" in ran.out
    assert days() == before


def test_a_file_that_is_no_export_is_refused_in_one_line_and_leaves_nothing(
    spotter: Spotter, sam: str, tmp_path: Path, data: Path
) -> None:
    bad = tmp_path / "holiday.zip"
    bad.write_bytes(b"PK\x03\x04 but not for long")
    ran = spotter("import", bad)
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert "holiday.zip was not imported" in ran.err
    assert [one.state for one in imports()] == ["failed"]
    assert list((data / "uploads").iterdir()) == []


def test_without_an_account_it_says_how_to_make_one(spotter: Spotter, sample: Sample) -> None:
    ran = spotter("import", sample.export)
    assert ran.status == 2
    assert "spotter accounts add" in ran.err


def test_with_two_accounts_it_asks_whose_it_is(spotter: Spotter, sam: str, sample: Sample) -> None:
    spotter("accounts", "add", "Kim", "--password", PASSWORD)
    ran = spotter("import", sample.export)
    assert ran.status == 2
    assert "--athlete" in ran.err
    assert "Kim" in ran.err
    assert spotter("import", sample.export, "--athlete", "kim").status == 0


def test_an_unknown_account_is_named(spotter: Spotter, sam: str, sample: Sample) -> None:
    ran = spotter("import", sample.export, "--athlete", "alex")
    assert ran.status == 2
    assert "alex" in ran.err


def test_the_first_account_is_the_owner_s_and_both_are_listed(spotter: Spotter, sam: str) -> None:
    spotter("accounts", "add", "Kim", "--password", PASSWORD)
    rows = spotter("accounts", "list").out.splitlines()
    assert any("sam" in row and "owner" in row for row in rows)
    assert any("Kim" in row and "member" in row for row in rows)


def test_a_password_that_is_too_short_makes_no_account(spotter: Spotter) -> None:
    ran = spotter("accounts", "add", "sam", "--password", "short")
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert "sam" not in spotter("accounts", "list").out


def test_a_setup_token_is_printed_until_the_first_account_exists(spotter: Spotter) -> None:
    first, second = spotter("setup-token"), spotter("setup-token")
    assert first.status == second.status == 0
    assert len(first.out.strip()) >= 16
    assert first.out != second.out
    spotter("accounts", "add", "sam", "--password", PASSWORD)
    ran = spotter("setup-token")
    assert ran.status == 2
    assert ran.out == ""


def test_migrating_twice_is_the_same_as_once(spotter: Spotter) -> None:
    assert spotter("migrate").status == 0
    again = spotter("migrate")
    assert again.status == 0
    assert "every migration" in again.out


def test_a_source_put_first_on_the_command_line_is_believed(
    spotter: Spotter, sam: str, tmp_path: Path
) -> None:
    export = tmp_path / "export.xml"
    watches = (
        record("RestingHeartRate", "50", sourceName="Ring"),
        record("RestingHeartRate", "60", sourceName="Band"),
    )
    export.write_text(export_text(*watches), encoding="utf-8")
    spotter("import", export)
    assert spotter("sources", "prefer", "resting_heart_rate", "Nobody").status == 2
    assert spotter("sources", "prefer", "resting_heart_rate", "Ring").status == 0
    (told,) = json.loads(spotter("sources", "list", "--json").out)["signals"]
    assert (told["sources"], told["order"]) == (["Band", "Ring"], ["Ring"])
    shown = spotter("features", "show", "--date", "2026-02-01", "--json")
    values = {one["name"]: one["value"] for one in json.loads(shown.out)["features"]}
    assert values["resting_hr_last"] == 50
