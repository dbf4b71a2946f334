"""A lighter week is lighter than what was done, whatever the programme had in mind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prescribe.people import DAY, athlete, case, done, inputs, log
from spotter.prescribe.cardio import more_minutes
from spotter.prescribe.history import Outing
from spotter.prescribe.inputs import observed
from spotter.prescribe.lighter import LIGHT_SHARE, Lately, lately, lighter
from spotter.prescribe.minutes import Item
from spotter.prescribe.progression import Target
from spotter.safety.known import Done
from spotter.training import volume
from spotter.training.catalogue import catalogue
from spotter.training.session import Block, Part, PlannedSet

SQUAT, CURL = "barbell_back_squat", "dumbbell_curl"


def item(exercise: str, sets: int, priority: int) -> Item:
    one = PlannedSet(rpe=6.0, rest_s=90, reps=8, load_kg=20.0)
    return Item(Block(Part.MAIN, exercise, (one,) * sets), priority)


def known(**sets: int) -> Lately:
    return Lately({name: Done(days_ago=7, sets=count) for name, count in sets.items()})


def fractional(items: list[Item]) -> float:
    names = [one.block.exercise for one in items for _ in one.block.sets]
    return sum(volume.of_sets(names).values())


def test_sets_are_a_share_of_those_done_and_not_of_those_planned() -> None:
    asked = [item(SQUAT, 3, 1), item(CURL, 2, 4)]
    kept, gone = lighter(asked, None, known(barbell_back_squat=3, dumbbell_curl=2), catalogue())
    assert [one.work for one in kept] == [2, 1]
    assert gone == ()


def test_what_was_never_done_gets_two_sets_at_most() -> None:
    kept, _ = lighter([item(SQUAT, 4, 1)], None, known(), catalogue())
    assert kept[0].work == 2


def test_a_day_with_a_set_of_everything_leaves_the_least_important_out_and_says_so() -> None:
    names = [SQUAT, "dumbbell_bench_press", "seated_leg_curl", CURL]
    asked = [item(name, 1, place) for place, name in enumerate(names, start=1)]
    fullest = fractional(asked)
    kept, gone = lighter(asked, fullest, known(**dict.fromkeys(names, 1)), catalogue())
    assert 0 < fractional(kept) <= LIGHT_SHARE * fullest
    assert kept[0].block.exercise == SQUAT
    assert [one.partition("|")[0] for one in gone] == ["omitted_deload"] * (4 - len(kept))


def test_one_exercise_always_stays() -> None:
    kept, _ = lighter([item(SQUAT, 2, 1)], 0.5, known(), catalogue())
    assert [one.work for one in kept] == [1]


def test_walking_is_nothing_that_sets_are_taken_from() -> None:
    walk = Item(Block(Part.CONDITIONING, "brisk_walk", (PlannedSet(3.0, 0, duration_s=900),)), 2)
    kept, _ = lighter([walk, item(SQUAT, 1, 1)], 0.1, known(), catalogue())
    assert kept[0] is walk


def test_the_fullest_session_of_a_day_in_six_weeks_counts() -> None:
    def on(days_ago: int, sets: int, day: str = "a") -> object:
        when = DAY - timedelta(days=days_ago)
        return log(when, done(SQUAT, *((5, 50.0, 8.0),) * sets), programme_day=day)

    logs = [on(50, 9), on(20, 4), on(6, 3), on(3, 8, "b")]
    found = lately(logs, DAY, {})  # type: ignore[arg-type]
    squat = sum(volume.of_sets([SQUAT]).values())
    assert {day: sets for (_, day), sets in found.days.items()} == {"a": 4 * squat, "b": 8 * squat}


WALK = Target(sets=1, low=300, high=3600, rpe=3.0, rest_s=0)


@pytest.mark.parametrize(("last", "expected"), [(3000, 2250), (2250, 2250)])
def test_endurance_in_a_lighter_week_is_three_quarters_of_the_longest_lately(
    last: int, expected: int
) -> None:
    walks = [
        Outing(DAY - timedelta(days=ago), done("brisk_walk", (seconds, None, 3.0), seconds=True))
        for ago, seconds in ((7, 3000), (3, last))
    ]
    asked = case(*walks, exercise=catalogue().get("brisk_walk"), target=WALK, deload=True)
    assert more_minutes(asked).reps == expected


def test_weeks_of_easy_sets_need_no_lighter_one() -> None:
    def trained(rpe: float) -> int | None:
        days = [DAY - timedelta(days=3 + 7 * back) for back in range(8, -1, -1)]
        logs = [log(day, done(SQUAT, (8, 40.0, rpe), (8, 40.0, rpe))) for day in days]
        return observed(inputs(athlete(), logs=logs)).weeks_without_deload

    assert trained(8.0) == 8
    assert trained(4.0) == 0
