"""`spotter imports`: what came in is listed, and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.cli_types import Spotter
from intake.exports import export_text, record

pytestmark = pytest.mark.usefixtures("data")


def test_an_import_is_listed_and_then_taken_back(
    spotter: Spotter, sam: str, tmp_path: Path
) -> None:
    file = tmp_path / "export.xml"
    file.write_text(export_text(record("RestingHeartRate", "50")), encoding="utf-8")
    assert spotter("import", file).status == 0
    (one,) = json.loads(spotter("imports", "list", "--json").out)["imports"]
    assert (one["file"], one["state"], one["added"]) == ("export.xml", "finished", 1)
    assert one["id"] in spotter("imports", "list").out, "whole, to be copied"
    ran = spotter("imports", "remove", one["id"])
    assert ran.status == 0, ran.err
    assert "was taken back" in ran.out
    assert json.loads(spotter("imports", "list", "--json").out) == {"imports": []}


def test_an_import_takes_one_line_of_eighty_columns(
    spotter: Spotter, sam: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    file = tmp_path / "export.xml"
    file.write_text(export_text(record("RestingHeartRate", "50")), encoding="utf-8")
    assert spotter("import", file).status == 0
    (one,) = json.loads(spotter("imports", "list", "--json").out)["imports"]
    _, line = spotter("imports", "list").out.strip().splitlines()
    day = one["created_at"][:10]
    assert line.split() == [one["id"], day, "1", "apple_health", "export.xml"]


def test_an_import_that_is_not_there_cannot_be_taken_back(spotter: Spotter, sam: str) -> None:
    ran = spotter("imports", "remove", "0" * 32)
    assert (ran.status, ran.err) == (2, "spotter: There is no such import.\n")
