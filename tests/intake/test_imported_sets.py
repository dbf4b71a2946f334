"""Sets of imported logs in the store: in order, each once, as they were imported last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from conftest import NOW
from intake.test_import_jobs import hand_in, work
from spotter.athletes.profile import Profile
from spotter.body.recompute import RECOMPUTE, recompute_handler, request_recompute
from spotter.body.sets import ImportedSet
from spotter.store.uow import Units
from spotter.store.worker import Worker
from spotter.training.names import plain
from spotter.training.session import DoneSet, SetKind

DAY = date(2026, 2, 10)
HEADER = "Date,Workout Name,Exercise Name,Set Order,Weight,Weight Unit,Reps,RPE"


def strong(*rows: str, day: str = "2026-02-10 18:00:00") -> str:
    """Return a log of Strong; a row is exercise,order,weight,unit,reps,rpe."""
    return "\n".join([HEADER, *(f"{day},Push,{row}" for row in rows)]) + "\n"


def bring(units: Units, athlete_id: str, text: str) -> str:
    found = hand_in(units, athlete_id, text, "log.csv")
    work(units)
    return found


def imported(units: Units, athlete_id: str) -> list[ImportedSet]:
    with units.reading() as uow:
        return uow.done_sets.imported(athlete_id, date.min, date.max)


def done(units: Units, athlete_id: str) -> list[DoneSet]:
    with units.reading() as uow:
        return uow.done_sets.between(athlete_id, date.min, date.max)


def test_a_log_is_there_set_by_set_in_the_order_done(units: Units, athlete_id: str) -> None:
    log = strong(
        "Squat (Barbell),W,60,kg,5,",
        "Squat (Barbell),1,100,kg,5,8",
        "Bench Press (Barbell),1,176.37,lbs,6,",
        "Squat (Barbell),2,90,kg,8,7.5",
    )
    bring(units, athlete_id, log)
    squat = DoneSet("barbell_back_squat", DAY, 5, 60.0, kind=SetKind.WARM_UP, source="Strong")
    assert [
        replace(one, load_kg=round(one.load_kg or 0, 2)) for one in done(units, athlete_id)
    ] == [
        squat,
        replace(squat, load_kg=100.0, rpe=8.0, kind=SetKind.WORK),
        DoneSet("barbell_bench_press", DAY, 6, 80.0, source="Strong"),
        replace(squat, reps=8, load_kg=90.0, rpe=7.5, kind=SetKind.WORK),
    ]


def test_a_set_edited_and_exported_again_is_there_as_it_was_told_last(
    units: Units, athlete_id: str
) -> None:
    row = "Bench Press (Barbell),{},{},kg,5,"
    bring(units, athlete_id, strong(row.format(1, 80), row.format(2, 85)))
    bring(units, athlete_id, strong(row.format(1, 80), row.format(2, 82.5)))
    assert [one.load_kg for one in done(units, athlete_id)] == [80.0, 82.5]


def test_the_same_sets_in_another_export_change_nothing(units: Units, athlete_id: str) -> None:
    first = strong("Bench Press (Barbell),1,80,kg,5,")
    bring(units, athlete_id, first)
    before = imported(units, athlete_id)
    bring(
        units,
        athlete_id,
        first + strong("Squat,1,90,kg,5,", day="2026-02-12 18:00:00").split("\n", 1)[1],
    )
    after = imported(units, athlete_id)
    assert after[:1] == before
    assert [one.day for one in after] == [DAY, date(2026, 2, 12)]


def test_two_sessions_that_began_at_once_are_both_kept(units: Units, athlete_id: str) -> None:
    row = "Bench Press (Barbell),1,{},kg,5,"
    other = f"2026-02-10 18:00:00,Pull,{row.format(60)}\n"
    bring(units, athlete_id, strong(row.format(80)) + other)
    assert sorted(one.load_kg or 0 for one in done(units, athlete_id)) == [60.0, 80.0]


@pytest.mark.parametrize(
    ("row", "load_kg"),
    [
        ("Pull Up (Assisted),1,20,kg,8,", None),
        ("Pull Up,1,0,kg,8,", None),
        ("Pull Up,1,,kg,8,", None),
        ("Pull Up,1,10,kg,8,", 10.0),
    ],
)
def test_only_what_was_hung_on_is_a_load(
    units: Units, athlete_id: str, row: str, load_kg: float | None
) -> None:
    bring(units, athlete_id, strong(row))
    (one,) = imported(units, athlete_id)
    assert (one.reps, one.load_kg) == (8, load_kg)


def test_a_set_to_failure_left_nothing_in_reserve(units: Units, athlete_id: str) -> None:
    bring(units, athlete_id, strong("Bench Press (Barbell),F,80,kg,5,"))
    (one,) = done(units, athlete_id)
    assert (one.kind, one.rpe) == (SetKind.WORK, 10.0)


@pytest.mark.parametrize("row", ["Squat,1,900,kg,5,", "Squat,1,100,kg,500,", "Squat,1,100,kg,,"])
def test_what_nobody_can_have_done_is_not_training(units: Units, athlete_id: str, row: str) -> None:
    bring(units, athlete_id, strong(row))
    assert imported(units, athlete_id) == []


def test_a_name_means_what_the_athlete_says(units: Units, athlete_id: str, other_id: str) -> None:
    log = strong("Guillotine Press,1,50,kg,8,")
    for each in (athlete_id, other_id):
        bring(units, each, log)
    assert done(units, athlete_id) == []
    with units() as uow:
        uow.done_sets.put_names(athlete_id, {plain("Guillotine Press"): "barbell_bench_press"})
        uow.commit()
    assert [one.exercise for one in done(units, athlete_id)] == ["barbell_bench_press"]
    assert done(units, other_id) == []


def test_sets_move_with_the_athletes_days(units: Units, athlete_id: str) -> None:
    bring(units, athlete_id, strong("Squat,1,100,kg,5,", day="2026-02-10 23:30:00"))
    with units() as uow:
        uow.athletes.put_profile(athlete_id, Profile(time_zone="Asia/Tokyo"))
        request_recompute(uow, athlete_id, NOW)
        uow.commit()
    handlers = {RECOMPUTE: recompute_handler(lambda: NOW)}
    Worker(units, handlers, clock=lambda: NOW).run_until_idle()
    assert [one.day for one in done(units, athlete_id)] == [date(2026, 2, 11)]


def test_sets_go_with_their_athlete(units: Units, athlete_id: str, other_id: str) -> None:
    for each in (athlete_id, other_id):
        bring(units, each, strong("Squat,1,100,kg,5,"))
    with units() as uow:
        uow.athletes.delete(athlete_id)
        uow.commit()
    assert imported(units, athlete_id) == []
    assert len(imported(units, other_id)) == 1


def test_a_letter_that_a_database_refuses_is_left_out(units: Units, athlete_id: str) -> None:
    bring(units, athlete_id, strong("Squ\x00at,1,100,kg,5,"))
    assert [one.name for one in imported(units, athlete_id)] == ["Squat"]
