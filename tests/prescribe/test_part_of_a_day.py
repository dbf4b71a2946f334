"""A day whose main work has no room left in the week gives way to one that can be done whole."""

from __future__ import annotations

from datetime import timedelta

from prescribe.people import DAY, athlete, done, inputs, log
from spotter.athletes.profile import Profile
from spotter.prescribe.candidate import Kind
from spotter.prescribe.decide import decide
from spotter.prescribe.decision import Decision
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.programme import todays
from spotter.safety.approved import ApprovedSession
from spotter.training.session import Part, SessionLog

FOUR_DAYS = athlete(days_per_week=4, minutes_per_session=60)
SETS_OF_A_WEEK = 12


def _legs_elsewhere(days_ago: int, who: Profile) -> SessionLog:
    """Return a session outside the programme that fills the week of the legs."""
    sets = done("barbell_back_squat", *[(8, 40.0, 7.0)] * SETS_OF_A_WEEK)
    more = done("barbell_romanian_deadlift", *[(8, 40.0, 7.0)] * SETS_OF_A_WEEK)
    day = DAY - timedelta(days=days_ago)
    return log(day, (*sets, *more), profile=who, programme_day="", programme="")


def _with_full_legs(who: Profile) -> Inputs:
    return inputs(who, logs=[_legs_elsewhere(4, who)])


def _codes(told: Decision) -> set[str]:
    return {one.code for one in told.reasons}


def test_a_day_without_its_main_work_gives_way_to_one_that_can_be_done_whole() -> None:
    fresh, full = inputs(FOUR_DAYS), _with_full_legs(FOUR_DAYS)
    planned = todays(fresh).day
    assert planned.name == todays(full).day.name, "both days ask for the same"
    told = decide(full)
    assert isinstance(told.outcome, ApprovedSession)
    assert decide(fresh).kind is Kind.PLANNED
    assert told.kind is Kind.SWAPPED
    reason = next(one.text for one in told.reasons if one.code == "other_day_whole")
    assert reason.startswith(f"{told.outcome.session.title} today instead of {planned.name}")
    worked = [one for one in told.outcome.session.blocks if one.part is Part.MAIN]
    assert worked, "the other day has its main work"


def test_what_is_left_of_the_day_is_offered_under_a_name_that_says_so() -> None:
    full = _with_full_legs(FOUR_DAYS)
    titles = {one.approved.session.title for one in decide(full).alternatives}
    assert f"Part of {todays(full).day.name}" in titles
    assert todays(full).day.name not in titles


def test_a_day_with_most_of_its_work_keeps_its_name() -> None:
    told = decide(inputs(FOUR_DAYS))
    assert not {"other_day_whole", "part_of_day"} & _codes(told)
