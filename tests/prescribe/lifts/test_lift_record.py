"""What an athlete's own record says of a load, imported sets included."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from prescribe.people import DAY, outing
from spotter.prescribe.history import History
from spotter.prescribe.lifts.days import Lifted, lift_days
from spotter.prescribe.lifts.record import likely_load
from spotter.prescribe.lifts.shipped import NoParameters, shipped

STEADY = tuple(outing((5, 80.0, 8.0), (5, 80.0, 8.5), days_ago=ago) for ago in range(40, 0, -4))


def test_a_day_before_is_needed() -> None:
    today = lift_days([(DAY, Lifted("x", 80.0, 5))])["x"]
    assert likely_load(today, DAY, 5) is None


def test_who_lifts_the_same_is_expected_to_again_with_a_range_around_it() -> None:
    said = History({"x": STEADY}).likely("x", DAY, 5)
    assert said is not None
    assert said.low_kg <= said.load_kg <= said.high_kg
    assert said.load_kg == pytest.approx(80, rel=0.03)


def test_sets_of_today_raise_what_is_expected_of_the_best_one() -> None:
    told = [(DAY - timedelta(4 * n), Lifted("x", 80.0, 5)) for n in range(10, 0, -1)]
    days = lift_days([*told, (DAY, Lifted("x", 90.0, 5))])["x"]
    said = likely_load(days, DAY, 5)
    assert said is not None
    assert said.low_kg >= 89.9


def test_sets_of_many_reps_tell_nothing_of_the_maximum() -> None:
    many = tuple(outing((15, 50.0, 8.0), days_ago=ago) for ago in (9, 6, 3))
    assert History({"x": many}).strength("x", DAY) is None


def test_a_long_break_lowers_what_is_taken_for_carried() -> None:
    known = History({"x": STEADY})
    loads = [
        strength.load_kg(5, 8.0)
        for days in (0, 30, 90)
        if (strength := known.strength("x", DAY + timedelta(days))) is not None
    ]
    assert len(loads) == 3
    assert all(later < earlier for earlier, later in pairwise(loads))


def test_parameters_of_another_version_are_refused_with_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "old.toml"
    old.write_text("likeness = [1.0]\n", encoding="utf-8")
    with pytest.raises(NoParameters, match="make it anew"):
        shipped(old)
