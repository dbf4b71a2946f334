"""A measure that most days do not have is drawn over its gaps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from spotter.body.state import Day
from spotter.web.view.charts import chart

FIRST = date(2026, 1, 1)


def sparse(every: int) -> bool:
    """Return whether a year of VO2max, known each so many days, is drawn as sparse."""
    dates = [FIRST + timedelta(days=at) for at in range(0, 365, every)]
    days = {day: Day(day, {"vo2max_ml_kg_min": 44.0}, {}) for day in dates}
    drawn = chart(days, "vo2max_ml_kg_min", imperial=False)
    assert drawn is not None
    found: bool = drawn["sparse"]
    return found


@pytest.mark.parametrize(("every", "joined"), [(1, False), (2, True), (7, True)])
def test_a_line_is_drawn_over_gaps_where_hardly_any_day_follows_another(
    every: int, joined: bool
) -> None:
    assert sparse(every) is joined
