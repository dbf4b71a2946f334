"""`spotter accounts set-password`: for the person at the terminal who forgot it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from cli.cli_types import Spotter
from spotter import settings
from spotter.athletes.accounts import prove
from spotter.athletes.principal import NotSignedIn
from spotter.bootstrap import build

OLD, NEW = "three quiet lakes", "four loud rivers"


@pytest.fixture(autouse=True)
def sam(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, spotter: Spotter) -> None:
    """Let there be an account called sam in a folder of the test's own."""
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "var"))
    assert spotter("accounts", "add", "sam", "--password", OLD).status == 0


def opens(password: str) -> bool:
    container = build(settings.load())
    try:
        prove(container.uow, "sam", password, "192.0.2.1", container.clock())
    except NotSignedIn:
        return False
    finally:
        container.close()
    return True


def test_the_password_is_read_from_standard_input(
    spotter: Spotter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NEW}\n"))
    ran = spotter("accounts", "set-password", "Sam", "--password-stdin")
    assert ran.status == 0, ran.err
    assert NEW not in ran.out
    assert (opens(NEW), opens(OLD)) == (True, False)


def test_the_password_is_asked_for_twice(spotter: Spotter, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([NEW, "something else", NEW, NEW])
    # What is typed is hidden, so it comes by the terminal and not by standard input.
    monkeypatch.setattr("getpass.getpass", lambda *_, **__: next(typed))
    assert spotter("accounts", "set-password", "sam").status == 0
    assert next(typed, "all typed") == "all typed"
    assert opens(NEW)


@pytest.mark.parametrize(("name", "new"), [("alex", NEW), ("sam", "short"), ("sam", "")])
def test_what_cannot_be_done_is_one_line(
    name: str, new: str, spotter: Spotter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{new}\n"))
    ran = spotter("accounts", "set-password", name, "--password-stdin")
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert opens(OLD)
