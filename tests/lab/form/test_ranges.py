"""Made-up squats and lunges range where recorded ones do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spotter.lab.form.synthetic.ranges import Compared, compared

REAL = Path(os.environ.get("SPOTTER_TEST_DATA", Path(__file__).parents[4] / "shared" / "data"))
UI_PRMD = REAL / "form" / "ui_prmd"


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str], Compared]:
    if not UI_PRMD.exists():
        pytest.skip("no UI-PRMD at SPOTTER_TEST_DATA or ../shared/data")
    return {(row.exercise, row.measure): row for row in compared(UI_PRMD)}


@pytest.mark.parametrize("name", ["squat", "lunge"])
@pytest.mark.parametrize("measure", ["range of the drivers, °", "top speed, °/s"])
def test_most_recorded_repetitions_lie_within_the_made_up_ones(
    name: str, measure: str, rows: dict[tuple[str, str], Compared]
) -> None:
    assert rows[name, measure].within > 0.7


def test_a_comparison_counts_every_recorded_repetition(
    rows: dict[tuple[str, str], Compared],
) -> None:
    assert {row.count for row in rows.values()} == {200}
