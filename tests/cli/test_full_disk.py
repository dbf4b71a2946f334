"""A full disk: the folder that is full is named, the file that was read is not blamed."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from cli.cli_types import Spotter
from cli.test_import_many import export
from spotter.body import raw
from spotter.lab.sample.write import Sample
from spotter.store.turns import InTurn


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
    spotter: Spotter, sam: str, sample: Sample, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "copyfile", full)
    ran = spotter("import", sample.export)
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert f"no room left in {data}" in ran.err
    assert "read.zip" not in ran.err


def database_full() -> sqlite3.OperationalError:
    word = sqlite3.OperationalError("database or disk is full")
    word.sqlite_errorcode = sqlite3.SQLITE_FULL
    return word


def test_a_database_without_room_is_one_line(
    spotter: Spotter, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room() -> None:
        raise OperationalError("INSERT", {}, database_full())

    monkeypatch.setattr("spotter.cli.main.app", no_room)
    ran = spotter("version")
    assert ran.status == 2
    assert ran.err == f"spotter: There is no room left in {data}. Make room there and try again.\n"


class Disk:
    """A disk on which the `nth` commit from now on finds no room, and when `lasting` each later."""

    def __init__(self, nth: int, *, lasting: bool) -> None:
        self.left = nth
        self.lasting = lasting

    @property
    def commit(self) -> Callable[[InTurn], None]:
        commit = InTurn.commit

        def take(connection: InTurn) -> None:
            if connection.in_transaction:
                self.left -= 1
                if self.left == 0 or (self.left < 0 and self.lasting):
                    connection.rollback()
                    raise database_full()
            commit(connection)

        return take


@pytest.fixture(params=[(nth, lasting) for nth in range(1, 11) for lasting in (False, True)])
def disk(request: pytest.FixtureRequest) -> Disk:
    nth, lasting = request.param
    return Disk(nth, lasting=lasting)


@pytest.mark.usefixtures("sam")
def test_a_disk_that_is_full_at_any_commit_ends_the_import_and_leaves_nothing(
    spotter: Spotter, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: Disk
) -> None:
    file = tmp_path / "weights.xml"
    file.write_text(export("2026-01-02", "2026-01-03"), encoding="utf-8")
    # Where nothing could be written any more, the next one waits for the lease of this one to end.
    monkeypatch.setenv("SPOTTER_LEASE_SECONDS", "5")
    with monkeypatch.context() as patch:
        patch.setattr(InTurn, "commit", disk.commit)
        ran = spotter("import", file)
    parquet = list(data.glob("athletes/*/raw/*"))
    assert list(data.glob("uploads/*")) == []
    if ran.status == 0:
        assert len(parquet) == 1
    else:
        assert ran.status == 2
        assert [line for line in ran.err.splitlines() if "no room left" in line] == [
            ran.err.splitlines()[-1]
        ]
        assert parquet == []
    again = spotter("import", file)
    assert again.status == 0, again.err
    assert len(list(data.glob("athletes/*/raw/*"))) == 1


def test_without_an_export_one_line_says_which_word_is_missing(spotter: Spotter) -> None:
    ran = spotter("today")
    assert ran.status == 2
    assert ran.err.splitlines() == [
        "spotter: Say which export to read: spotter today --export export.zip"
    ]
