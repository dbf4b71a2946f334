"""`spotter import` and `spotter accounts`: a file into the database, followed to its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.cli_types import Spotter
from spotter import settings
from spotter.bootstrap import build
from spotter.lab.sample.write import Sample
from spotter.store.records import ImportRecord

PASSWORD = "a long enough one"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    folder = tmp_path / "data"
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def sam(spotter: Spotter) -> str:
    """An account with nothing in it."""
    assert spotter("accounts", "add", "sam", "--password", PASSWORD).status == 0
    return "sam"


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
