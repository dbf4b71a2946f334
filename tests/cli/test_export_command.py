"""`spotter export`: the training log as CSV, printed or written, that `spotter import` reads."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.cli_types import Spotter
from spotter.bootstrap import build
from spotter.settings import load
from spotter.training.log_csv import sessions
from spotter.training.session import Focus, LoggedSet, SessionLog

AT = datetime(2026, 2, 1, 18, 30, tzinfo=UTC)
SET = LoggedSet("barbell_back_squat", AT, reps=5, load_kg=82.5, rpe=8.0)
LOG = SessionLog("a" * 32, AT.date(), "Legs, heavy", Focus.STRENGTH, (SET, SET), session_rpe=7.0)


@pytest.fixture(autouse=True)
def sam(spotter: Spotter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sam has an account and one session."""
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "data"))
    assert spotter("accounts", "add", "sam", "--password", "a long enough one").status == 0
    container = build(load())
    with container.uow() as uow:
        (athlete_id,) = uow.athletes.all_ids()
        uow.sessions.add(athlete_id, LOG, b"", "")
        uow.commit()
    container.close()


def test_the_file_holds_what_was_logged_and_is_read_again(spotter: Spotter, tmp_path: Path) -> None:
    out = tmp_path / "training-log.csv"
    assert spotter("export", "--out", out).status == 0
    with out.open(encoding="utf-8", newline="") as file:
        assert list(sessions(csv.DictReader(file))) == [LOG]
    ran = spotter("import", out, "--dry-run", "--json")
    (told,) = json.loads(ran.out)["files"]
    assert (told["source"], told["records"]["set"]) == ("spotter", 2)


def test_without_a_file_it_is_printed(spotter: Spotter) -> None:
    lines = spotter("export").out.splitlines()
    assert lines[0].startswith("spotter_session,day,title,")
    assert len(lines) == 3


def test_a_file_that_is_there_already_is_left_alone_unless_told_otherwise(
    spotter: Spotter, tmp_path: Path
) -> None:
    out = tmp_path / "log.csv"
    out.write_text("mine", encoding="utf-8")
    ran = spotter("export", "--out", out)
    assert (ran.status, out.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force" in ran.err
    assert spotter("export", "--out", out, "--force").status == 0
    assert out.read_text(encoding="utf-8").startswith("spotter_session,")
    assert [one.name for one in tmp_path.iterdir() if "partial" in one.name] == []


def test_everything_is_one_file_for_its_owner_alone(spotter: Spotter, tmp_path: Path) -> None:
    assert spotter("export", "--everything").status == 2
    out = tmp_path / "everything.zip"
    assert spotter("export", "--everything", "--out", out).status == 0
    with zipfile.ZipFile(out) as archive:
        (session,) = json.loads(archive.read("tables/sessions.json"))
    assert session["title"] == LOG.title
    assert out.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir() if "partial" in one.name] == []
