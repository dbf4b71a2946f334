"""Watched sets change a plan only when they say the same again and again, and say why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from prescribe.people import DAY, GOOD_DAY, case, lift, outing
from spotter.form.watched import WatchedSet
from spotter.prescribe.adjust import Answer, adjust
from spotter.prescribe.progression import progress
from spotter.prescribe.watched import FormTrend, just_faulty, trends
from spotter.training.session import LoggedSet, PlannedSet

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def seen(days_ago: int, depth: float | None = 80, symmetry: float | None = 90) -> WatchedSet:
    return WatchedSet("bench_press", DAY - timedelta(days=days_ago), depth, symmetry)


def report(*depths: float | None, trust: float = 0.9) -> dict[str, Any]:
    reps = [
        {"scores": {"depth": depth, "symmetry": 80.0}, "trust": {"depth": trust, "symmetry": trust}}
        for depth in depths
    ]
    return {"reps": reps}


def test_a_set_says_the_median_of_what_was_seen_well() -> None:
    found = WatchedSet.of("squat", DAY, report(40, 60, 50, None))
    assert (found.depth, found.symmetry) == (50, 80)


@pytest.mark.parametrize("told", [report(40, 50), report(40, 50, 60, trust=0.4), {"hold_s": 20}])
def test_few_repetitions_or_a_bad_view_say_nothing(told: dict[str, Any]) -> None:
    assert WatchedSet.of("squat", DAY, told).depth is None


def test_three_short_sets_on_two_days_are_a_habit() -> None:
    found = trends([seen(6, 45), seen(3, 40), seen(3, 48)], DAY)
    assert found["bench_press"] == FormTrend(DAY - timedelta(days=3), depth=45)


@pytest.mark.parametrize(
    "sets",
    [
        [seen(3, 40), seen(3, 40), seen(3, 40)],
        [seen(6, 40), seen(3, 60), seen(3, 40)],
        [seen(6, 40), seen(3, 40)],
        [seen(60, 40), seen(50, 40), seen(40, 40)],
        [seen(-1, 40), seen(6, 40), seen(3, 40)],
    ],
    ids=["one day", "one full set", "two sets", "long ago", "one tomorrow"],
)
def test_anything_less_is_a_slip(sets: list[WatchedSet]) -> None:
    assert trends(sets, DAY) == {}


def test_sides_that_drift_apart_are_told_against_the_athletes_own_sets() -> None:
    before = [seen(day, symmetry=90) for day in (30, 25, 20)]
    after = [seen(day, symmetry=70) for day in (9, 6, 3)]
    assert trends([*before, *after], DAY)["bench_press"].drift == 20
    assert trends(after, DAY) == {}


def situation(**told: Any) -> Any:
    trend = FormTrend(DAY - timedelta(days=3), **told)
    return replace(GOOD_DAY, form={"bench_press": trend})


def test_a_short_range_under_load_lowers_the_load_and_says_so() -> None:
    earned = outing((12, 60, 7), (12, 60, 7), (12, 60, 7))
    given = progress(case(earned, now=situation(depth=42)))
    assert given.load_kg is not None
    assert 50 <= given.load_kg <= 55
    assert given.reasons[0].startswith("down_form")


def test_a_load_lowered_for_it_is_not_lowered_again_before_it_was_watched() -> None:
    since = outing((10, 55, 7), (10, 55, 7), days_ago=1)
    given = progress(case(since, now=situation(depth=42)))
    assert given.load_kg == 55


def test_sides_that_drift_apart_under_load_lower_it_and_say_so() -> None:
    earned = outing((12, 60, 7), (12, 60, 7), (12, 60, 7))
    given = progress(case(earned, now=situation(drift=20)))
    assert given.load_kg is not None
    assert 50 <= given.load_kg <= 55
    assert given.reasons[0].startswith("down_sides")


def test_a_load_lowered_for_the_sides_stays_until_they_are_even() -> None:
    since = outing((12, 55, 7), (12, 55, 7), (12, 55, 7), days_ago=1)
    given = progress(case(since, now=situation(drift=20)))
    assert given.load_kg == 55
    assert given.reasons[0].startswith("hold_form")


def test_another_exercise_is_not_touched_by_it() -> None:
    earned = outing((12, 60, 7), (12, 60, 7), (12, 60, 7))
    trend = FormTrend(DAY, depth=30, drift=30)
    other = progress(case(earned, now=replace(GOOD_DAY, form={"squat": trend})))
    assert other == progress(case(earned))


@pytest.mark.parametrize(("faults", "faulty"), [(2, True), (1, False), (0, False)])
def test_a_set_is_faulty_when_half_of_its_repetitions_show_a_fault(
    faults: int, faulty: bool
) -> None:
    told = report(80, 80, 80)
    for rep in told["reps"][:faults]:
        rep["faults"] = [{"fault": "shallow"}]
    assert WatchedSet.of("squat", DAY, told).faulty is faulty


def test_pain_and_faults_together_end_the_movement() -> None:
    planned = PlannedSet(reps=8, rpe=8.0, rest_s=90, load_kg=60.0)
    hurts = LoggedSet("barbell_bench_press", AT, reps=8, load_kg=60.0, rpe=8.0, pain=1)

    def after(done: LoggedSet, *, faulty: bool) -> Answer:
        return adjust(
            lift(), planned, done, [planned], may_rise=True, imperial=False, faulty=faulty
        )

    assert after(hurts, faulty=True).stop
    assert after(hurts, faulty=True).reason.startswith("set_stop_form")
    assert not after(hurts, faulty=False).stop
    assert not after(replace(hurts, pain=None), faulty=True).stop


def test_only_the_set_watched_last_today_counts() -> None:
    good, bad = seen(0), replace(seen(0), faulty=True)
    assert just_faulty([bad, good], "bench_press", DAY)
    assert not just_faulty([good, bad], "bench_press", DAY)
    assert not just_faulty([replace(bad, day=DAY - timedelta(days=1))], "bench_press", DAY)
    assert not just_faulty([bad], None, DAY)
