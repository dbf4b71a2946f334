"""Published records of real people run through every feature."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from spotter.body.features.catalogue import FEATURES
from spotter.body.features.table import Record
from spotter.body.state import Day
from spotter.kit.errors import BadInput
from spotter.lab.commands import app
from spotter.lab.wellness.records import pmdata
from spotter.lab.wellness.report import FAMILIES, filled, table


@pytest.fixture(scope="module")
def data(apple_health: Path) -> Path:
    """Return the folder of real data, where there is one."""
    return apple_health.parent


@pytest.mark.parametrize("who", [f"p{number:02d}" for number in range(1, 11)])
def test_every_participant_of_pmdata_runs_through_whole(data: Path, who: str) -> None:
    folder = data / "wellness" / "pmdata" / who
    if not folder.is_dir():
        pytest.skip("PMData is not beside the real exports")
    found = filled(pmdata(folder))
    assert found.days > 100
    assert found.known > 150
    assert found.families["sleep"] > 0.4
    assert found.families["wellbeing"] > 0.3


def test_a_record_of_nothing_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="nobody"):
        filled(Record("nobody"))


def test_a_family_of_which_nothing_is_known_is_at_nothing() -> None:
    days = {date(2025, 1, n): Day(date(2025, 1, n), {"steps": 1000.0 * n}, {}) for n in range(1, 9)}
    found = filled(Record("a", days))
    assert found.families["strength"] == 0
    assert found.families["endurance"] > 0
    head, rule, row = table([found])
    assert head.count("|") == rule.count("|") == row.count("|")
    assert all(family.replace("_", " ") in head for family in FAMILIES)


def test_a_folder_without_records_says_what_it_must_have(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["coverage", "--data", str(tmp_path)])
    assert isinstance(ran.exception, BadInput)
    assert "wellness/" in ran.exception.message


def test_the_page_of_what_records_fill_is_of_this_catalogue() -> None:
    page = (Path(__file__).parents[2] / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert f"| known of {len(FEATURES)} |" in page
