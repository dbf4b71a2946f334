"""A full disk: the folder that is full is named, the file that was read is not blamed."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from cli.cli_types import Spotter
from spotter.body import raw
from spotter.lab.sample.write import Sample

PASSWORD = "a long enough one"


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "/the/file/that/was/read.zip")


class FullDisk(raw.RawWriter):
    """A writer on a disk that has no room left."""

    def write(self, frame: object) -> None:
        full()


def test_a_decision_names_the_full_temporary_folder(
    spotter: Spotter, sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(raw, "RawWriter", FullDisk)
    ran = spotter("today", "--export", sample.export, "--profile", sample.profile)
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert f"no room left in {tmp_path}." in ran.err
    assert "TMPDIR" in ran.err
    assert str(sample.export) not in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_folder_that_cannot_be_made_is_a_full_disk(
    spotter: Spotter, sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(tempfile, "mkdtemp", full)
    ran = spotter("today", "--export", sample.export)
    assert ran.status == 2
    assert f"no room left in {tmp_path}" in ran.err
    assert "TMPDIR" in ran.err


def test_an_import_names_the_data_folder_not_the_file(
    spotter: Spotter, sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "data"))
    assert spotter("accounts", "add", "sam", "--password", PASSWORD).status == 0
    monkeypatch.setattr(shutil, "copyfile", full)
    ran = spotter("import", sample.export)
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert f"no room left in {tmp_path / 'data'}" in ran.err
    assert "read.zip" not in ran.err


def test_a_database_without_room_is_one_line(
    spotter: Spotter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "data"))
    word = sqlite3.OperationalError("database or disk is full")
    word.sqlite_errorcode = sqlite3.SQLITE_FULL

    def no_room() -> None:
        raise OperationalError("INSERT", {}, word)

    monkeypatch.setattr("spotter.cli.main.app", no_room)
    ran = spotter("version")
    assert ran.status == 2
    assert (
        ran.err == f"spotter: There is no room left in {tmp_path / 'data'}. Make room there "
        "and try again.\n"
    )


def test_without_an_export_one_line_says_which_word_is_missing(spotter: Spotter) -> None:
    ran = spotter("today")
    assert ran.status == 2
    assert ran.err.splitlines() == [
        "spotter: Say which export to read: spotter today --export export.zip"
    ]
