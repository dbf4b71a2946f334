"""What watched sets say becomes numbers of their days, and of no other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from spotter.body.checkin import Checkin
from spotter.body.features.compute import features
from spotter.body.features.table import Record, daily_table
from spotter.form.watched import WatchedSet

FIRST = date(2025, 3, 3)


def squat(on: int, score: float | None = None, **told: Any) -> WatchedSet:
    """Return a set of squats watched on day number `on`."""
    values = {"reps": 8, "score": score, **told}
    return WatchedSet(
        "squat", FIRST + timedelta(days=on), values.pop("depth", None), None, **values
    )


def rows(*sets: WatchedSet, days: int = 0) -> list[dict[str, Any]]:
    last = FIRST + timedelta(days=days) if days else None
    return features(daily_table(Record("x", watched=sets), last=last)).to_dicts()


def test_a_week_of_scores_is_the_mean_of_the_days_that_were_watched() -> None:
    # Two sets on the first day count as one day.
    (*_, today) = rows(squat(0, 60), squat(0, 80), squat(3, 90))
    assert today["form_score_7"] == today["form_squat_score_7"] == pytest.approx(80)
    assert today["form_watched_sets_28"] == 3
    assert today["form_bench_score_7"] is None


def test_nothing_is_said_of_a_month_with_one_watched_day() -> None:
    (*_, today) = rows(squat(0, 60), days=5)
    assert today["form_score_28"] is None
    assert today["form_score_7"] == 60
    assert today["form_days_since_watched"] == 5


def test_form_that_falls_week_after_week_has_a_slope_of_points_a_week() -> None:
    (*_, today) = rows(*(squat(7 * week, 90 - 4 * week) for week in range(4)))
    assert today["form_squat_score_trend_28"] == pytest.approx(-4)
    assert today["form_score_trend_28"] == pytest.approx(-4)


def test_sides_that_drift_apart_show_against_the_weeks_before() -> None:
    before = [squat(day, asymmetry_deg=4.0) for day in (0, 7, 14)]
    (*_, today) = rows(*before, squat(25, asymmetry_deg=10.0))
    assert today["form_asymmetry_change"] == pytest.approx(6)
    assert today["form_squat_asymmetry_28"] == pytest.approx((4 + 4 + 4 + 10) / 4)


def test_faults_and_fading_within_sets_are_told() -> None:
    sets = [squat(day, faulty_share=0.5, speed_slope=-3.0, range_slope=-1.0) for day in (0, 2)]
    (*_, today) = rows(*sets)
    told = [today[f"form_{name}"] for name in ("faulty_share_28", "speed_fade_28", "range_fade_28")]
    assert told == [0.5, -3.0, -1.0]


def test_a_watched_day_is_no_rest_day() -> None:
    wrote = Checkin(FIRST)
    table = daily_table(Record("x", checkins=[wrote], watched=[squat(1, 80)]), last=FIRST + 2 * DAY)
    assert table["load_au"].to_list() == [0.0, None, 0.0]


DAY = timedelta(days=1)
