"""docs/features.md is what the catalogue says."""

from __future__ import annotations

from pathlib import Path

from spotter.body.features.document import document


def test_the_page_is_in_step_with_the_catalogue() -> None:
    page = Path(__file__).parents[3] / "docs" / "features.md"
    assert page.read_text(encoding="utf-8") == document()
