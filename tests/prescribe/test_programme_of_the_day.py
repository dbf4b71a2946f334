"""From what an athlete told to the programme, the week and the reason in today's plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from prescribe.people import DAY, athlete, checkin, inputs, log
from spotter.athletes.profile import BodySite, Goal, Limitation, Screening, Severity
from spotter.athletes.targets import Aim, Target
from spotter.prescribe.conditions import conditions
from spotter.prescribe.decide import decide
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.programme import todays
from spotter.safety.approved import ApprovedSession
from spotter.safety.screening import all_clear, parse
from spotter.training.conditions import Condition


def answered(**told: object) -> Screening:
    return parse({**all_clear(DAY).answers, **told}, DAY)


def codes(given: Inputs) -> list[str]:
    return [one.code for one in decide(given).reasons]


PRESSURE = {
    "high_blood_pressure": True, "blood_pressure_controlled": True,
    "systolic_mmhg": 130, "diastolic_mmhg": 82,
}  # fmt: skip


@pytest.mark.parametrize(
    ("screening", "wanted"),
    [
        (answered(**PRESSURE), Condition.HYPERTENSION),
        (answered(pregnancy="pregnant", pregnancy_weeks=14, pregnancy_problems=["none"],
                  pregnancy_provider_ok=True), Condition.PREGNANCY),
        (answered(chronic_conditions=["diabetes"], diabetes_type="type_2"), Condition.DIABETES),
    ],
)  # fmt: skip
def test_a_condition_is_read_from_the_health_questions(
    screening: Screening, wanted: Condition
) -> None:
    assert conditions(inputs(screening=screening)) == {wanted}


def test_a_limited_knee_asks_for_care_and_a_severe_one_of_somebody_young_for_a_chair() -> None:
    mild = athlete(limitations=(Limitation(BodySite.KNEE, Severity.MILD),))
    severe = athlete(limitations=(Limitation(BodySite.KNEE, Severity.SEVERE),))
    assert conditions(inputs(mild)) == {Condition.KNEE}
    assert conditions(inputs(severe)) == {Condition.SEATED}


def test_four_weeks_away_start_the_way_back_which_goes_on_until_its_weeks_are_done() -> None:
    before = log(DAY - timedelta(days=40))
    assert conditions(inputs(logs=(before,))) == {Condition.BREAK}
    back = replace(log(DAY - timedelta(days=2)), programme="care_return")
    assert conditions(inputs(logs=(before, back))) == {Condition.BREAK}
    every = [
        replace(log(DAY - timedelta(days=2 * (12 - n))), programme="care_return") for n in range(12)
    ]
    assert conditions(inputs(logs=(before, *every))) == frozenset()


def test_three_ill_days_in_two_weeks_are_an_illness_to_come_back_from() -> None:
    done = (log(DAY - timedelta(days=12)),)
    ill = [checkin(DAY - timedelta(days=n), ill=True) for n in (10, 9, 8)]
    assert Condition.ILLNESS in conditions(inputs(logs=done, checkins=(*ill, checkin())))
    assert Condition.ILLNESS not in conditions(inputs(logs=done, checkins=(*ill[:2], checkin())))


def test_high_blood_pressure_gets_a_session_that_the_rules_need_not_change() -> None:
    told = checkin(systolic_mmhg=130.0, diastolic_mmhg=82.0)
    given = inputs(screening=answered(**PRESSURE), checkins=(told,))
    decision = decide(given)
    assert isinstance(decision.outcome, ApprovedSession)
    assert decision.outcome.session.programme == "care_hypertension"
    assert max(one.rpe for block in decision.outcome.session.blocks for one in block.sets) <= 5
    assert "programme_condition" in [one.code for one in decision.reasons]


def test_the_plan_says_that_the_programme_was_chosen_and_what_it_replaced() -> None:
    assert "programme_chosen" in codes(inputs(athlete(programme="strength_linear")))
    pressed = inputs(athlete(programme="strength_linear"), screening=answered(**PRESSURE))
    assert "programme_instead" in codes(pressed)


def test_an_event_brings_its_taper_and_says_how_many_weeks_are_left() -> None:
    meet = Target(Aim.SQUAT, 180.0, DAY + timedelta(days=3))
    lifter = athlete(competes=True, days_per_week=4, minutes_per_session=60, targets=(meet,))
    given = inputs(lifter)
    assert todays(given).week.name == "Meet week"
    assert "event_weeks" in codes(given)
    past = replace(meet, by=DAY - timedelta(days=1))
    assert todays(inputs(replace(lifter, targets=(past,)))).programme.id == "strength_competitor"


def test_the_day_of_an_event_in_the_profile_decides_the_week_of_a_season() -> None:
    player = athlete(goal=Goal.SPORT, sport="football", event_on=DAY + timedelta(days=4))
    assert todays(inputs(player)).week.name == "Match week"
    assert todays(inputs(replace(player, event_on=None))).week.name == "Out of season"


def test_lifts_that_went_down_bring_a_lighter_week_that_was_not_planned() -> None:
    given = inputs()
    usual = todays(given)
    tired = replace(observed(given), lifts_down=2)
    lighter = todays(given, tired)
    assert (usual.week.deload, lighter.week.deload, lighter.reactive) == (False, True, True)
    assert lighter.week.sets_factor < usual.week.sets_factor
    assert "deload_reactive" in [one.code for one in decide(given, tired).reasons]
