"""Fractional sets per muscle, and the minutes a plan takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.kit.errors import BadInput, NotFound
from spotter.training import volume
from spotter.training.catalogue import catalogue
from spotter.training.duration import block_seconds, minutes, session_minutes, set_seconds
from spotter.training.exercise import Muscle
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

TODAY = date(2026, 3, 14)
FIVE = PlannedSet(rpe=8, rest_s=120, reps=5)


def session(*blocks: Block) -> Session:
    return Session("Test", Focus.STRENGTH, blocks, duration_min=30)


def log(day: date, *sets: LoggedSet) -> SessionLog:
    return SessionLog(id=day.isoformat(), day=day, title="Test", focus=Focus.STRENGTH, sets=sets)


def logged(exercise: str, kind: SetKind = SetKind.WORK) -> LoggedSet:
    return LoggedSet(exercise, at=datetime(2026, 3, 14, 9, tzinfo=UTC), reps=5, kind=kind)


def test_a_primary_muscle_counts_one_and_a_secondary_one_half() -> None:
    counted = volume.of_session(session(Block(Part.MAIN, "barbell_row", (FIVE,) * 3)))
    assert counted[Muscle.LATS] == 3.0
    assert counted[Muscle.MIDDLE_BACK] == 3.0
    assert counted[Muscle.BICEPS] == 1.5
    assert Muscle.CHEST not in counted


def test_direct_and_indirect_sets_add_up() -> None:
    counted = volume.of_session(
        session(
            Block(Part.MAIN, "barbell_row", (FIVE,) * 3),
            Block(Part.ACCESSORY, "dumbbell_curl", (FIVE,) * 2),
        )
    )
    assert counted[Muscle.BICEPS] == 3.5


def test_warm_up_sets_and_parts_count_nothing() -> None:
    ramp = replace(FIVE, kind=SetKind.WARM_UP)
    counted = volume.of_session(
        session(
            Block(Part.WARM_UP, "bodyweight_squat", (FIVE,)),
            Block(Part.MAIN, "barbell_row", (ramp, ramp, FIVE)),
            Block(Part.COOL_DOWN, "glute_bridge", (FIVE,)),
        )
    )
    assert counted[Muscle.LATS] == 1.0
    assert Muscle.QUADRICEPS not in counted
    assert Muscle.GLUTES not in counted


@pytest.mark.parametrize("exercise", ["brisk_walk", "cat_cow", "single_leg_stand_supported"])
def test_endurance_mobility_and_balance_are_no_resistance_work(exercise: str) -> None:
    assert volume.of_sets([exercise] * 4) == {}


def test_logged_warm_ups_count_nothing() -> None:
    done = log(TODAY, logged("goblet_squat", SetKind.WARM_UP), logged("goblet_squat"))
    assert volume.of_logs([done])[Muscle.QUADRICEPS] == 1.0


def test_a_set_under_a_name_nobody_knows_counts_nothing() -> None:
    assert volume.of_sets(["moon_lunge"]) == {}


@pytest.mark.parametrize(("days_ago", "expected"), [(0, 1.0), (6, 1.0), (7, None), (-1, None)])
def test_a_week_is_the_seven_days_that_end_on_its_last(
    days_ago: int, expected: float | None
) -> None:
    done = log(TODAY - timedelta(days=days_ago), logged("goblet_squat"))
    assert volume.of_week([done], TODAY).get(Muscle.QUADRICEPS) == expected


def test_five_reps_take_twenty_seconds() -> None:
    assert set_seconds(FIVE, catalogue().get("goblet_squat")) == 20


def test_a_one_sided_set_takes_both_sides_and_the_change() -> None:
    assert set_seconds(FIVE, catalogue().get("split_squat")) == 45


def test_a_timed_set_takes_its_time() -> None:
    held = PlannedSet(rpe=6, rest_s=0, duration_s=40)
    assert set_seconds(held, catalogue().get("plank")) == 40


def test_a_set_of_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="neither reps nor a duration"):
        set_seconds(PlannedSet(rpe=6, rest_s=0), catalogue().get("plank"))


def test_a_block_is_its_sets_their_rests_and_the_way_to_it() -> None:
    assert block_seconds(Block(Part.MAIN, "goblet_squat", (FIVE,) * 3)) == 3 * (20 + 120) + 60


def test_floor_movements_need_hardly_any_change() -> None:
    held = PlannedSet(rpe=2, rest_s=0, duration_s=60)
    assert block_seconds(Block(Part.COOL_DOWN, "calm_breathing", (held,))) == 75


def test_minutes_are_rounded_up() -> None:
    assert minutes([Block(Part.MAIN, "goblet_squat", (FIVE,) * 3)]) == 8


def test_nothing_takes_no_time() -> None:
    assert session_minutes(session()) == 0


def test_an_unknown_exercise_cannot_be_timed() -> None:
    with pytest.raises(NotFound):
        minutes([Block(Part.MAIN, "moon_lunge", (FIVE,))])


SETS = st.builds(
    PlannedSet,
    rpe=st.just(7.0),
    rest_s=st.integers(0, 300),
    reps=st.integers(1, 30),
)
BLOCKS = st.builds(
    Block,
    part=st.sampled_from(Part),
    exercise=st.sampled_from([exercise.id for exercise in catalogue()]),
    sets=st.lists(SETS, min_size=1, max_size=5).map(tuple),
)


@given(st.lists(BLOCKS, max_size=6), BLOCKS)
def test_another_block_never_makes_a_session_shorter(blocks: list[Block], more: Block) -> None:
    assert minutes([*blocks, more]) >= minutes(blocks)


@given(BLOCKS, SETS)
def test_another_set_always_makes_a_block_longer(block: Block, more: PlannedSet) -> None:
    assert block_seconds(replace(block, sets=(*block.sets, more))) > block_seconds(block)


@given(BLOCKS, st.integers(1, 20))
def test_more_reps_never_make_a_block_shorter(block: Block, reps: int) -> None:
    longer = tuple(replace(one, reps=(one.reps or 0) + reps) for one in block.sets)
    assert block_seconds(replace(block, sets=longer)) > block_seconds(block)
