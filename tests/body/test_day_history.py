"""Days in the light of the days before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.athletes.profile import BodySite
from spotter.body.checkin import Checkin
from spotter.body.history import build
from spotter.body.loads import session_load
from spotter.body.need import DEFAULT_S, LEAST_S, MOST_S, sleep_need_s
from spotter.body.state import Day
from spotter.training.session import Focus, LoggedSet, SessionLog

TODAY = date(2025, 6, 30)
HOUR = 3600.0


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def day(days_ago: int, **values: float) -> Day:
    return Day(ago(days_ago), values, {})


def worn(loads: list[float]) -> dict[date, Day]:
    """Return days with a watch on the wrist, the last load being today's."""
    found = [day(n, hr_mean_bpm=70, load_au=load) for n, load in enumerate(reversed(loads))]
    return {one.day: one for one in found}


def log(
    days_ago: int, rpe: float | None, minutes: float | None, focus: Focus = Focus.STRENGTH
) -> SessionLog:
    return SessionLog(
        f"s{days_ago}", ago(days_ago), "Session", focus, session_rpe=rpe, duration_min=minutes
    )


def today(
    days: dict[date, Day],
    checkins: Sequence[Checkin] = (),
    logs: Sequence[SessionLog] = (),
) -> Day:
    return build(days, checkins, logs)[TODAY]


WEEK = [300.0, 0.0, 450.0, 0.0, 300.0, 600.0, 150.0]


def test_acute_load_is_the_mean_of_seven_days_today_included() -> None:
    assert today(worn(WEEK)).values["acute_load_au"] == pytest.approx(1800 / 7)


def test_monotony_is_mean_over_sample_sd_and_strain_the_week_times_that() -> None:
    values = today(worn(WEEK)).values
    # Mean 1800 / 7, variance (n - 1) (765000 - 1800² / 7) / 6 = 50357.14, SD 224.4040.
    assert values["monotony"] == pytest.approx(257.142857 / 224.4040)
    assert values["strain_au"] == pytest.approx(1800 * 257.142857 / 224.4040)


def test_seven_equal_days_have_no_monotony() -> None:
    assert "monotony" not in today(worn([100.0] * 7)).values


def test_nearly_equal_days_stop_at_seven() -> None:
    assert today(worn([100.0] * 6 + [101.0])).values["monotony"] == 7


def test_chronic_load_is_the_mean_of_28_days() -> None:
    assert today(worn([100.0] * 14 + [200.0] * 14)).values["chronic_load_au"] == 150


def test_chronic_load_waits_for_21_known_days() -> None:
    assert "chronic_load_au" not in today(worn([100.0] * 20)).values
    assert "chronic_load_au" in today(worn([100.0] * 21)).values


def test_a_day_with_the_watch_on_and_no_workout_is_a_rest_day() -> None:
    days = worn(WEEK) | {ago(3): day(3, hr_mean_bpm=60)}
    assert build(days, [], [])[ago(3)].values["load_au"] == 0


def test_a_day_nobody_watched_is_no_rest_day() -> None:
    days = {one: found for one, found in worn(WEEK).items() if one != ago(3)}
    values = today(days).values
    assert values["acute_load_au"] == pytest.approx(1800 / 6)
    assert "monotony" not in values


def test_steps_of_a_phone_do_not_say_that_one_rested() -> None:
    assert (
        "load_au" not in build({ago(3): day(3, steps=4000), TODAY: day(0)}, [], [])[ago(3)].values
    )


def test_days_between_two_entries_within_a_week_are_known() -> None:
    logs = [log(9, 6, 60), log(3, 6, 60), log(1, 5, 60)]
    built = build({TODAY: day(0)}, [], logs)
    assert [built[ago(n)].values["load_au"] for n in (5, 2)] == [0, 0]


def test_days_between_two_entries_further_apart_are_not() -> None:
    built = build({TODAY: day(0)}, [], [log(12, 6, 60), log(1, 6, 60)])
    assert ago(6) not in built


def test_a_check_in_without_a_session_is_a_rest_day() -> None:
    built = build({}, [Checkin(ago(2), mood=3), Checkin(TODAY, mood=3)], [])
    assert built[ago(2)].values["load_au"] == 0


def test_a_day_that_is_not_over_is_no_rest_day_yet() -> None:
    days = worn([*WEEK, 0.0]) | {TODAY: day(0, hr_mean_bpm=60)}
    found = today(days)
    assert "load_au" not in found.values
    assert found.values["acute_load_au"] == pytest.approx(1800 / 7)


def test_a_logged_session_costs_its_rating_times_its_minutes() -> None:
    found = today({}, logs=[log(0, 7, 50)])
    assert (found.values["load_au"], found.sources["load_au"]) == (350, "rated")


def test_a_logged_session_and_the_watchs_record_of_it_count_once() -> None:
    recorded = day(0, load_au=250, workout_s=3000, load_strength_au=250, workout_strength_s=3000)
    assert today({TODAY: recorded}, logs=[log(0, 7, 50)]).values["load_au"] == 350


def test_a_run_beside_a_logged_strength_session_counts_too() -> None:
    recorded = day(0, load_au=550, workout_s=4800, load_strength_au=250, workout_strength_s=3000)
    assert today({TODAY: recorded}, logs=[log(0, 7, 50)]).values["load_au"] == 350 + 300


def test_recorded_time_beyond_the_logged_minutes_counts() -> None:
    recorded = day(0, load_au=400, workout_s=4000)
    found = today({TODAY: recorded}, logs=[log(0, 5, 50, Focus.ENDURANCE)])
    assert found.values["load_au"] == 250 + 400 * (1 - 3000 / 4000)


def test_a_mixed_session_may_have_been_recorded_as_either_kind() -> None:
    recorded = day(0, load_au=400, workout_s=2400)
    assert today({TODAY: recorded}, logs=[log(0, 6, 40, Focus.MIXED)]).values["load_au"] == 240


def test_an_unrated_session_is_estimated_from_its_sets_and_says_so() -> None:
    at = datetime(2025, 6, 30, 10, tzinfo=UTC)
    sets = tuple(LoggedSet("squat", at + timedelta(minutes=5 * n), reps=5, rpe=8) for n in range(5))
    left = SessionLog("s", TODAY, "Session", Focus.STRENGTH, sets=sets)
    assert session_load(left) == (8 * 20, 20, False)
    assert today({}, logs=[left]).sources["load_au"] == "estimated from sets"


def test_what_was_said_is_part_of_the_day() -> None:
    said = Checkin(TODAY, mood=4, stress=2, soreness={BodySite.THIGH: 3, BodySite.CALF: 6}, pain={})
    found = today({}, [said])
    assert {name: found.values[name] for name in ("mood", "stress", "soreness", "pain")} == {
        "mood": 4,
        "stress": 2,
        "soreness": 6,
        "pain": 0,
    }
    assert found.sources["mood"] == "check-in"
    assert "energy" not in found.values


def nights(*hours: float) -> dict[date, Day]:
    found = [day(n, sleep_s=slept * HOUR) for n, slept in enumerate(reversed(hours))]
    return {one.day: one for one in found}


def test_sleep_debt_is_need_less_sleep_over_fourteen_nights() -> None:
    # Six hours a night for long: own habit cannot push the need under seven.
    assert today(nights(*[6.0] * 40)).values["sleep_debt_s"] == 14 * HOUR


def test_naps_pay_debt_back() -> None:
    days = nights(*[6.0] * 40)
    days[TODAY] = day(0, sleep_s=6 * HOUR, sleep_nap_s=HOUR)
    assert today(days).values["sleep_debt_s"] == 13 * HOUR


def test_who_slept_enough_owes_nothing() -> None:
    assert today(nights(*[8.0] * 40)).values["sleep_debt_s"] == 0


def test_a_nap_without_a_known_night_is_no_night() -> None:
    days = nights(*[6.0] * 6) | {ago(8): day(8, sleep_nap_s=HOUR)}
    assert "sleep_debt_s" not in today(days).values


@pytest.mark.parametrize(
    ("mean_h", "known", "need_s"),
    [(8, 28, 8 * HOUR), (5, 28, LEAST_S), (11, 28, MOST_S), (8, 13, DEFAULT_S), (8, 14, 8 * HOUR)],
)
def test_own_habit_moves_the_need_within_what_is_recommended(
    mean_h: float, known: int, need_s: float
) -> None:
    assert sleep_need_s(mean_h * HOUR, known) == need_s


def test_the_same_night_every_night_is_perfectly_regular() -> None:
    same = {ago(n): day(n, sleep_s=8 * HOUR, sleep_midpoint_h=3.0) for n in range(8)}
    assert today(same).values["sleep_regularity"] == 1


def test_an_hour_later_every_night_costs_two_hours_of_twenty_four() -> None:
    later = {ago(n): day(n, sleep_s=8 * HOUR, sleep_midpoint_h=10.0 - n) for n in range(8)}
    assert today(later).values["sleep_regularity"] == pytest.approx(22 / 24)


def test_the_clock_is_round() -> None:
    turned = {
        ago(n): day(n, sleep_s=8 * HOUR, sleep_midpoint_h=11.5 if n % 2 else -11.5)
        for n in range(8)
    }
    assert today(turned).values["sleep_regularity"] == pytest.approx(22 / 24)


def test_regularity_waits_for_four_pairs_of_nights() -> None:
    few = {ago(n): day(n, sleep_s=8 * HOUR, sleep_midpoint_h=3.0) for n in range(4)}
    assert "sleep_regularity" not in today(few).values


@given(
    st.lists(st.floats(0, 2000), min_size=1, max_size=60),
    st.integers(0, 59),
)
def test_a_past_day_never_changes_with_what_comes_after(loads: list[float], cut: int) -> None:
    every = worn(loads)
    until = ago(min(cut, len(loads) - 1))
    known = {one: found for one, found in every.items() if one <= until}
    assert build(known, [], [])[until] == build(every, [], [])[until]


def test_nothing_makes_nothing() -> None:
    assert build({}, [], []) == {}
