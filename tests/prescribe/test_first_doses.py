"""Loads for what was never done: careful, from a related lift, or left to the athlete."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from prescribe.people import (
    DAY,
    EIGHT_TO_TWELVE,
    GOOD_DAY,
    athlete,
    case,
    done,
    inputs,
    lift,
    outing,
)
from spotter.athletes.profile import Experience
from spotter.prescribe.decide import decide
from spotter.prescribe.dosing import STANDS_IN, Doser, Plan, fitting_rest, fitting_span, ramp
from spotter.prescribe.history import History, Outing
from spotter.prescribe.progression import Target, progress
from spotter.prescribe.situation import Situation
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Exercise
from spotter.training.programmes import Scheme
from spotter.training.reasons import say
from spotter.training.session import Part, SetKind

BENCH = lift("barbell_bench_press")
PLAN = Plan(Scheme.DOUBLE, "a", 8.0)


def doser(
    now: Situation = GOOD_DAY,
    experience: Experience = Experience.INTERMEDIATE,
    **past: tuple[Outing, ...],
) -> Doser:
    def related(exercise: Exercise) -> tuple[Exercise, ...]:
        return catalogue().substitutes(exercise.id)

    return Doser(History(past), now, DAY, experience, related, lambda _: 1000.0, lambda *_: 0.0)


def code(dose_reasons: tuple[str, ...]) -> str:
    return say(dose_reasons[0]).code


def test_a_first_load_is_a_careful_share_of_body_mass() -> None:
    dose = doser().dose(BENCH, EIGHT_TO_TWELVE, PLAN)
    expected = 70.0 * BENCH.start_fraction * 1.25
    assert dose.load_kg is not None
    assert expected - BENCH.increment_kg < dose.load_kg <= max(expected, BENCH.minimum_kg)
    assert code(dose.reasons) == "start_careful"


def test_an_older_athlete_starts_lighter() -> None:
    old = replace(GOOD_DAY, age_years=70)
    press = lift("machine_chest_press")
    young_load = doser().dose(press, EIGHT_TO_TWELVE, PLAN).load_kg or 0
    assert (doser(old).dose(press, EIGHT_TO_TWELVE, PLAN).load_kg or 0) < young_load


def test_an_unknown_age_counts_as_a_high_one() -> None:
    press = lift("machine_chest_press")
    unknown = doser(replace(GOOD_DAY, age_years=None)).dose(press, EIGHT_TO_TWELVE, PLAN)
    old = doser(replace(GOOD_DAY, age_years=70)).dose(press, EIGHT_TO_TWELVE, PLAN)
    assert unknown.load_kg == old.load_kg


def test_without_body_mass_the_athlete_picks_the_weight() -> None:
    dose = doser(replace(GOOD_DAY, mass_kg=None)).dose(BENCH, EIGHT_TO_TWELVE, PLAN)
    assert dose.load_kg is None
    assert say(dose.reasons[0]).text.endswith(
        "pick a weight that you could lift 11 times, and do 8."
    )


def test_without_body_mass_the_last_weight_is_named() -> None:
    past = (outing((8, 40.0, 7.0)),)
    unknown = doser(replace(GOOD_DAY, mass_kg=None), barbell_bench_press=past)
    dose = unknown.dose(BENCH, EIGHT_TO_TWELVE, PLAN)
    assert (dose.load_kg, code(dose.reasons)) == (None, "pick_weight_again")


def test_without_body_mass_the_usual_weights_are_named_after_some_outings() -> None:
    past = tuple(outing((8, 40.0, 7.0), days_ago=ago) for ago in (12, 9, 6, 3))
    unknown = doser(replace(GOOD_DAY, mass_kg=None), barbell_bench_press=past)
    reason = say(unknown.dose(BENCH, EIGHT_TO_TWELVE, PLAN).reasons[0])
    assert reason.code == "pick_weight_usual"
    assert "9 reps usually lie between" in reason.text


def test_a_pain_last_time_keeps_the_usual_weights_untold() -> None:
    past = tuple(outing((8, 40.0, 7.0), days_ago=ago, pain=ago == 3) for ago in (12, 9, 6, 3))
    unknown = doser(replace(GOOD_DAY, mass_kg=None), barbell_bench_press=past)
    dose = unknown.dose(BENCH, EIGHT_TO_TWELVE, PLAN)
    assert code(dose.reasons) == "pick_weight_again"


def test_a_related_lift_gives_the_first_load_with_a_margin() -> None:
    past = (outing((5, 80.0, 8.0)),)
    dose = doser(barbell_bench_press=past).dose(
        lift("close_grip_bench_press"), EIGHT_TO_TWELVE, PLAN
    )
    assert dose.load_kg is not None
    assert 30.0 < dose.load_kg < 70.0
    assert code(dose.reasons) == "from_related"


def test_no_first_load_is_heavier_than_the_gate_allows() -> None:
    past = (outing((5, 80.0, 8.0)),)
    strict = replace(doser(barbell_bench_press=past), heaviest_first=lambda _: 25.0)
    dose = strict.dose(lift("close_grip_bench_press"), EIGHT_TO_TWELVE, PLAN)
    assert (dose.load_kg or 0) <= 25.0


def test_unloaded_work_starts_at_the_bottom_of_the_range_with_reps_to_spare() -> None:
    dose = doser().dose(lift("push_up"), EIGHT_TO_TWELVE, PLAN)
    assert (dose.reps, dose.load_kg, code(dose.reasons)) == (8, None, "start_reps")


def test_work_that_never_grows_keeps_its_dose() -> None:
    steady = replace(PLAN, scheme=Scheme.STEADY)
    past = (outing((12, None, 6.0), (12, None, 6.0)),)
    dose = doser(push_up=past).dose(lift("push_up"), EIGHT_TO_TWELVE, steady)
    assert dose.reps == 8


@pytest.mark.parametrize("load", [None, 20.0, 27.5])
def test_a_light_load_needs_no_lighter_sets(load: float | None) -> None:
    assert ramp(BENCH, load) == ()


@pytest.mark.parametrize("load", [30.0, 60.0, 100.0, 200.0])
def test_lighter_sets_rise_stay_below_the_work_and_are_no_work(load: float) -> None:
    sets = ramp(BENCH, load)
    loads = [one.load_kg or 0 for one in sets]
    assert 1 <= len(sets) <= 2
    assert loads == sorted(set(loads))
    assert max(loads) < load
    assert {one.kind for one in sets} == {SetKind.WARM_UP}


def test_a_first_load_below_the_estimate_gets_the_reps_and_effort_that_it_can_meet() -> None:
    past = (outing((5, 80.0, 8.0)),)
    careful = replace(doser(barbell_bench_press=past), heaviest_first=lambda _: 30.0)
    triples = replace(EIGHT_TO_TWELVE, low=3, high=3)
    dose = careful.dose(lift("close_grip_bench_press"), triples, PLAN)
    assert (dose.reps, dose.load_kg, dose.rpe_most) == (8, 30.0, 6.0)
    assert code(dose.reasons) == "start_careful_capped"


def test_first_pull_ups_are_few() -> None:
    assert doser().dose(lift("pull_up"), EIGHT_TO_TWELVE, PLAN).reps == 5


@pytest.mark.parametrize(
    ("name", "span", "rest_s"),
    [
        ("barbell_back_squat", (3, 5), 180),
        ("goblet_squat", (6, 10), 180),
        ("backpack_squat", (8, 15), 90),
        ("pull_up", (3, 5), 180),
    ],
)
def test_repetitions_and_rest_follow_what_stands_in_for_a_heavy_lift(
    name: str, span: tuple[int, int], rest_s: int
) -> None:
    assert fitting_span(lift(name), (3, 5)) == span
    assert fitting_rest(lift(name), (3, 5), 180) == rest_s


def test_a_range_that_suits_a_light_load_is_left_alone() -> None:
    assert fitting_span(lift("goblet_squat"), (6, 8)) == (6, 8)
    assert fitting_span(lift("backpack_squat"), (8, 12)) == (8, 12)


@pytest.mark.parametrize("name", ["push_up", "assisted_pull_up_machine", "backpack_squat"])
def test_what_anybody_can_do_without_load_is_asked_for_more_often_with_short_rests(
    name: str,
) -> None:
    assert fitting_span(lift(name), (6, 8)) == (8, 15)
    assert fitting_rest(lift(name), (6, 8), 120) == 90


def test_few_hard_pulls_without_load_stay_as_they_are() -> None:
    assert fitting_span(lift("pull_up"), (5, 7)) == (5, 7)
    assert fitting_rest(lift("pull_up"), (5, 7), 150) == 150


def test_a_careful_first_load_is_worth_eight_repetitions_and_one_lighter_set() -> None:
    who = athlete(minutes_per_session=60, days_per_week=4)
    session = decide(inputs(who)).outcome.session  # type: ignore[union-attr]
    squat = next(one for one in session.blocks if one.exercise == "barbell_back_squat")
    lighter = [one for one in squat.sets if one.kind is SetKind.WARM_UP]
    work = [one for one in squat.sets if one.kind is SetKind.WORK]
    assert {one.reps for one in work} == {8}
    assert len(lighter) == 1


def test_a_carried_load_comes_back_lighter_after_a_break() -> None:
    carry = lift("dumbbell_farmer_carry")
    last = Outing(DAY - timedelta(days=20), done(carry.id, (40, 20.0, 6.0), seconds=True))
    target = Target(sets=2, low=30, high=60, rpe=7.0, rest_s=60)
    given = progress(case(last, exercise=carry, target=target))
    assert (given.load_kg, given.reps) == (18.0, 30)


def test_strength_without_equipment_is_many_reps_with_short_rests() -> None:
    decision = decide(inputs(athlete(equipment=frozenset())))
    session = decision.outcome.session  # type: ignore[union-attr]
    main = [block for block in session.blocks if block.part is Part.MAIN]
    legs = [block for block in main if lift(block.exercise).pattern in STANDS_IN]
    counted = [one for block in legs for one in block.sets if one.reps is not None]
    assert counted
    assert all((one.reps or 0) >= 6 and one.rest_s <= 180 for one in counted)


def test_a_careful_first_load_is_asked_at_no_more_than_a_moderate_effort() -> None:
    assert doser().dose(BENCH, EIGHT_TO_TWELVE, PLAN).rpe_most == 7.0
