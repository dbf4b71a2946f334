"""`spotter lab prescribe benchmark`: found by name, and its page is of the reports kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from spotter.kit.errors import BadInput
from spotter.lab.benchmarks.page import page
from spotter.lab.prescribe.benchmarks.registry import SHELF

FOLDER = Path(__file__).parents[4] / "docs" / "prescribe-benchmarks"


def test_each_benchmark_named_has_a_run() -> None:
    for name in SHELF.modules:
        assert callable(SHELF.find(name).run), name


def test_a_name_there_is_not_is_bad_input() -> None:
    with pytest.raises(BadInput, match="no benchmark 'guess'"):
        SHELF.find("guess")


def test_the_page_in_the_documentation_is_of_the_reports_beside_it() -> None:
    kept = FOLDER / "README.md"
    assert kept.read_text(encoding="utf-8") == page(FOLDER, SHELF.head)


def test_the_head_says_the_seeds_of_every_report_kept() -> None:
    said = SHELF.head.partition("The\nreports here were made with")[2]
    assert [one.stem for one in FOLDER.glob("*.json") if one.stem not in said] == []
