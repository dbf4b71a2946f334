"""`spotter lab form benchmark`: found by name, printed, kept."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from spotter.kit.errors import BadInput
from spotter.lab.benchmarks.page import keep, page
from spotter.lab.benchmarks.result import Anchor, Result, Row, result
from spotter.lab.commands import app
from spotter.lab.form.benchmarks.registry import SHELF

REPORT = Result(
    benchmark="jump",
    protocol="everybody jumps",
    metric="height in cm",
    goal="above 30",
    reached=False,
    columns=("ours", "theirs"),
    rows=(Row("a", 2, {"ours": 20.0, "theirs": 10.0}), Row("b", 3, {"ours": 30.0})),
    mean={"ours": 25.0, "theirs": 10.0},
    anchors=(Anchor("a cat", 150.0, "seen"),),
    notes=("Barefoot.",),
    predictions=({"who": "a", "height": 20.0}, {"who": "b", "height": 30.0}),
)


@pytest.mark.parametrize("name", SHELF.modules)
def test_each_benchmark_named_has_a_run(name: str) -> None:
    assert callable(SHELF.find(name).run)


def test_a_name_there_is_not_lists_those_there_are() -> None:
    with pytest.raises(BadInput, match="ui-prmd"):
        SHELF.find("ui")


def test_a_report_kept_as_json_is_read_back_the_same() -> None:
    written = json.dumps(REPORT.document())
    back = result(json.loads(written))
    assert json.dumps(back.document()) == written
    assert back.rows == REPORT.rows


def test_a_kept_report_has_its_judgements_and_its_page_beside_it(tmp_path: Path) -> None:
    keep(REPORT, tmp_path, SHELF.head)
    with (tmp_path / "jump.csv").open(encoding="utf-8") as file:
        assert [row["who"] for row in csv.DictReader(file)] == ["a", "b"]
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert text == page(tmp_path, SHELF.head)
    assert "**Missed.**" in text
    assert "| **mean** | 5 | 25 | 10 |" in text
    assert "| b | 3 | 30 | – |" in text


def test_the_page_in_the_documentation_is_of_the_reports_beside_it() -> None:
    folder = Path(__file__).parents[4] / "docs" / "form-benchmarks"
    assert (folder / "README.md").read_text(encoding="utf-8") == page(folder, SHELF.head)


@pytest.mark.usefixtures("few_trees")
def test_json_is_one_document_and_nothing_else(made_up: Path) -> None:
    (made_up / "kinect_m42.npz").unlink()
    ran = CliRunner().invoke(
        app, ["form", "benchmark", "ui-prmd", "--data", str(made_up), "--json", "--seeds", "1"]
    )
    assert ran.exception is None
    report = json.loads(ran.stdout)
    assert [(row["name"], row["count"]) for row in report["rows"]] == [("m01", 40)]
