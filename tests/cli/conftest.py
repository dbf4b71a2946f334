"""The command line run in this process, and a sample athlete to run it on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import structlog

from cli.cli_types import PASSWORD, Ran, Spotter
from spotter.cli.main import main
from spotter.lab.sample.write import Sample, write

LAST = date(2026, 4, 12)


@pytest.fixture(autouse=True)
def _logging() -> Iterator[None]:
    """Commands set up logging for their process; this process goes on."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def spotter(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Spotter:
    """Run `spotter` with these words."""

    def run(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["spotter", *map(str, words)])
        monkeypatch.setenv("COLUMNS", "200")
        capsys.readouterr()
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 0
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, not made yet."""
    folder = tmp_path / "data"
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def sam(spotter: Spotter, data: Path) -> str:
    """An account with nothing in it."""
    assert spotter("accounts", "add", "sam", "--password", PASSWORD).status == 0
    return "sam"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return write(tmp_path_factory.mktemp("sample"), seed=7, months=2, until=LAST)
