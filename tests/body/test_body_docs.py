"""What the documentation says about the body is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spotter.body.metrics import METRICS
from spotter.body.readiness import WEIGHTS

PAGE = (Path(__file__).parents[2] / "docs" / "body.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_is_explained(metric: str) -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|")]
    assert any(f"`{metric}`" in row.split("|")[1] for row in rows)


@pytest.mark.parametrize("code", WEIGHTS)
def test_every_part_of_readiness_is_explained_with_its_share(code: str) -> None:
    found = re.search(rf"^\| `{code}` \| (\d+) % \|", PAGE, re.MULTILINE)
    assert found is not None
    assert int(found[1]) == round(WEIGHTS[code][0] * 100)
