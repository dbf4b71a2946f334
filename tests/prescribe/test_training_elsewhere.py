"""Sets from imported logs count like our own: loads, frequency, weekly volume, recovery."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from prescribe.people import DAY, athlete, done, inputs, log
from spotter.prescribe.decide import decide
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.schedule import Due, schedule
from spotter.prescribe.situation import situation
from spotter.safety.approved import ApprovedSession
from spotter.training.exercise import Muscle
from spotter.training.session import DoneSet, SetKind

BENCH = "barbell_bench_press"


def _sets(days_ago: int, count: int = 3, exercise: str = BENCH, **told: object) -> list[DoneSet]:
    one = DoneSet(exercise, DAY - timedelta(days=days_ago), 8, 60.0, 7.0, source="strong")
    return [replace(one, **told) for _ in range(count)]  # type: ignore[arg-type]


def _with(*sets: list[DoneSet], **told: object) -> Inputs:
    every = tuple(sorted((one for group in sets for one in group), key=lambda one: one.day))
    return replace(inputs(**told), elsewhere=every)  # type: ignore[arg-type]


def _bench_kg(known: Inputs) -> float | None:
    outcome = decide(known).outcome
    assert isinstance(outcome, ApprovedSession)
    work = [
        one.load_kg
        for block in outcome.session.blocks
        if block.exercise == BENCH
        for one in block.sets
        if one.kind is SetKind.WORK
    ]
    return max((load for load in work if load), default=None)


def test_a_lift_logged_elsewhere_is_what_the_next_load_is_held_to() -> None:
    assert observed(_with(_sets(9), _sets(6), _sets(3))).done[BENCH].load_kg == 60.0


def test_a_lift_logged_elsewhere_sets_the_next_load() -> None:
    known = _with(_sets(11), _sets(8), _sets(4), profile=athlete(days_per_week=2))
    before, after = _bench_kg(inputs(athlete(days_per_week=2))), _bench_kg(known)
    assert before is not None
    assert after is not None
    assert before < 50 < after


def test_sets_of_the_week_elsewhere_use_up_the_weeks_room() -> None:
    assert observed(_with(_sets(3, 8))).muscle_week[Muscle.CHEST] == 8


def test_a_hard_day_elsewhere_counts_for_recovery() -> None:
    assert observed(_with(_sets(1))).hard_days_ago[Muscle.CHEST] == 1


def test_a_session_of_many_warm_ups_was_done_too() -> None:
    warm = _sets(4, 9, kind=SetKind.WARM_UP)
    assert len(_with(warm, _sets(4, 2)).done) == 1
    assert not _with(warm).done


def test_days_elsewhere_count_for_the_weeks_sessions() -> None:
    known = _with(_sets(6), _sets(4), _sets(2), profile=athlete(days_per_week=3))
    assert schedule(known).due is Due.RECOVER


def test_who_trained_elsewhere_for_weeks_is_not_new() -> None:
    known = _with(*(_sets(days) for days in (21, 18, 14, 10, 6)))
    assert not situation(known).first_weeks


def test_a_break_is_counted_from_the_last_time_anywhere() -> None:
    own = log(DAY - timedelta(days=30), done(BENCH, (8, 60.0, 7.0)))
    assert situation(_with(_sets(4), logs=[own])).days_off == 4


def test_a_set_in_both_logs_counts_once() -> None:
    own = log(DAY - timedelta(days=3), done(BENCH, (8, 60.0, 7.0), (8, 60.0, 7.0)))
    assert observed(_with(_sets(3, 2), logs=[own])).muscle_week[Muscle.CHEST] == 2


def test_lighter_sets_elsewhere_are_no_work() -> None:
    assert BENCH not in observed(_with(_sets(3, kind=SetKind.WARM_UP))).done


def test_what_was_done_elsewhere_today_leaves_today_to_rest() -> None:
    assert schedule(_with(_sets(0))).due is Due.REST


def test_the_programme_does_not_move_on_for_training_elsewhere() -> None:
    moved = decide(_with(_sets(4)))
    assert isinstance(moved.outcome, ApprovedSession)
    assert moved.outcome.session.week == 1
