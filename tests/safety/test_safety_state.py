"""From what is stored to what the rules read: nothing stale, nothing impossible, nothing later."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.people import SQUAT, TODAY, checkin, log, logged, profile
from safety.strategies import athletes
from spotter.athletes.profile import BodySite, Clearance, Limitation, Screening, Severity
from spotter.body.checkin import Checkin
from spotter.body.state import BodyState, Reading
from spotter.safety.known import SafetyState
from spotter.safety.questions import all_clear
from spotter.safety.state import observe
from spotter.training.exercise import Muscle
from spotter.training.session import SessionLog, SetKind

CLEAR = all_clear(TODAY)


def seen(
    *logs: SessionLog,
    checkins: tuple[Checkin, ...] = (checkin(),),
    screening: Screening | None = CLEAR,
    body: BodyState | None = None,
    **about: Any,
) -> SafetyState:
    return observe(TODAY, profile(**about), screening, checkins, logs, body)


def ago(days: int) -> Any:
    return TODAY - timedelta(days=days)


def told(**answers: Any) -> Screening:
    base = all_clear(TODAY)
    return Screening(base.answered_on, {**base.answers, **answers})


def reading(metric: str, value: float | None, **changes: Any) -> BodyState:
    base = {"mean_7": None, "sd_7": None, "n_7": 0, "mean_28": None, "sd_28": None, "n_28": 0}
    made = Reading(metric, value, z=None, **{**base, **changes})
    return BodyState(TODAY, {metric: made})


def test_without_a_screening_everything_about_health_is_unknown() -> None:
    state = seen(screening=None)
    assert state.needs_clearance is None
    assert state.pregnant is None
    assert state.symptoms is None


# Readings


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -3.0, 0.0, 900.0, True, "120"])
@pytest.mark.parametrize("name", ["systolic_mmhg", "glucose_mmol_l"])
def test_a_reading_that_cannot_be_is_dropped_and_named(name: str, value: Any) -> None:
    state = seen(checkins=(checkin(**{name: value}),))
    assert getattr(state, name) is None
    assert name in state.dropped


def test_an_impossible_resting_heart_rate_is_named() -> None:
    assert "resting_hr_bpm" in seen(body=reading("resting_hr_bpm", 29.0)).dropped
    assert "resting_hr_bpm" in seen(body=reading("resting_hr_bpm", 231.0)).dropped
    assert not seen(body=reading("resting_hr_bpm", 30.0)).dropped


def test_a_resting_heart_rate_of_another_day_is_not_looked_at() -> None:
    assert not seen(body=reading("resting_hr_bpm", 500.0, age_days=2)).dropped


def test_a_pressure_that_contradicts_itself_is_dropped() -> None:
    state = seen(checkins=(checkin(systolic_mmhg=80.0, diastolic_mmhg=120.0),))
    assert state.systolic_mmhg is None
    assert {"systolic_mmhg", "diastolic_mmhg"} <= state.dropped


def test_glucose_of_yesterday_is_not_glucose_of_today_but_a_low_is_remembered() -> None:
    state = seen(checkins=(checkin(ago(1), glucose_mmol_l=2.5), checkin()))
    assert state.glucose_mmol_l is None
    assert state.lowest_glucose_24h == 2.5


def test_a_low_two_days_ago_is_over() -> None:
    assert seen(checkins=(checkin(ago(2), glucose_mmol_l=2.5),)).lowest_glucose_24h is None


def test_a_hypertensive_persons_last_reading_counts_for_thirty_days() -> None:
    high = told(high_blood_pressure=True, blood_pressure_controlled=True)
    readings = {"systolic_mmhg": 150.0, "diastolic_mmhg": 85.0}
    for days, expected in ((30, 150.0), (31, None)):
        state = seen(checkins=(checkin(ago(days), **readings), checkin()), screening=high)
        assert state.systolic_mmhg == expected


def test_a_pressure_told_in_the_screening_counts_until_a_newer_one() -> None:
    high = told(high_blood_pressure=True, blood_pressure_controlled=True, systolic_mmhg=130.0,
                diastolic_mmhg=80.0)  # fmt: skip
    assert seen(screening=high).systolic_mmhg == 130.0
    newer = seen(screening=high, checkins=(checkin(systolic_mmhg=170.0, diastolic_mmhg=95.0),))
    assert newer.systolic_mmhg == 170.0


def test_body_mass_comes_from_the_scale_then_from_the_profile() -> None:
    assert seen(body=reading("mass_kg", 66.0)).mass_kg == 66.0
    assert seen(body=reading("mass_kg", 66.0, age_days=31)).mass_kg == 70.0
    assert seen().mass_kg == 70.0
    assert seen(mass_kg=None).bmi is None


def test_losing_more_than_one_percent_a_week_shows_in_the_means() -> None:
    losing = reading("mass_kg", 66.0, mean_7=68.0, n_7=5, mean_28=70.0, n_28=20)
    assert (seen(body=losing).mass_loss_per_week or 0) > 0.01
    few = reading("mass_kg", 66.0, mean_7=68.0, n_7=5, mean_28=70.0, n_28=5)
    assert seen(body=few).mass_loss_per_week is None


# Warning signs


def test_a_note_is_read_for_red_flags() -> None:
    state = seen(checkins=(checkin(note="Felt pressure on my chest at work"),))
    assert state.symptoms == frozenset({"chest_pain"})


def test_a_warning_sign_stays_until_a_clearance_of_a_later_day() -> None:
    reported = checkin(ago(40), symptoms=frozenset({"fainting"}))
    base = all_clear(TODAY)
    for on, active in ((None, True), (ago(40), True), (ago(39), False), (ago(0), False)):
        screening = Screening(
            base.answered_on, base.answers, None if on is None else Clearance(on, "any")
        )
        state = seen(checkins=(reported, checkin()), screening=screening)
        assert ("fainting" in (state.symptoms or ())) is active


def test_correcting_the_check_in_takes_the_warning_back() -> None:
    assert seen(checkins=(checkin(ago(1)), checkin())).symptoms == frozenset()


def test_a_warning_of_today_is_never_lifted() -> None:
    base = all_clear(TODAY)
    screening = Screening(base.answered_on, base.answers, Clearance(TODAY, "any"))
    state = seen(checkins=(checkin(symptoms=frozenset({"fainting"})),), screening=screening)
    assert state.symptoms == frozenset({"fainting"})


def test_a_warning_in_a_session_counts_like_one_in_a_check_in() -> None:
    felt = log(ago(3), logged(), symptoms=frozenset({"palpitations"}))
    assert "palpitations" in (seen(felt).symptoms or ())


def test_sharp_pain_passes_but_holds_what_was_done_until_a_session_without_it() -> None:
    felt = log(ago(5), logged(day=ago(5)), symptoms=frozenset({"sharp_pain"}))
    fine = log(ago(2), logged(day=ago(2)))
    assert seen(felt).symptoms == frozenset()
    assert seen(felt).held == frozenset({SQUAT})
    assert seen(felt, fine).held == frozenset()


@pytest.mark.parametrize(("days", "expected"), [(0, 0), (2, 2), (3, 3)])
def test_the_last_day_of_illness_is_remembered(days: int, expected: int) -> None:
    assert seen(checkins=(checkin(ago(days), ill=True),)).ill_days_ago == expected


def test_a_check_in_that_did_not_ask_leaves_the_day_unknown() -> None:
    state = seen(checkins=(Checkin(TODAY),))
    assert (state.symptoms_today, state.ill, state.soreness, state.pain) == (None,) * 4


# Pain


def test_pain_in_todays_session_counts_at_once() -> None:
    running = log(TODAY, logged(pain=7, pain_site=BodySite.KNEE), session_rpe=None)
    assert seen(running).pain == {BodySite.KNEE: 7}


def test_pain_that_is_still_there_the_next_day_is_lasting() -> None:
    before = log(ago(2), logged(day=ago(2)), pain={BodySite.KNEE: 4})
    today = checkin(pain={BodySite.KNEE: 3})
    assert seen(before, checkins=(today,)).lasting_pain == frozenset({BodySite.KNEE})
    better = checkin(pain={BodySite.KNEE: 2})
    assert seen(before, checkins=(better,)).lasting_pain == frozenset()


def test_an_impossible_pain_counts_as_the_worst() -> None:
    assert seen(checkins=(checkin(pain={BodySite.KNEE: 99}),)).pain == {BodySite.KNEE: 10}


def test_a_recent_injury_counts_in_weeks_unless_it_is_mild() -> None:
    def hurt(severity: Severity) -> SafetyState:
        return seen(limitations=(Limitation(BodySite.KNEE, severity, ago(14)),))

    assert hurt(Severity.MODERATE).injury_weeks == 2.0
    assert hurt(Severity.MILD).injury_weeks is None


# Training


def test_the_last_good_load_is_the_heaviest_without_pain() -> None:
    day = ago(4)
    done = seen(
        log(
            day,
            logged(day=day, load_kg=60.0, pain=4),
            logged(day=day, load_kg=50.0, reps=6, rpe=8.0),
            logged(day=day, load_kg=70.0, kind=SetKind.WARM_UP),
        )
    ).done[SQUAT]
    assert (done.load_kg, done.capacity, done.pain) == (50.0, 8.0, 4)


def test_where_every_load_hurt_the_lightest_is_the_most_and_nothing_is_earned() -> None:
    day = ago(4)
    sets = [logged(day=day, load_kg=load, pain=5) for load in (30.0, 20.0)]
    found = seen(log(day, *sets)).done[SQUAT]
    assert (found.load_kg, found.capacity) == (20.0, None)


def test_a_load_carried_for_time_is_remembered() -> None:
    carry = logged("dumbbell_farmer_carry", ago(4), reps=None, duration_s=40, load_kg=24.0)
    found = seen(log(ago(4), carry)).done["dumbbell_farmer_carry"]
    assert (found.load_kg, found.capacity) == (24.0, 0.0)


def test_an_unrated_set_shows_no_reserve() -> None:
    assert seen(log(ago(4), logged(day=ago(4), reps=8, rpe=None))).done[SQUAT].capacity == 8.0


def test_within_a_session_only_the_first_set_counts_so_steps_do_not_add_up() -> None:
    running = log(TODAY, logged(load_kg=20.0), logged(load_kg=22.0), session_rpe=None)
    assert seen(running).done[SQUAT].load_kg == 20.0
    before = log(ago(4), logged(day=ago(4), load_kg=30.0))
    assert seen(before, running).done[SQUAT].load_kg == 30.0


def test_todays_sets_count_for_the_week_and_for_the_session() -> None:
    running = log(TODAY, logged(), logged(), session_rpe=None)
    state = seen(running)
    assert state.muscle_today[Muscle.QUADRICEPS] == 2.0
    assert state.muscle_week[Muscle.QUADRICEPS] == 2.0
    assert state.hard_days_ago == {}
    assert state.sessions_of_last_7 == 0


def test_the_usual_week_is_the_fuller_of_the_two_before_this_one() -> None:
    logs = [log(ago(days), *(logged(day=ago(days)),) * sets) for days, sets in ((8, 2), (16, 4))]
    assert seen(*logs).muscle_usual[Muscle.QUADRICEPS] == 4.0


def test_seven_training_weeks_in_a_row_are_counted_and_a_light_one_ends_it() -> None:
    def weeks(*sets: int) -> int | None:
        logs = [
            log(ago(7 * week + 3), *(logged(day=ago(7 * week + 3)),) * count)
            for week, count in enumerate(sets)
            if count
        ]
        return seen(*logs).weeks_without_deload

    assert weeks(*[4] * 8) == 7
    # One session a week: the easy seven days ended the day after the session ten days ago.
    assert weeks(4, 4, 2, 4, 4, 4, 4) == 1
    assert weeks(4, 4, 0, 4, 4) == 1
    assert weeks() == 0


@pytest.mark.parametrize("weekday", range(7))
def test_an_easy_week_is_found_whatever_its_weekday(weekday: int) -> None:
    logs = [
        log(ago(days), *(logged(day=ago(days)),) * (2 if days // 7 == 1 else 4))
        for days in range(1, 60, 2)
        if (days + weekday) % 7 < 6
    ]
    assert (seen(*logs).weeks_without_deload or 0) <= 1


def test_two_lifts_that_fell_twice_are_seen() -> None:
    def falling(exercise: str) -> list[SessionLog]:
        return [
            log(ago(days), logged(exercise, ago(days), load_kg=load), id=f"{exercise}-{days}")
            for days, load in ((12, 60.0), (8, 55.0), (4, 50.0))
        ]

    assert seen(*falling(SQUAT), *falling("leg_press")).lifts_down == 2
    assert seen(*falling(SQUAT)).lifts_down == 1


@pytest.mark.parametrize(
    ("sets", "why"),
    [
        (((12, 50.0, 8.0), (9, 52.5, 8.0), (6, 55.0, 8.0)), "steps up in load"),
        (((8, 60.0, 8.0), (8, 57.5, 7.0), (8, 55.0, 6.0)), "lighter days, as planned"),
        (((8, 60.0, 8.0), (8, 60.0, 8.0), (8, 60.0, 8.0)), "the planned effort confirmed"),
        (((8, 60.0, 8.0), (8, 55.0, 8.0), (8, 55.0, 8.0)), "one fall only"),
    ],
)
def test_what_was_planned_is_no_fall(sets: tuple[tuple[int, float, float], ...], why: str) -> None:
    logs = [
        log(
            ago(days),
            replace(logged(SQUAT, ago(days), load_kg=load), reps=reps, rpe=rpe),
            id=f"{days}",
        )
        for days, (reps, load, rpe) in zip((12, 8, 4), sets, strict=True)
    ]
    assert seen(*logs).lifts_down == 0, why


def test_fewer_repetitions_of_the_same_load_twice_are_a_fall() -> None:
    logs = [
        log(ago(days), replace(logged(SQUAT, ago(days), load_kg=60.0), reps=reps), id=f"{days}")
        for days, reps in ((12, 9), (8, 7), (4, 5))
    ]
    assert seen(*logs).lifts_down == 1


def test_nothing_of_a_later_day_is_known() -> None:
    later = TODAY + timedelta(days=1)
    state = seen(
        log(later, logged(day=later)),
        checkins=(checkin(), checkin(later, symptoms=frozenset({"fainting"}), ill=True)),
    )
    assert state == seen()


def test_an_exercise_that_the_catalogue_lost_is_no_error() -> None:
    state = seen(log(ago(2), logged("an_old_name", ago(2))))
    assert state.done["an_old_name"].load_kg == 40.0
    assert state.muscle_week == {}


@given(athletes())
def test_any_athlete_can_be_observed_the_same_way_twice(athlete: Any) -> None:
    given = (athlete.profile, athlete.screening, athlete.checkins, athlete.logs, None)
    state = observe(athlete.day, *given)
    assert state == observe(athlete.day, *given)
    assert {one.name for one in fields(state)} == set(SafetyState.__dataclass_fields__)


@given(st.permutations(range(6)))
def test_the_order_of_the_logs_does_not_matter(order: list[int]) -> None:
    logs = [log(ago(days), logged(day=ago(days), load_kg=20.0 + days)) for days in range(1, 7)]
    assert seen(*(logs[index] for index in order)) == seen(*logs)
