"""Time that the work of a day leaves over is used, and never with anything that tires."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from prescribe.people import DAY, athlete, checkin, done, inputs, lift, log
from prescribe.test_decisions import session_of
from spotter.athletes.profile import Experience, Goal, Profile
from spotter.prescribe.decide import decide
from spotter.prescribe.filling import FILL_TO, filled
from spotter.training.duration import block_seconds
from spotter.training.programmes import Role, Scheme, Slot
from spotter.training.session import Block, Part, PlannedSet, Session

WALK = Slot(
    Part.CONDITIONING, Role.CONDITIONING, (), (), frozenset(), 1, None, (300, 1200), 3, 0,
    Scheme.STEADY, 5,
)  # fmt: skip
STRETCH = replace(WALK, part=Part.ACCESSORY, duration_s=(30, 60))


def block(part: Part, exercise: str, seconds: int) -> Block:
    return Block(part, exercise, (PlannedSet(rpe=3, rest_s=0, duration_s=seconds),))


WORK = (
    block(Part.CONDITIONING, "bike_easy", 600),
    block(Part.COOL_DOWN, "calm_breathing", 60),
)


def make(slot: Slot, used: frozenset[str]) -> Block:
    name = "easy_walk" if slot.part is Part.CONDITIONING else "childs_pose"
    assert slot.duration_s is not None
    return block(slot.part, name, slot.duration_s[0])


def test_a_walk_is_as_long_as_there_is_room_and_comes_before_the_cool_down() -> None:
    found = filled(WORK, 30, (WALK,), make)
    assert [one.exercise for one in found] == ["bike_easy", "easy_walk", "calm_breathing"]
    seconds = sum(block_seconds(one) for one in found)
    assert FILL_TO * 1800 - 60 < seconds <= FILL_TO * 1800


def test_a_walk_never_grows_beyond_its_most() -> None:
    found = filled(WORK, 120, (WALK,), make)
    assert found[1].sets[0].duration_s == 1200


def test_what_does_not_fit_is_left_out() -> None:
    assert filled(WORK, 17, (WALK,), make) == WORK
    assert [one.exercise for one in filled(WORK, 17, (WALK, STRETCH), make)][1] == "childs_pose"


def test_a_session_that_uses_its_time_stays_as_it_is() -> None:
    assert filled(WORK, 14, (STRETCH,), make) == WORK


def test_a_place_that_nothing_fits_is_skipped() -> None:
    assert filled(WORK, 30, (WALK, STRETCH), lambda slot, used: None) == WORK


def added(session: Session) -> list[Block]:
    return [one for one in session.blocks if one.reasons == ("fill_minutes",)]


@pytest.mark.parametrize("goal", list(Goal))
@pytest.mark.parametrize("experience", [Experience.BEGINNER, Experience.INTERMEDIATE])
def test_a_first_session_uses_most_of_the_minutes_within_them(
    goal: Goal, experience: Experience
) -> None:
    who = athlete(goal=goal, experience=experience, minutes_per_session=60, days_per_week=4)
    session = session_of(decide(inputs(who)))
    assert 0.7 * 60 <= session.duration_min <= 60
    assert all(one.rpe <= 3 for block in added(session) for one in block.sets)


def test_an_easier_day_and_a_lighter_week_are_not_filled() -> None:
    poor = checkin(energy=1, mood=2, stress=5)
    easier = decide(inputs(athlete(minutes_per_session=60), checkins=(poor,)))
    assert not added(session_of(easier))


def test_a_first_easy_dose_fits_experience_and_time() -> None:
    def minutes(experience: Experience, *dislikes: str) -> float:
        who = athlete(
            goal=Goal.ENDURANCE,
            experience=experience,
            minutes_per_session=60,
            days_per_week=4,
            dislikes=frozenset(dislikes),
        )
        session = session_of(decide(inputs(who)))
        longest = max(
            one.duration_s or 0
            for each in session.blocks
            if each.part is Part.CONDITIONING and each not in added(session)
            for one in each.sets
        )
        return longest / 60

    assert minutes(Experience.ADVANCED) == 30
    assert minutes(Experience.INTERMEDIATE) == 21
    assert minutes(Experience.INTERMEDIATE, "easy_run", "treadmill_run") == 30


def test_a_walk_that_only_filled_time_does_not_shorten_the_first_easy_day() -> None:
    who = athlete(
        goal=Goal.ENDURANCE,
        minutes_per_session=60,
        days_per_week=4,
        dislikes=frozenset({"easy_run", "treadmill_run"}),
    )
    strolled = log(
        DAY - timedelta(days=3),
        done("brisk_walk", (480, None, 3.0), seconds=True),
        profile=who,
        programme_day="endurance_long",
    )
    session = session_of(decide(inputs(who, logs=[strolled])))
    walks = [one for one in session.blocks if one.exercise == "brisk_walk"]
    assert max(one.sets[0].duration_s or 0 for one in walks) == 30 * 60


def test_a_lift_of_another_day_does_not_take_the_place_of_this_days_own() -> None:
    who = athlete(days_per_week=4, minutes_per_session=60)
    first = session_of(decide(inputs(who)))
    assert "barbell_romanian_deadlift" in {one.exercise for one in first.blocks}
    assert _hinge_after(who, first) == "barbell_deadlift"


def _hinge_after(who: Profile, first: Session) -> str:
    """Return the main hinge of the day that the programme is named after it."""
    logs = tuple(
        log(
            DAY - timedelta(days=ago),
            done("barbell_romanian_deadlift", (8, 40.0, 7.0)) if n == 0 else (),
            profile=who,
            programme_day=day,
        )
        for n, (ago, day) in enumerate(((6, "strength_lower_heavy"), (4, "strength_upper_heavy")))
    )
    session = session_of(decide(inputs(who, logs=logs)))
    main = [one.exercise for one in session.blocks if one.part is Part.MAIN]
    return next(name for name in main if lift(name).pattern.value == "hinge")
