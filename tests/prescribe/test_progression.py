"""How load and repetitions follow from what was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prescribe.people import DAY, EIGHT_TO_TWELVE, GOOD_DAY, case, inputs, lift, outing
from spotter.athletes.profile import BodySite
from spotter.prescribe.grid import next_step, on_grid
from spotter.prescribe.history import History
from spotter.prescribe.inputs import observed
from spotter.prescribe.progression import BREAKS, Case, Dose, by_estimate, progress
from spotter.prescribe.situation import Level
from spotter.prescribe.sparing import spared
from spotter.safety.known import Done
from spotter.safety.loads import stepped_load
from spotter.training.exercise import Exercise
from spotter.training.reasons import say
from spotter.training.session import PlannedSet

Dosing = Callable[[Case], Dose]


def code(dose_reasons: tuple[str, ...]) -> str:
    return say(dose_reasons[0]).code


def test_reps_climb_before_the_load_does() -> None:
    dose = progress(case(outing((9, 60.0, 7.5), (9, 60.0, 8.0), (9, 60.0, 8.0))))
    assert (dose.reps, dose.load_kg, code(dose.reasons)) == (10, 60.0, "reps_up")


def test_the_top_of_the_range_earns_one_step_and_the_bottom_of_the_range() -> None:
    dose = progress(case(outing((12, 60.0, 8.0), (12, 60.0, 8.0), (12, 60.0, 8.0))))
    assert (dose.reps, dose.load_kg, code(dose.reasons)) == (8, 62.5, "load_up")


def test_the_words_of_a_rise_say_from_what_to_what_and_why() -> None:
    dose = progress(case(outing((12, 60.0, 8.0), (12, 60.0, 8.0), (12, 60.0, 8.0))))
    text = say(dose.reasons[0]).text
    assert all(part in text for part in ("60 kg", "62.5 kg", "12, 12, 12 reps"))


def test_one_weak_set_keeps_the_load() -> None:
    dose = progress(case(outing((12, 60.0, 8.0), (12, 60.0, 8.0), (10, 60.0, 8.0))))
    assert (dose.reps, dose.load_kg) == (11, 60.0)


def test_the_top_reached_at_too_much_effort_keeps_the_load() -> None:
    dose = progress(case(outing((12, 60.0, 8.8), (12, 60.0, 8.8))))
    assert (dose.load_kg, code(dose.reasons)) == (60.0, "hold_effort")


def test_a_step_of_more_than_ten_percent_becomes_a_repetition() -> None:
    dose = progress(case(outing((12, 20.0, 7.0), (12, 20.0, 7.0))))
    assert (dose.reps, dose.load_kg, code(dose.reasons)) == (13, 20.0, "reps_before_load")


TWENTY = outing((22, 20.0, 7.5), (22, 20.0, 7.5))


def test_enough_repetitions_prove_a_big_step_where_the_gate_allows_it() -> None:
    dose = progress(case(TWENTY, allowed=lambda reps, rpe: 22.5))
    assert (dose.reps, dose.load_kg, code(dose.reasons)) == (8, 22.5, "load_up_coarse")


def test_a_big_step_that_the_gate_forbids_stays_a_matter_of_repetitions() -> None:
    dose = progress(case(TWENTY, allowed=lambda reps, rpe: 20.0))
    assert (dose.load_kg, code(dose.reasons)) == (20.0, "reps_before_load")


def test_a_big_step_that_is_not_proved_stays_a_matter_of_repetitions() -> None:
    few = outing((12, 20.0, 8.0), (12, 20.0, 8.0))
    dose = progress(case(few, allowed=lambda reps, rpe: 22.5))
    assert (dose.load_kg, code(dose.reasons)) == (20.0, "reps_before_load")


def test_a_session_that_fell_short_keeps_the_load() -> None:
    dose = progress(case(outing((7, 60.0, 9.0), (6, 60.0, 9.0))))
    assert (dose.load_kg, code(dose.reasons)) == (60.0, "hold_missed")


def test_falling_short_twice_in_a_row_lowers_the_load() -> None:
    short = outing((6, 60.0, 9.0), days_ago=6), outing((6, 60.0, 9.0))
    dose = progress(case(*short))
    assert (dose.load_kg, code(dose.reasons)) == (55.0, "down_missed")


def test_an_easy_day_with_few_reps_is_no_miss() -> None:
    dose = progress(case(outing((9, 60.0, 8.0), days_ago=6), outing((6, 60.0, 5.0))))
    assert code(dose.reasons) != "hold_missed"


def test_effort_two_above_the_target_lowers_the_load() -> None:
    dose = progress(case(outing((9, 60.0, 10.0), (8, 60.0, 10.0))))
    assert (dose.load_kg, code(dose.reasons)) == (50.0, "down_hard")


def test_effort_one_above_the_target_holds_it() -> None:
    dose = progress(case(outing((9, 60.0, 9.0), (9, 60.0, 9.0))))
    assert (dose.load_kg, code(dose.reasons)) == (60.0, "hold_hard")


@pytest.mark.parametrize(("days", "factor"), BREAKS)
def test_a_break_lowers_the_load(days: int, factor: float) -> None:
    dose = progress(case(outing((12, 100.0, 8.0), (12, 100.0, 8.0), days_ago=days)))
    assert (dose.load_kg, code(dose.reasons)) == (pytest.approx(100 * factor), "down_break")


@pytest.mark.parametrize(
    ("days", "days_off", "expected"),
    [(21, 3, "load_up"), (28, 13, "load_up"), (21, 14, "down_break"), (21, None, "down_break"),
     (29, 3, "down_break")],
)  # fmt: skip
def test_a_lift_that_waited_for_its_turn_while_training_went_on_had_no_break(
    days: int, days_off: int | None, expected: str
) -> None:
    now = replace(GOOD_DAY, days_off=days_off)
    last = outing((12, 100.0, 8.0), (12, 100.0, 8.0), days_ago=days)
    assert code(progress(case(last, now=now)).reasons) == expected


def test_a_day_short_of_two_weeks_is_no_break() -> None:
    dose = progress(case(outing((12, 100.0, 8.0), (12, 100.0, 8.0), days_ago=13)))
    assert code(dose.reasons) == "load_up"


EARNED = outing((12, 60.0, 8.0), (12, 60.0, 8.0), (12, 60.0, 8.0))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (replace(GOOD_DAY, level=Level.FAIR, score=50.0), "hold_readiness"),
        (replace(GOOD_DAY, checked_in=False), "hold_no_checkin"),
        (replace(GOOD_DAY, soreness={BodySite.CHEST: 7}), "hold_soreness"),
        (replace(GOOD_DAY, pain={BodySite.SHOULDER: 1}), "hold_pain"),
        (replace(GOOD_DAY, pain={BodySite.SHOULDER: 5}), "hold_pain"),
    ],
)
def test_what_holds_an_earned_step_back(now: object, expected: str) -> None:
    dose = progress(case(EARNED, now=now))  # type: ignore[arg-type]
    assert (dose.load_kg, code(dose.reasons)) == (60.0, expected)


def test_a_deload_week_holds_an_earned_step_back() -> None:
    assert code(progress(case(EARNED, deload=True)).reasons) == "hold_deload"


def test_pain_above_five_lowers_the_load() -> None:
    now = replace(GOOD_DAY, pain={BodySite.SHOULDER: 6})
    dose = progress(case(EARNED, now=now))
    assert (dose.load_kg, code(dose.reasons)) == (52.5, "down_pain")


def test_pain_elsewhere_changes_nothing() -> None:
    now = replace(GOOD_DAY, pain={BodySite.ANKLE: 6})
    assert code(progress(case(EARNED, now=now)).reasons) == "load_up"


def test_pain_felt_in_the_exercise_last_time_holds_it() -> None:
    hurt = outing((12, 60.0, 8.0), (12, 60.0, 8.0), pain=2)
    assert code(progress(case(hurt)).reasons) == "hold_pain"


def test_a_lighter_day_in_between_is_not_what_the_next_one_builds_on() -> None:
    light = outing((8, 55.0, 6.0), (8, 55.0, 6.0))
    heavy = outing((10, 60.0, 8.0), (10, 60.0, 8.0), days_ago=6)
    dose = progress(case(heavy, light))
    assert (dose.reps, dose.load_kg, code(dose.reasons)) == (10, 60.0, "back_up")


def test_the_estimate_gives_the_load_of_a_wave() -> None:
    five = outing((5, 80.0, 8.0), (5, 80.0, 8.0))
    wave = replace(EIGHT_TO_TWELVE, low=8, high=8, rpe=7.0)
    dose = by_estimate(case(five, target=wave, e1rm=98.0, waves=True))
    assert (dose.load_kg, code(dose.reasons)) == (67.5, "from_e1rm")


def test_the_estimate_raises_by_a_step_at_the_most() -> None:
    five = outing((8, 80.0, 6.0), (8, 80.0, 6.0))
    dose = by_estimate(case(five, target=replace(EIGHT_TO_TWELVE, low=3), e1rm=140.0))
    assert dose.load_kg == 87.5


def test_reps_of_unloaded_work_climb_by_one() -> None:
    push_up = lift("push_up")
    dose = progress(case(outing((9, None, 7.0), (9, None, 7.0)), exercise=push_up))
    assert (dose.reps, dose.load_kg) == (10, None)


def test_pain_above_five_shortens_unloaded_work() -> None:
    now = replace(GOOD_DAY, pain={BodySite.SHOULDER: 7})
    dose = progress(case(outing((12, None, 7.0)), exercise=lift("push_up"), now=now))
    assert dose.reps < 12


reps = st.integers(1, 20)
loads = st.integers(8, 80).map(lambda n: n * 2.5)
efforts = st.none() | st.floats(5, 10).map(lambda x: round(x * 2) / 2)
one_set = st.tuples(reps, loads, efforts)
some_outings = st.lists(
    st.tuples(st.lists(one_set, min_size=1, max_size=5), st.integers(1, 120), st.integers(0, 10)),
    min_size=1,
    max_size=4,
).map(
    lambda all_: tuple(
        outing(*sets, days_ago=days, pain=pain)
        for sets, days, pain in sorted(all_, key=lambda one: -one[1])
    )
)
situations = st.builds(
    lambda level, checked, pain, sore: replace(
        GOOD_DAY,
        level=level,
        checked_in=checked,
        pain={BodySite.SHOULDER: pain} if pain else {},
        soreness={BodySite.CHEST: sore} if sore else {},
    ),
    st.sampled_from(Level),
    st.booleans(),
    st.integers(0, 10),
    st.integers(0, 10),
)
weights = st.sampled_from(["barbell_bench_press", "dumbbell_bench_press", "machine_chest_press"])
estimates = st.none() | st.floats(10, 300)


@given(some_outings, situations, weights, estimates, st.booleans())
def test_every_dose_is_positive_on_the_grid_and_at_most_a_step_up(
    outings: tuple, now: object, name: str, e1rm: float | None, waves: bool
) -> None:
    exercise = lift(name)
    asked = case(*outings, now=now, exercise=exercise, e1rm=e1rm, waves=waves)  # type: ignore[arg-type]
    sure = replace(asked, strength=History({"x": outings}).strength("x", DAY))
    for dose in (progress(asked), by_estimate(asked), by_estimate(sure)):
        assert dose.reps >= 1
        assert dose.load_kg is not None
        assert dose.load_kg > 0
        assert dose.load_kg == pytest.approx(on_grid(dose.load_kg, exercise))
        heaviest = max(one.load_kg for one in outings)
        assert dose.load_kg <= max(heaviest * 1.1 + 1e-6, on_grid(heaviest, exercise))
        assert dose.reasons


@given(some_outings, st.integers(1, 10), estimates)
def test_pain_never_raises_the_load_on_its_site(
    outings: tuple, pain: int, e1rm: float | None
) -> None:
    now = replace(GOOD_DAY, pain={BodySite.SHOULDER: pain})
    asked = case(*outings, now=now, e1rm=e1rm)
    heaviest = max(asked.base.load_kg, asked.last.load_kg)
    allowed = on_grid(heaviest, asked.exercise)
    assert (progress(asked).load_kg or 0) <= on_grid(asked.last.load_kg, asked.exercise)
    assert (by_estimate(asked).load_kg or 0) <= allowed
    sure = replace(asked, strength=History({"x": outings}).strength("x", DAY))
    assert (by_estimate(sure).load_kg or 0) <= allowed


@given(some_outings, situations)
def test_the_same_case_gives_the_same_dose(outings: tuple, now: object) -> None:
    def dosed() -> Dose:
        sure = History({"x": outings}).strength("x", DAY)
        return by_estimate(case(*outings, now=now, strength=sure))  # type: ignore[arg-type]

    assert dosed() == dosed()


@given(loads, weights.map(lift))
def test_a_step_is_at_most_a_tenth(load: float, exercise: Exercise) -> None:
    step = next_step(load, exercise, 0.10)
    assert step is None or load < step <= load * 1.1 + 1e-6


def test_who_had_a_repetition_spare_moves_on_though_the_grid_would_round_down() -> None:
    triple = replace(EIGHT_TO_TWELVE, low=3, high=3, rpe=8.0)
    spare = outing((3, 40.0, 7.0), (3, 40.0, 7.0))
    dose = by_estimate(case(spare, target=triple, e1rm=48.0, waves=True))
    assert (dose.reps, dose.load_kg, code(dose.reasons)) == (3, 42.5, "load_up_spare")


def test_who_had_none_to_spare_stays() -> None:
    triple = replace(EIGHT_TO_TWELVE, low=3, high=3, rpe=8.0)
    dose = by_estimate(case(outing((3, 40.0, 8.0)), target=triple, e1rm=48.0, waves=True))
    assert dose.load_kg == 40.0


def test_one_lighter_day_does_not_lower_a_load_already_done_at_this_effort() -> None:
    triple = replace(EIGHT_TO_TWELVE, low=3, high=3, rpe=8.0)
    heavy, light = outing((3, 42.5, 8.0), days_ago=7), outing((7, 35.0, 7.0))
    dose = by_estimate(case(heavy, light, target=triple, e1rm=47.0, waves=True))
    assert (dose.load_kg, code(dose.reasons)) == (42.5, "load_proved")


SIDE_PAIN = replace(GOOD_DAY, pain={BodySite.SHOULDER: 5})


def test_an_outing_with_pain_counts_with_the_load_it_ended_on() -> None:
    hurt = outing((8, 42.5, 7.0), (8, 37.5, 7.0), (8, 27.5, 6.0), pain=4)
    assert hurt.load_kg == 27.5


@pytest.mark.parametrize("dose_of", [progress, by_estimate])
def test_after_pain_the_next_outing_starts_from_the_load_it_ended_on(dose_of: Dosing) -> None:
    before = outing((8, 42.5, 7.0), (8, 42.5, 7.0), days_ago=6)
    hurt = outing((8, 42.5, 7.0), (8, 37.5, 7.0), (8, 27.5, 6.0), pain=4)
    dose = dose_of(case(before, hurt, e1rm=60.0))
    assert (dose.load_kg, code(dose.reasons)) == (27.5, "hold_pain")


@pytest.mark.parametrize("dose_of", [progress, by_estimate])
def test_the_way_back_after_pain_goes_in_steps_of_at_most_ten_percent(dose_of: Dosing) -> None:
    before = outing((8, 42.5, 7.0), (8, 42.5, 7.0), days_ago=9)
    hurt = outing((8, 42.5, 7.0), (8, 27.5, 6.0), days_ago=6, pain=4)
    well = outing((8, 27.5, 6.0), (8, 27.5, 6.0))
    dose = dose_of(case(before, hurt, well, e1rm=60.0))
    assert (dose.load_kg, code(dose.reasons)) == (30.0, "back_after_pain")


def test_on_the_way_back_a_step_that_is_too_big_becomes_a_repetition() -> None:
    before = outing((8, 30.0, 7.0), days_ago=9)
    hurt = outing((8, 30.0, 7.0), (8, 20.0, 6.0), days_ago=6, pain=4)
    dose = progress(case(before, hurt, outing((8, 20.0, 6.0))))
    assert (dose.reps, dose.load_kg, code(dose.reasons)) == (9, 20.0, "back_pain_reps")


def test_while_it_hurts_neither_load_nor_reps_nor_effort_exceed_the_last_time() -> None:
    one = case(outing((8, 60.0, 6.5), days_ago=6), outing((5, 50.0, 6.0)), now=SIDE_PAIN)
    dose = spared(one, Dose(8, 60.0, ()))
    assert (dose.reps, dose.load_kg, dose.rpe_most) == (5, 50.0, 6.0)


def test_from_pain_of_three_effort_is_moderate_even_when_the_last_time_was_hard() -> None:
    dose = spared(case(outing((8, 60.0, 9.0)), now=SIDE_PAIN), Dose(8, 60.0, ()))
    assert dose.rpe_most == 7.0


def test_far_too_easy_takes_the_biggest_step_there_may_be_without_waiting_for_the_top() -> None:
    dose = progress(case(outing((8, 60.0, 3.0), (8, 60.0, 3.0))))
    assert (dose.reps, dose.load_kg, code(dose.reasons)) == (8, 65.0, "load_up_spare")


def test_far_too_easy_takes_the_biggest_step_when_an_old_estimate_would_not() -> None:
    dose = by_estimate(case(outing((8, 60.0, 3.0), (8, 60.0, 3.0)), e1rm=80.0))
    assert dose.load_kg == 65.0


def test_far_too_easy_gains_two_repetitions_where_the_step_is_too_big() -> None:
    dose = progress(case(outing((12, 20.0, 3.0), (12, 20.0, 3.0))))
    assert (dose.reps, dose.load_kg) == (14, 20.0)


def test_the_next_weight_is_taken_once_repetitions_carry_it_and_the_gate_agrees() -> None:
    goblet = lift("goblet_squat")
    state = observed(inputs())

    def after(reps: int, rpe: float) -> Dose:
        done_ = Done(days_ago=3, load_kg=8.0, capacity=reps + 10 - rpe, sets=3)
        known = replace(state, done={goblet.id: done_})
        return progress(
            case(
                outing((reps, 8.0, rpe), (reps, 8.0, rpe)),
                exercise=goblet,
                allowed=lambda low, at: stepped_load(
                    goblet, PlannedSet(rpe=at, rest_s=90, reps=low), known
                ),
            )
        )

    assert after(14, 7.0).load_kg == 8.0
    assert after(14, 7.0).reps == 15
    assert (after(19, 4.0).load_kg, after(19, 4.0).reps) == (10.0, 8)


def test_a_lighter_week_takes_no_repetitions_back() -> None:
    best, light = outing((20, 8.0, 5.0), days_ago=10), outing((12, 8.0, 5.0), days_ago=3)
    assert case(best, light).base == best
