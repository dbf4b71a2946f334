"""How a week changes a slot, which day comes next, and what the reader refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.athletes.profile import AthleteKind, Goal
from spotter.kit.errors import NotFound
from spotter.training.exercise import Pattern
from spotter.training.programme_files import load
from spotter.training.programmes import (
    Programme,
    ProgrammeDay,
    Role,
    Scheme,
    Slot,
    WeekPlan,
    Work,
    in_week,
    next_day,
    programme,
)
from spotter.training.session import Focus, LoggedSet, Part, SessionLog
from spotter.training.tables import BadData, Table

MONDAY = date(2026, 3, 2)
SLOT = Slot(
    part=Part.MAIN,
    role=Role.MAIN,
    patterns=(Pattern.SQUAT,),
    prefer=("goblet_squat",),
    muscles=frozenset(),
    sets=3,
    reps=(6, 10),
    duration_s=None,
    rpe=8,
    rest_s=120,
    scheme=Scheme.DOUBLE,
    priority=1,
)
ABC = Programme(
    id="abc",
    name="ABC",
    about="Three days.",
    goals=frozenset({Goal.STRENGTH}),
    kinds=frozenset({AthleteKind.BEGINNER}),
    days_per_week=(1, 7),
    minutes=(15, 60),
    rpe_cap=8.5,
    weeks=(WeekPlan(1, "One"), WeekPlan(2, "Two"), WeekPlan(3, "Light", deload=True)),
    days=tuple(ProgrammeDay(name, name.upper(), Focus.STRENGTH, (SLOT,)) for name in "abc"),
)


def log(
    after_days: int,
    day: str,
    week: int = 1,
    *,
    of: str = "abc",
    rpe: float | None = 6,
    sets: int = 0,
) -> SessionLog:
    on = MONDAY + timedelta(days=after_days)
    at = datetime(on.year, on.month, on.day, 18, tzinfo=UTC)
    return SessionLog(
        id=f"{after_days:03d}",
        day=on,
        title=day,
        focus=Focus.STRENGTH,
        sets=(LoggedSet("goblet_squat", at, reps=8),) * sets,
        programme=of,
        programme_day=day,
        week=week,
        planned_sets=6,
        session_rpe=rpe,
    )


def following(*logs: SessionLog, per_week: int | None = None, on: date | None = None) -> str:
    day, week = next_day(ABC, logs, days_per_week=per_week, on=on)
    return f"{day.id}{week.number}"


def test_a_programme_starts_on_its_first_day_and_week() -> None:
    assert following() == "a1"


def test_a_session_closed_with_nothing_done_is_no_day_of_the_programme() -> None:
    assert following(log(0, "a", rpe=0)) == "a1"
    assert following(log(0, "a", rpe=0, sets=1)) == "b1"


def test_the_next_day_follows_the_last_one_done() -> None:
    assert following(log(0, "a")) == "b1"


def test_a_missed_day_shifts_the_sequence_instead_of_being_lost() -> None:
    assert following(log(0, "a"), on=MONDAY + timedelta(days=9)) == "b1"


def test_after_the_last_day_the_first_comes_again_in_the_next_week() -> None:
    assert following(log(0, "a"), log(2, "b"), log(4, "c")) == "a2"


def test_a_week_ends_after_the_athletes_own_number_of_days() -> None:
    assert following(log(0, "a"), log(2, "b"), per_week=2) == "c2"
    assert following(log(0, "a"), log(2, "b"), log(4, "c"), per_week=4) == "a1"


def test_after_the_last_week_the_block_begins_again() -> None:
    logs = [log(0, "a", 3), log(2, "b", 3), log(4, "c", 3)]
    assert following(*logs) == "a1"


def test_sessions_of_an_earlier_round_do_not_count_into_the_running_week() -> None:
    earlier = [log(n, day, 1) for n, day in enumerate("abc")]
    between = [log(n + 7, day, 2) for n, day in enumerate("abc")]
    assert following(*earlier, *between, log(20, "a", 1)) == "b1"


@pytest.mark.parametrize(("gap", "expected"), [(13, "b2"), (14, "b1"), (15, "b1")])
def test_a_break_of_two_weeks_starts_the_block_again_but_keeps_the_sequence(
    gap: int, expected: str
) -> None:
    assert following(log(0, "a", 2), on=MONDAY + timedelta(days=gap)) == expected


def test_the_order_in_which_logs_arrive_does_not_matter() -> None:
    assert following(log(2, "b"), log(0, "a")) == "c1"


def test_sessions_of_other_programmes_are_ignored() -> None:
    assert following(log(0, "a"), log(1, "b", of="other")) == "b1"


def test_a_session_broken_off_early_is_offered_again() -> None:
    assert following(log(0, "a"), log(2, "b", rpe=None, sets=2)) == "b1"


@pytest.mark.parametrize(("sets", "expected"), [(2, "a1"), (3, "b1"), (4, "b1")])
def test_half_of_the_planned_sets_count_as_done(sets: int, expected: str) -> None:
    assert following(log(0, "a", rpe=None, sets=sets)) == expected


def test_a_day_that_the_programme_no_longer_has_starts_the_sequence_again() -> None:
    assert following(log(0, "zzz")) == "a1"


def test_a_week_that_the_block_no_longer_has_wraps_round() -> None:
    assert following(log(0, "a", week=8), per_week=1) == "b3"


@given(st.integers(1, 40), st.integers(1, 7))
def test_playing_through_a_season_visits_days_in_order_and_weeks_in_turn(
    sessions: int, per_week: int
) -> None:
    logs: list[SessionLog] = []
    for number in range(sessions):
        day, week = next_day(ABC, logs, days_per_week=per_week)
        assert day.id == "abc"[number % 3]
        assert week.number == number // per_week % 3 + 1
        logs.append(log(number, day.id, week.number))


def test_an_ordinary_week_leaves_a_slot_as_it_is() -> None:
    assert in_week(SLOT, WeekPlan(1, "One")) == SLOT


def test_a_week_scales_sets_and_shifts_effort() -> None:
    changed = in_week(SLOT, WeekPlan(2, "More", sets_factor=1.34, rpe_shift=0.5))
    assert (changed.sets, changed.rpe) == (4, 8.5)


def test_the_stricter_of_the_two_effort_caps_wins() -> None:
    assert in_week(SLOT, WeekPlan(1, "x", rpe_cap=6), rpe_cap=7).rpe == 6
    assert in_week(SLOT, WeekPlan(1, "x", rpe_cap=9), rpe_cap=7).rpe == 7


def test_a_slot_never_loses_its_last_set() -> None:
    assert in_week(replace(SLOT, sets=1), WeekPlan(1, "x", sets_factor=0.3)).sets == 1


def test_reps_of_the_week_are_for_main_slots_only() -> None:
    week = WeekPlan(1, "Fives", main_reps=(5, 5))
    assert in_week(SLOT, week).reps == (5, 5)
    assert in_week(replace(SLOT, role=Role.ACCESSORY), week).reps == (6, 10)


def test_steady_endurance_scales_in_half_minutes() -> None:
    slot = replace(SLOT, role=Role.CONDITIONING, reps=None, duration_s=(900, 2400))
    changed = in_week(slot, WeekPlan(1, "x", duration_factor=0.7))
    assert changed.duration_s == (630, 1680)


def test_intervals_take_the_work_of_the_week() -> None:
    slot = replace(SLOT, role=Role.INTERVALS, reps=None, duration_s=(60, 60))
    changed = in_week(slot, WeekPlan(1, "x", sets_factor=0.6, work=Work(5, 180, 90)))
    assert (changed.sets, changed.duration_s, changed.rest_s) == (5, (180, 180), 90)


@pytest.mark.parametrize("part", [Part.WARM_UP, Part.COOL_DOWN])
def test_warm_up_and_cool_down_never_change(part: Part) -> None:
    slot = replace(SLOT, part=part, role=Role.MAIN)
    week = WeekPlan(1, "x", 0.5, 1.0, 5.0, 0.5, True, (1, 1), Work(1, 1, 1))
    assert in_week(slot, week, rpe_cap=3) == slot


def test_an_unknown_programme_or_day_is_not_found() -> None:
    with pytest.raises(NotFound, match="no programme 'moon'"):
        programme("moon")
    with pytest.raises(NotFound, match="no day 'moon'"):
        ABC.day("moon")


DOSE = {
    "part": "main",
    "role": "main",
    "sets": 3,
    "reps": [5, 8],
    "rpe": 7,
    "rest_s": 90,
    "scheme": "double",
}
MOVE = {"patterns": ["squat"], "prefer": ["goblet_squat"]}


def shared(**changes: object) -> Table:
    values: dict[str, object] = {
        "dose": {"work": DOSE},
        "move": {"squat": MOVE},
        "segment": {"easy": {"slots": [["squat", "work", 1]]}},
        "weeks": {"two": {"plan": [{"name": "One"}, {"name": "Two", "deload": True}]}},
        "source": {"ours": {"text": "our own", "review": True}},
    }
    return Table({**values, **changes}, "shared.toml")


def day(**changes: object) -> dict[str, object]:
    values = {
        "id": "one",
        "name": "One",
        "focus": "strength",
        "warm_up": "easy",
        "cool_down": "easy",
        "slots": [["squat", "work", 1]],
    }
    return {**values, **changes}


def plan(**changes: object) -> dict[str, object]:
    values = {
        "id": "all",
        "name": "All",
        "about": "Everything.",
        "goals": list(Goal),
        "kinds": list(AthleteKind),
        "days_per_week": [1, 7],
        "minutes": [15, 60],
        "rpe_cap": 6,
        "weeks": "two",
        "method": "steady",
        "sources": ["ours"],
        "days": ["one"],
    }
    return {**values, **changes}


def read(
    days: list[dict[str, object]], plans: list[dict[str, object]], blocks: Table | None = None
) -> tuple[Programme, ...]:
    tables = [Table({"day": days, "programme": plans}, "plans.toml")]
    return load([blocks or shared()], tables)


def test_a_small_set_of_files_is_read_whole() -> None:
    (found,) = read([day()], [plan()])
    assert [slot.sets for slot in found.days[0].slots] == [3, 3, 3]
    assert [week.number for week in found.weeks] == [1, 2]
    assert found.weeks[1].deload is True


@pytest.mark.parametrize(
    ("days", "plans", "complaint"),
    [
        ([day(), day()], [plan()], "day one: a day of this id exists"),
        ([day()], [plan(), plan()], "programme all: a programme of this id exists"),
        ([day()], [plan(days=["two"])], "there is no day 'two'"),
        ([day()], [plan(days=[])], "it has no days"),
        ([day()], [plan(days=["one", "one"])], "names something twice"),
        ([day()], [plan(weeks="nine")], "there are no weeks 'nine'"),
        ([day()], [plan(goals=["fame"])], "'goals' has 'fame'"),
        ([day()], [plan(days_per_week=[3, 1])], r"'days_per_week' must be \[low, high\]"),
        ([day()], [plan(colour="red")], "unknown key 'colour'"),
        ([day(warm_up="none")], [plan()], "there is no segment 'none'"),
        ([day(slots=[])], [plan()], "'slots' must be a list"),
        ([day(slots=[["squat", "work"]])], [plan()], "a slot is"),
        ([day(slots=[["squat", "work", 9]])], [plan()], "a slot is"),
        ([day(slots=[["jump", "work", 1]])], [plan()], "nothing in 'shared' is called 'jump'"),
        ([day(slots=[["squat", "lots", 1]])], [plan()], "nothing in 'shared' is called 'lots'"),
        ([day()], [plan(kinds=["busy"])], "No programme serves"),
        ([day()], [plan(days_per_week=[1, 6])], "7 days a week"),
    ],
)
def test_what_does_not_hang_together_is_refused(
    days: list[dict[str, object]], plans: list[dict[str, object]], complaint: str
) -> None:
    with pytest.raises(BadData, match=complaint):
        read(days, plans)


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        ({"move": {"squat": {**MOVE, "prefer": ["moon_squat"]}}}, "no exercise 'moon_squat'"),
        ({"move": {"squat": {**MOVE, "prefer": ["push_up"]}}}, "not of the patterns"),
        ({"move": {"squat": {**MOVE, "prefer": ["wall_sit"]}}}, "not counted in what"),
        ({"dose": {"work": {**DOSE, "rpe": 11}}}, "RPE from 1 to 10"),
        ({"dose": {"work": {**DOSE, "sets": 0}}}, "at least one set"),
        ({"dose": {"work": {**DOSE, "sets": 2.5}}}, "'sets' must be a whole number"),
        (
            {"dose": {"work": {k: v for k, v in DOSE.items() if k != "reps"}}},
            "reps or a duration",
        ),
        ({"weeks": {"two": {"plan": [{"name": "One", "work": {"sets": 2}}]}}}, "'duration_s'"),
        ({"weeks": {"two": {"plan": "many"}}}, "'plan' must be a list of tables"),
        ({"extra": {}}, "unknown key 'extra'"),
    ],
)
def test_wrong_building_blocks_are_refused(blocks: dict[str, object], complaint: str) -> None:
    with pytest.raises(BadData, match=complaint):
        read([day()], [plan()], shared(**blocks))


def test_a_walk_in_one_go_stays_one_where_a_week_asks_for_more_sets() -> None:
    plan = programme("senior_strength_active")
    week = next(one for one in plan.weeks if one.sets_factor == 1.5)
    slots = [slot for slot in plan.day("senior_walk_balance").slots if slot.sets == 1]
    walk = next(slot for slot in slots if slot.role is Role.CONDITIONING)
    assert in_week(walk, week).sets == 1
    assert in_week(replace(walk, role=Role.MAIN), week).sets == 2
