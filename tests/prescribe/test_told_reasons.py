"""What a day's reasons may and may not claim."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from prescribe.people import DAY, athlete, checkin, done, inputs, log, ready
from spotter.athletes.profile import AthleteKind, Experience, Goal, Profile
from spotter.body.state import Day, Evidence, Readiness
from spotter.prescribe.candidate import Kind
from spotter.prescribe.cardio import sport_of, usual
from spotter.prescribe.decide import decide
from spotter.prescribe.decision import Decision
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.minutes import Item
from spotter.prescribe.render import document
from spotter.prescribe.weekly import Room, within_week
from spotter.safety.approved import ApprovedSession
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Pattern
from spotter.training.session import Block, Focus, Part, PlannedSet, Session


def told(decision: Decision) -> dict[str, str]:
    return {reason.code: reason.text for reason in decision.reasons}


def test_a_refusal_leads_and_nothing_says_go_as_planned() -> None:
    reasons = decide(inputs(screening=None, readiness=ready(85.0))).reasons
    assert reasons[0].code == "refused"
    assert not any("as planned" in one.text for one in reasons)
    assert "readiness_stated" in {one.code for one in reasons}


def test_feeling_poor_makes_the_day_easier_and_names_what_was_said() -> None:
    poor = checkin(mood=1, energy=1, sleep_quality=1, stress=5)
    decision = decide(inputs(checkins=[poor], readiness=ready(65.0)))
    assert decision.kind is not Kind.PLANNED
    text = told(decision)["felt_poor"]
    assert all(one in text for one in ("sleep 1", "mood 1", "energy 1", "stress 5"))
    assert "readiness_good" not in told(decision)


@pytest.mark.parametrize("answers", [{"mood": 2}, {"stress": 5}])
def test_one_poor_answer_alone_changes_nothing(answers: dict[str, int]) -> None:
    decision = decide(inputs(checkins=[checkin(**answers)], readiness=ready(65.0)))
    assert decision.kind is Kind.PLANNED


def test_two_poor_answers_are_enough() -> None:
    decision = decide(inputs(checkins=[checkin(energy=2, stress=4)], readiness=ready(90.0)))
    assert "felt_poor" in told(decision)
    assert decision.kind is not Kind.PLANNED


def test_below_good_the_evidence_that_pulls_down_is_cited() -> None:
    evidence = (
        Evidence("hrv", "HRV", "HRV was fine.", 90.0, 0.5),
        Evidence("sleep", "Sleep", "Sleep was short.", 20.0, 0.5),
    )
    decision = decide(inputs(readiness=Readiness(55.0, 1.0, evidence, ())))
    assert "Sleep was short." in told(decision)["readiness_fair"]


_KINDS = {
    AthleteKind.ENTHUSIAST: {},
    AthleteKind.BEGINNER: {"experience": Experience.BEGINNER},
    AthleteKind.COMPETITOR: {"competes": True, "experience": Experience.ADVANCED},
    AthleteKind.BUSY: {"minutes_per_session": 30},
    AthleteKind.SENIOR: {"age_years": 71},
}


@pytest.mark.parametrize("kind", AthleteKind)
@pytest.mark.parametrize("goal", Goal)
def test_every_block_of_every_session_says_why(goal: Goal, kind: AthleteKind) -> None:
    profile = athlete(goal=goal, **_KINDS[kind])
    assert profile.kind_on(DAY) is kind
    known = inputs(profile)
    for session in _sessions(known):
        for block in session.blocks:
            assert block.reasons, f"{session.title}: {block.exercise}"


def _sessions(known: Inputs) -> list[Session]:
    decision = decide(known)
    approved = [one.approved.session for one in decision.alternatives]
    assert isinstance(decision.outcome, ApprovedSession)
    return [decision.outcome.session, *approved]


def _first_session_reasons() -> list[str]:
    sessions = [
        document(decide(inputs(athlete(goal=goal, minutes_per_session=minutes))))
        for goal in Goal
        for minutes in (30, 60)
    ]
    return re.findall(r"'text': ['\"](.*?)['\"]}", str(sessions))


def test_nothing_is_used_up_or_recovers_before_anything_was_done() -> None:
    reasons = " ".join(_first_session_reasons())
    assert "share" in reasons
    for claim in ("used up", "last session", "Since your last", "are done"):
        assert claim not in reasons


def test_short_intervals_are_told_in_seconds() -> None:
    reasons = " ".join(_first_session_reasons())
    assert "40 seconds at a time" in reasons
    assert "0.7 minutes" not in reasons


def test_each_end_of_a_session_says_what_it_does() -> None:
    session = _sessions(inputs())[0]
    ends = {block.exercise: block.reasons for block in session.blocks}
    assert ends["bike_easy"] == ("warm_up",)
    assert ends["arm_circle"] == ("warm_up_range",)
    assert ends["hamstring_stretch_supine"] == ("cool_down_stretch",)
    assert ends["calm_breathing"] == ("cool_down_breathing",)


def test_a_fall_is_spoken_of_only_to_seniors() -> None:
    for age, code in ((30, "balance_control"), (71, "balance")):
        profile = athlete(age_years=age, goal=Goal.MOBILITY)
        told_blocks = {
            reason
            for session in _sessions(inputs(profile))
            for block in session.blocks
            for reason in block.reasons
        }
        assert {"balance", "balance_control"} & told_blocks <= {code}


def test_core_work_is_not_left_out_for_what_it_only_helps_along() -> None:
    known = catalogue()
    plank = next(one for one in known if one.pattern is Pattern.CORE and one.secondary)
    helped = min(plank.secondary)
    sets = (PlannedSet(rpe=6.0, rest_s=60, duration_s=30),) * 2
    item = Item(Block(Part.ACCESSORY, plank.id, sets), 3)
    kept, omitted = within_week([item], Room(left={helped: 0.0}, firm={helped: 5.0}), known)
    assert (len(kept), omitted) == (1, ())


def test_a_short_session_says_how_much_of_the_time_it_takes_and_why() -> None:
    profile = athlete(goal=Goal.MOBILITY, minutes_per_session=120)
    decision = decide(inputs(profile))
    minutes = _sessions(inputs(profile))[0].duration_min
    text = told(decision)["fits_minutes"]
    assert text.startswith(f"About {minutes} of your 120 minutes: ")
    assert "start small" in text


def test_after_a_finished_session_only_what_is_restful_is_offered() -> None:
    finished = log(DAY, done("machine_row", (8, 30.0, 7.0)))
    decision = decide(inputs(logs=[finished]))
    assert decision.alternatives
    assert {one.kind for one in decision.alternatives} <= {
        Kind.REST,
        Kind.RECOVERY,
        Kind.MOBILITY,
    }
    assert "1 set," in told(decision)["done_today"]
    assert "readiness_good" not in told(decision)


def test_alternatives_have_labels_of_their_own() -> None:
    for logs in ([], [log(DAY, done("machine_row", (8, 30.0, 7.0)))]):
        labels = [one.label for one in decide(inputs(logs=logs)).alternatives]
        assert len(set(labels)) == len(labels)


def _runs(minutes: int, *, every: int = 2, sport: str = "running") -> dict[date, Day]:
    days = [DAY - timedelta(days=n) for n in range(1, 29, every)]
    done = {"workout_s": minutes * 60.0, f"workout_{sport}_s": minutes * 60.0, "load_au": 120.0}
    return {day: Day(day, done, {}) for day in days}


def _longest_run(known: Inputs) -> Block | None:
    steady = [
        block
        for session in _sessions(known)
        for block in session.blocks
        if session.focus is Focus.ENDURANCE
        and catalogue().get(block.exercise).pattern is Pattern.LOCOMOTION
        and block.part not in (Part.WARM_UP, Part.COOL_DOWN)
        and len(block.sets) == 1
    ]
    return max(steady, key=lambda one: one.sets[0].duration_s or 0, default=None)


def _runner(**more: object) -> Profile:
    who: dict[str, object] = {"goal": Goal.ENDURANCE, "minutes_per_session": 60, "days_per_week": 4}
    return athlete(**(who | more))


def test_what_the_watch_recorded_sets_the_first_run_and_is_cited() -> None:
    block = _longest_run(inputs(_runner(), days=_runs(40)))
    assert block is not None
    assert (block.sets[0].duration_s or 0) >= 20 * 60
    assert any("about 40 minutes a day" in one for one in block.reasons)


def test_what_the_watch_recorded_of_another_sport_says_nothing_about_running() -> None:
    rode = _longest_run(inputs(_runner(), days=_runs(90, sport="cycling")))
    known = _longest_run(inputs(_runner(), days=_runs(90)))
    assert rode is not None
    assert known is not None
    assert (known.sets[0].duration_s or 0) > (rode.sets[0].duration_s or 0)
    assert not any("your watch" in one for one in rode.reasons)


def test_every_endurance_exercise_that_devices_know_has_its_sport() -> None:
    named = {one.id: sport_of(one) for one in catalogue() if one.pattern is Pattern.LOCOMOTION}
    assert named["easy_run"] == named["treadmill_run"] == "running"
    assert named["bike_steady"] == named["outdoor_ride"] == "cycling"
    assert named["brisk_walk"] == named["treadmill_walk"] == "walking"
    assert named["row_steady"] == "rowing"
    assert named["elliptical_easy"] == "elliptical"
    assert named["run_walk_intervals"] is None
    assert named["seated_march"] is None


def test_without_records_a_beginners_first_run_is_the_programmes_least() -> None:
    block = _longest_run(inputs(_runner(experience=Experience.BEGINNER, days_per_week=5)))
    assert block is not None
    assert (block.sets[0].duration_s or 0) < 20 * 60
    assert not any(one.startswith("minutes_usual") for one in block.reasons)


def test_records_never_ask_for_more_than_the_minutes_there_are() -> None:
    for session in _sessions(inputs(_runner(), days=_runs(180))):
        assert session.duration_min <= 60


def test_a_few_recorded_workouts_say_nothing() -> None:
    known = inputs(_runner(), days=_runs(40, every=14))
    assert usual(known.body, 60) == {}
    assert set(usual(inputs(_runner(), days=_runs(40)).body, 60)) == {"running"}
