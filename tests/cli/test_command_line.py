"""The command line as a whole: what it lists, what it loads, how it complains."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("polars", "pyarrow", "sqlalchemy", "fastapi", "uvicorn", "spotter.web")


def spotter(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "spotter", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def loaded_by(*words: str) -> set[str]:
    """Return every module that is in memory when the command ends."""
    code = (
        "import sys; sys.argv[1:] = {words!r}\n"
        "import spotter.cli.main as entry\n"
        "try:\n    entry.main()\n"
        "except SystemExit:\n    print('MODULES', *sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code.format(words=list(words))],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return set(ran.stdout.rpartition("MODULES")[2].split())


def test_help_lists_every_command_and_the_lab() -> None:
    shown = spotter("--help").stdout
    for name in ("today", "profile", "import", "serve", "worker", "migrate", "accounts", "lab"):
        assert f" {name} " in shown


def test_help_loads_nothing_heavy() -> None:
    loaded = loaded_by("--help")
    assert "spotter.cli.today" in loaded
    assert not loaded & set(HEAVY)


def test_a_command_loads_no_other_command_and_no_lab() -> None:
    loaded = loaded_by("version")
    assert "spotter.cli.version" in loaded
    assert not [name for name in loaded if name.startswith("spotter.lab")]
    assert "spotter.cli.serve" not in loaded


def test_an_unknown_command_is_bad_input() -> None:
    ran = spotter("tomorrow")
    assert ran.returncode == 2
    assert "tomorrow" in ran.stderr


def test_no_command_at_all_shows_the_help() -> None:
    assert "Usage" in "".join((spotter().stdout, spotter().stderr))


@pytest.mark.parametrize("name", ["SPOTTER_PROT", "SPOTTER_DATABSE_URL"])
def test_a_misspelt_setting_is_named_in_one_line(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(name, "1")
    ran = spotter("migrate", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith("spotter: ")
    assert name in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_folder_that_cannot_be_made_is_a_failure_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "file" / "data"))
    ran = spotter("migrate", cwd=tmp_path)
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert "SPOTTER_DATA_DIR" in ran.stderr


def test_the_version_is_the_package_s() -> None:
    assert spotter("version").stdout == "spotter 0.1.0\n"
