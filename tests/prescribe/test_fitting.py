"""A session within the minutes there are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from spotter.prescribe.minutes import WORK_PARTS, Item, fit
from spotter.training.catalogue import catalogue
from spotter.training.duration import minutes
from spotter.training.session import Block, Part, PlannedSet, SetKind

SET = PlannedSet(rpe=7.0, rest_s=90, reps=8, load_kg=20.0)
EASY = PlannedSet(rpe=2.0, rest_s=0, duration_s=120, kind=SetKind.WARM_UP)
WARM = Item(Block(Part.WARM_UP, "march_in_place", (EASY,)), 1)
LOOSEN = Item(Block(Part.WARM_UP, "arm_circle", (EASY,)), 3)
COOL = Item(Block(Part.COOL_DOWN, "calm_breathing", (EASY,)), 2)


def work(exercise: str, sets: int, priority: int, part: Part = Part.MAIN) -> Item:
    return Item(Block(part, exercise, (SET,) * sets), priority)


SQUAT = work("barbell_back_squat", 4, 1)
BENCH = work("barbell_bench_press", 3, 2)
CURL = work("dumbbell_curl", 3, 4, Part.ACCESSORY)
WHOLE = (WARM, LOOSEN, SQUAT, BENCH, CURL, COOL)


def names(blocks: tuple[Block, ...]) -> list[str]:
    return [block.exercise for block in blocks]


def test_what_fits_is_left_alone() -> None:
    assert fit(WHOLE, 120, catalogue()).blocks == tuple(item.block for item in WHOLE)


def test_the_least_important_goes_first_and_is_named() -> None:
    fitted = fit(WHOLE, 24, catalogue())
    assert "dumbbell_curl" not in names(fitted.blocks)
    assert "barbell_back_squat" in names(fitted.blocks)
    assert fitted.left_out == (catalogue().get("dumbbell_curl").name,)


def test_sets_that_were_cut_are_marked() -> None:
    fitted = fit(WHOLE, 30, catalogue())
    cut = [block for block in fitted.blocks if block.part in WORK_PARTS and block.reasons]
    assert all(reason.startswith("fewer_sets_time|") for b in cut for reason in b.reasons)
    assert cut


items = st.lists(
    st.builds(
        work,
        st.sampled_from(["barbell_bench_press", "machine_row", "leg_press", "dumbbell_curl"]),
        st.integers(1, 6),
        st.integers(1, 5),
        st.sampled_from([Part.MAIN, Part.ACCESSORY]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda item: item.block.exercise,
)


@settings(deadline=None)
@given(items, st.integers(10, 90))
def test_it_fits_keeps_its_ends_and_always_some_work(chosen: list[Item], most: int) -> None:
    fitted = fit((WARM, LOOSEN, *chosen, COOL), most, catalogue())
    parts = [block.part for block in fitted.blocks]
    assert minutes(fitted.blocks) <= most
    assert parts[0] is Part.WARM_UP
    assert parts[-1] is Part.COOL_DOWN
    assert WORK_PARTS & set(parts)
    assert all(block.sets for block in fitted.blocks)


@settings(deadline=None)
@given(items, st.integers(15, 60))
def test_more_time_never_means_less_work(chosen: list[Item], most: int) -> None:
    def work_minutes(limit: int) -> int:
        found = fit((WARM, LOOSEN, *chosen, COOL), limit, catalogue()).blocks
        return minutes([block for block in found if block.part in WORK_PARTS])

    assert work_minutes(most + 30) >= work_minutes(most) - 2


RAMP = tuple(
    PlannedSet(rpe=3.0, rest_s=60, reps=5, load_kg=load, kind=SetKind.WARM_UP)
    for load in (20.0, 30.0)
)
HEAVY = Item(Block(Part.MAIN, "barbell_back_squat", RAMP + (SET,) * 4), 1)


@given(st.integers(6, 60))
def test_the_last_set_leading_up_to_a_heavy_one_outlasts_other_work(most: int) -> None:
    fitted = fit((WARM, HEAVY, BENCH, CURL, COOL), most, catalogue())
    squat = next(block for block in fitted.blocks if block.exercise == "barbell_back_squat")
    assert RAMP[1] in squat.sets


def test_work_sets_of_the_heaviest_lift_go_before_its_last_ramp_set() -> None:
    fitted = fit((WARM, HEAVY, COOL), 12, catalogue())
    squat = next(block for block in fitted.blocks if block.exercise == "barbell_back_squat")
    assert squat.sets[0] == RAMP[1]
    assert len(squat.sets) < len(HEAVY.block.sets)
    assert minutes(fitted.blocks) <= 12
