"""`spotter backup` and `spotter restore`, as a person types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.cli_types import Spotter


def test_a_backup_is_restored_into_a_new_folder(
    spotter: Spotter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "var"))
    spotter("accounts", "add", "sam", "--password", "four words make sense")
    assert spotter("backup", tmp_path / "a.tar").status == 0
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "new"))
    assert spotter("restore", tmp_path / "a.tar").status == 0
    assert "sam" in spotter("accounts", "list").out


def test_without_a_database_it_says_so_and_makes_none(
    spotter: Spotter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "var"))
    ran = spotter("backup", tmp_path / "a.tar")
    assert ran.status == 2
    assert "nothing to back up" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_said_in_one_line(
    spotter: Spotter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "var"))
    spotter("accounts", "add", "sam", "--password", "four words make sense")
    spotter("backup", tmp_path / "a.tar")
    ran = spotter("restore", tmp_path / "a.tar")
    assert ran.status == 2
    assert "is not empty" in ran.err
    assert ran.err.count("\n") == 1
