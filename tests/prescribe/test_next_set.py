"""What the set just done says about the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prescribe.people import DAY, athlete, checkin, done, inputs, lift, log, ready
from spotter.athletes.profile import BodySite, Goal
from spotter.prescribe.adjust import adjust
from spotter.prescribe.grid import on_grid
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.lifts.strength import Shown, after_all
from spotter.prescribe.nextset import NextSet, Running, next_set
from spotter.safety.approved import ApprovedSession
from spotter.safety.gate import review
from spotter.training.catalogue import catalogue
from spotter.training.programmes import for_athlete
from spotter.training.reasons import say
from spotter.training.session import (
    Block,
    Focus,
    LoggedSet,
    Part,
    PlannedSet,
    Session,
    SessionLog,
    SetKind,
)

BENCH = lift("barbell_bench_press")
PLANNED = PlannedSet(rpe=7.0, rest_s=120, reps=8, load_kg=40.0)
REST = (PLANNED, PLANNED)


def logged(reps: int, load: float | None, rpe: float | None, **told: object) -> LoggedSet:
    return replace(done(BENCH.id, (reps, load, rpe))[0], **told)  # type: ignore[arg-type]


def answer(one: LoggedSet, *, may_rise: bool = True) -> tuple[str, PlannedSet | None]:
    found = adjust(BENCH, PLANNED, one, REST, may_rise=may_rise, imperial=False)
    return say(found.reason).code, found.sets[0] if found.sets else None


def test_a_set_as_planned_leaves_the_plan() -> None:
    assert answer(logged(8, 40.0, 7.0)) == ("set_as_planned", PLANNED)


def test_an_easy_set_raises_the_next_by_one_step() -> None:
    code, one = answer(logged(8, 40.0, 5.0))
    assert (code, one and one.load_kg) == ("set_up", 42.5)


def test_an_easy_set_raises_nothing_where_nothing_may_rise() -> None:
    assert answer(logged(8, 40.0, 5.0), may_rise=False) == ("set_as_planned", PLANNED)


def test_a_hard_set_lowers_the_next() -> None:
    code, one = answer(logged(8, 40.0, 9.5))
    assert (code, one and one.load_kg) == ("set_down", 35.0)


def test_missing_reps_lower_the_next() -> None:
    code, one = answer(logged(5, 40.0, None))
    assert (code, one and one.load_kg) == ("set_down_reps", 35.0)


def test_one_rep_short_is_no_reason_to_change() -> None:
    assert answer(logged(7, 40.0, 7.5)) == ("set_as_planned", PLANNED)


def test_an_unrated_set_asks_for_the_effort() -> None:
    assert answer(logged(8, 40.0, None)) == ("set_effort_unknown", PLANNED)


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (logged(8, 40.0, 9.5), "set_last_hard"),
        (logged(5, 40.0, 7.0), "set_last_short"),
        (logged(8, 40.0, 7.0, pain=2), "set_last_pain"),
        (logged(8, 40.0, 8.0), "set_as_planned"),
        (logged(8, 40.0, None), "set_as_planned"),
    ],
)
def test_the_last_set_of_an_exercise_is_as_planned_only_when_it_was(
    one: LoggedSet, code: str
) -> None:
    found = adjust(BENCH, PLANNED, one, (), may_rise=True, imperial=False)
    assert say(found.reason).code == code


def test_a_lighter_weight_chosen_carries_on() -> None:
    _, one = answer(logged(8, 35.0, 7.0))
    assert one is not None
    assert one.load_kg == 35.0


def test_a_weight_picked_becomes_the_load_of_the_next_set() -> None:
    free = replace(PLANNED, load_kg=None)
    found = adjust(BENCH, free, logged(8, 30.0, 7.0), (free,), may_rise=True, imperial=False)
    assert found.sets[0].load_kg == 30.0


@pytest.mark.parametrize(
    ("pain", "code", "load"),
    [(1, "set_hold_pain", 40.0), (3, "set_down_pain", 35.0), (5, "set_down_pain", 35.0)],
)
def test_pain_holds_then_lowers(pain: int, code: str, load: float) -> None:
    found, one = answer(logged(8, 40.0, 5.0, pain=pain))
    assert (found, one and one.load_kg) == (code, load)


def test_pain_above_five_ends_the_exercise() -> None:
    assert answer(logged(8, 40.0, 7.0, pain=6)) == ("set_stop_pain", None)


@given(
    st.integers(0, 30),
    st.none() | st.integers(0, 80).map(lambda n: n * 2.5),
    st.none() | st.integers(2, 20).map(lambda n: n / 2),
    st.none() | st.integers(0, 10),
    st.booleans(),
)
def test_the_next_load_is_on_the_grid_and_never_more_than_a_step_up(
    reps: int, load: float | None, rpe: float | None, pain: int | None, rise: bool
) -> None:
    one = logged(reps, load, rpe, pain=pain)
    found = adjust(BENCH, PLANNED, one, REST, may_rise=rise, imperial=False)
    for planned in found.sets:
        assert planned.load_kg is not None
        assert planned.load_kg == pytest.approx(on_grid(planned.load_kg, BENCH))
        assert 0 < planned.load_kg <= (40.0 if pain else 44.0)
        assert (planned.reps or 0) >= 1


def session(*blocks: Block) -> Session:
    return Session("Upper body", Focus.STRENGTH, blocks, 40, "strength", "a")


def work(exercise: str, count: int = 2, load: float | None = 20.0) -> Block:
    one = PlannedSet(rpe=7.0, rest_s=90, reps=8, load_kg=load)
    return Block(Part.MAIN, exercise, (one,) * count)


def running(left: Session, who: Inputs | None = None, minutes: float | None = None) -> Running:
    known = who or inputs(athlete())
    return Running(left, known, observed(known), catalogue(), minutes)


def left_of(found: NextSet) -> list[tuple[str, int]]:
    assert isinstance(found.outcome, ApprovedSession)
    return [(block.exercise, len(block.sets)) for block in found.outcome.session.blocks]


def test_the_next_set_is_of_the_same_exercise_while_there_is_one() -> None:
    left = session(work("dumbbell_bench_press"), work("machine_row"))
    found = next_set(running(left), done("dumbbell_bench_press", (8, 20.0, 7.0))[0])
    assert (found.block, found.complete) == (0, False)
    assert left_of(found) == [("dumbbell_bench_press", 1), ("machine_row", 2)]


def test_after_its_last_set_the_next_exercise_follows_and_is_named() -> None:
    left = session(work("dumbbell_bench_press", 1), work("machine_row"))
    found = next_set(running(left), done("dumbbell_bench_press", (8, 20.0, 7.0))[0])
    assert left_of(found) == [("machine_row", 2)]
    assert "exercise_next" in {reason.code for reason in found.reasons}


def test_the_last_set_of_work_completes_the_session_and_leaves_the_cool_down() -> None:
    easy = PlannedSet(rpe=2.0, rest_s=0, duration_s=30, kind=SetKind.WARM_UP)
    cool = Block(Part.COOL_DOWN, "calm_breathing", (easy,))
    left = session(work("machine_row", 1), cool)
    found = next_set(running(left), done("machine_row", (8, 20.0, 7.0))[0])
    assert found.complete
    assert left_of(found) == [("calm_breathing", 1)]


def test_a_work_set_skips_the_lighter_sets_before_it() -> None:
    light = PlannedSet(rpe=3.0, rest_s=60, reps=8, load_kg=20.0, kind=SetKind.WARM_UP)
    block = work("barbell_bench_press", 2, 40.0)
    left = session(replace(block, sets=(light, *block.sets)), work("machine_row"))
    found = next_set(running(left), done("barbell_bench_press", (8, 40.0, 7.0))[0])
    assert left_of(found)[0] == ("barbell_bench_press", 1)


def test_a_lighter_set_is_not_taken_for_work() -> None:
    light = PlannedSet(rpe=3.0, rest_s=60, reps=8, load_kg=20.0, kind=SetKind.WARM_UP)
    block = work("barbell_bench_press", 2, 40.0)
    left = session(replace(block, sets=(light, *block.sets)))
    found = next_set(running(left), done("barbell_bench_press", (8, 20.0, 3.0))[0])
    assert left_of(found) == [("barbell_bench_press", 2)]


def after_an_easy_set(who: Inputs, left: Session | None = None, **told: object) -> float | None:
    """Return the load of the next bench press after one that was far too easy."""
    known = running(left or session(work(BENCH.id, 3, 40.0)), who)
    found = next_set(known, replace(done(BENCH.id, (8, 40.0, 4.0))[0], **told))  # type: ignore[arg-type]
    assert isinstance(found.outcome, ApprovedSession)
    return found.outcome.session.blocks[0].sets[0].load_kg


def benched(pain: int = 0) -> SessionLog:
    sets = done(BENCH.id, *[(12, 40.0, 5.0)] * 3, pain=pain)
    return log(DAY - timedelta(days=4), sets, programme="another")


def test_a_load_rises_on_a_good_day_with_a_check_in() -> None:
    assert after_an_easy_set(inputs(athlete(), logs=[benched()])) == 42.5


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(inputs(athlete(), logs=[benched()], checkins=[]), id="no check-in"),
        pytest.param(inputs(athlete(), checkins=[]), id="no check-in, first time"),
        pytest.param(inputs(athlete(), logs=[benched()], readiness=ready(50.0)), id="not ready"),
        pytest.param(inputs(athlete(), logs=[benched(pain=2)]), id="hurt the last time"),
        pytest.param(
            inputs(athlete(), logs=[benched()], checkins=[checkin(pain={BodySite.SHOULDER: 1})]),
            id="hurts there today",
        ),
        pytest.param(
            inputs(athlete(), logs=[benched()], checkins=[checkin(soreness={BodySite.ELBOW: 7})]),
            id="very sore there",
        ),
    ],
)
def test_a_load_does_not_rise_between_sets_without_a_good_day(who: Inputs) -> None:
    assert (after_an_easy_set(who) or 40.0) <= 40.0


def test_a_load_does_not_rise_after_a_pain_in_this_session_at_what_it_loads() -> None:
    who = inputs(athlete(), logs=[benched()])
    pushed = done("dumbbell_shoulder_press", (8, 6.0, 6.0), pain=1, site=BodySite.SHOULDER)
    under_way = replace(log(DAY, pushed), session_rpe=None, id="now")
    state = observed(replace(who, logs=(*who.logs, under_way)))
    known = replace(running(session(work(BENCH.id, 3, 40.0)), who), state=state)
    found = next_set(known, done(BENCH.id, (8, 40.0, 4.0))[0])
    assert isinstance(found.outcome, ApprovedSession)
    assert found.outcome.session.blocks[0].sets[0].load_kg == 40.0


def test_a_load_does_not_rise_in_a_lighter_week() -> None:
    plan = for_athlete(Goal.STRENGTH, athlete().kind_on(DAY), 3, 50)
    week = next(one.number for one in plan.weeks if one.deload)
    left = replace(session(work(BENCH.id, 3, 40.0)), programme=plan.id, week=week)
    assert after_an_easy_set(inputs(athlete(), logs=[benched()]), left) == 40.0


def test_bad_pain_ends_the_movement_and_spares_the_site() -> None:
    left = session(
        work("barbell_overhead_press"), work("dumbbell_bench_press"), work("leg_press", 2, 40.0)
    )
    hurt = done("barbell_overhead_press", (8, 20.0, 7.0), pain=7, site=BodySite.SHOULDER)[0]
    found = next_set(running(left), hurt)
    names = [name for name, _ in left_of(found)]
    assert "leg_press" in names
    assert not any(BodySite.SHOULDER in catalogue().get(name).stresses for name in names)


def test_what_replaces_a_painful_movement_does_not_load_the_site_and_says_so() -> None:
    left = session(work("barbell_back_squat", 3, 40.0), work("machine_row"))
    hurt = done("barbell_back_squat", (8, 40.0, 7.0), pain=8, site=BodySite.LOWER_BACK)[0]
    found = next_set(running(left), hurt)
    first = left_of(found)[0][0]
    assert BodySite.LOWER_BACK not in catalogue().get(first).stresses
    assert {"set_stop_pain", "set_replace_pain"} <= {reason.code for reason in found.reasons}


def test_little_time_left_drops_what_matters_least_and_says_so() -> None:
    extra = replace(work("dumbbell_curl", 3, 4.0), part=Part.ACCESSORY)
    left = session(work("dumbbell_bench_press", 3), work("machine_row", 3), extra)
    one = done("dumbbell_bench_press", (8, 20.0, 7.0))[0]
    found = next_set(running(left, minutes=12), one)
    assert "dumbbell_curl" not in [name for name, _ in left_of(found)]
    assert "set_time" in {reason.code for reason in found.reasons}


def test_a_red_flag_ends_the_session() -> None:
    who = inputs(athlete(), checkins=[checkin(symptoms=frozenset({"chest_pain"}))])
    found = next_set(
        running(session(work("machine_row", 3)), who), done("machine_row", (8, 20.0, 7.0))[0]
    )
    assert found.complete
    assert not isinstance(found.outcome, ApprovedSession)
    assert found.reasons[0].code == "session_stopped"


def test_what_is_left_has_passed_the_gate_again() -> None:
    left = session(work("dumbbell_bench_press"), work("machine_row"))
    under_way = running(left)
    found = next_set(under_way, done("dumbbell_bench_press", (8, 20.0, 7.0))[0])
    assert isinstance(found.outcome, ApprovedSession)
    again = review(found.outcome.session, under_way.state)
    assert isinstance(again, ApprovedSession)
    assert again.session == found.outcome.session


def test_every_set_far_too_easy_raises_the_next_by_the_biggest_step() -> None:
    planned, loads = replace(PLANNED, load_kg=60.0), []
    for _ in range(3):
        easy = logged(8, planned.load_kg, 3.0)
        found = adjust(BENCH, planned, easy, (planned,), may_rise=True, imperial=False)
        planned = found.sets[0]
        loads.append(planned.load_kg)
    assert loads == [65.0, 70.0, 75.0]


def test_a_set_without_load_far_too_easy_gets_more_repetitions() -> None:
    planned = replace(PLANNED, load_kg=None)
    found = adjust(
        lift("push_up"), planned, logged(8, None, 3.0), (planned,), may_rise=True, imperial=False
    )
    assert (found.sets[0].reps, found.reason) == (10, "set_reps_up")


def test_a_strong_past_makes_a_weak_set_cost_less_load() -> None:
    weak, hard = logged(4, 60.0, 10.0), replace(PLANNED, load_kg=60.0)
    rest = (hard,) * 2
    strong = after_all(Shown(DAY - timedelta(3 * n), 60.0, 12, 8.0) for n in range(10, 0, -1))
    assert strong is not None
    on_form = strong.at(DAY).on([Shown(DAY, 60.0, 4, 10.0)])
    alone = adjust(BENCH, hard, weak, rest, may_rise=False, imperial=False)
    known = adjust(BENCH, hard, weak, rest, may_rise=False, imperial=False, strength=on_form)
    assert (alone.sets[0].load_kg or 0) < (known.sets[0].load_kg or 0) < 60.0


def test_a_second_weak_set_lowers_what_today_carries_further() -> None:
    strong = after_all(Shown(DAY - timedelta(3 * n), 60.0, 12, 8.0) for n in range(10, 0, -1))
    assert strong is not None
    weak = Shown(DAY, 60.0, 4, 10.0)
    once, twice = strong.at(DAY).on([weak]), strong.at(DAY).on([weak, weak])
    assert twice.load_kg(8) < once.load_kg(8) < strong.load_kg(8)
