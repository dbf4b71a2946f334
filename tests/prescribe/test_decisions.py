"""Today's decision: which session, why, and what else there is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from prescribe.people import DAY, EVERYTHING, athlete, checkin, done, inputs, log, ready
from spotter.athletes.profile import (
    BodySite,
    Equipment,
    Experience,
    Goal,
    Limitation,
    Profile,
    Severity,
)
from spotter.prescribe.candidate import Kind
from spotter.prescribe.decide import decide
from spotter.prescribe.decision import Decision
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.programme import todays
from spotter.prescribe.render import approved_in, document
from spotter.prescribe.restore import session_from
from spotter.safety.approved import ApprovedSession, to_document
from spotter.safety.seal import seal
from spotter.safety.verdict import Refusal
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Pattern
from spotter.training.session import Part, Session, SetKind

WORK = {Part.MAIN, Part.ACCESSORY, Part.CONDITIONING}


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def session_of(decision: Decision) -> Session:
    assert isinstance(decision.outcome, ApprovedSession)
    return decision.outcome.session


def hardest(session: Session) -> float:
    return max(
        (one.rpe for block in session.blocks if block.part in WORK for one in block.sets),
        default=0.0,
    )


def work_sets(session: Session) -> int:
    return sum(
        one.kind is SetKind.WORK
        for block in session.blocks
        if block.part in WORK
        for one in block.sets
    )


def three_weeks(profile: Profile | None = None) -> list:  # type: ignore[type-arg]
    """Return a fortnight and more of sessions, the last three days ago."""
    bench = done("barbell_bench_press", (8, 40.0, 7.0), (8, 40.0, 7.0), (8, 40.0, 7.0))
    last = todays(inputs(profile)).programme.days[-1].id
    return [
        log(DAY - timedelta(days=n), bench, profile=profile, programme_day=last)
        for n in (20, 17, 13, 10, 6, 3)
    ]


def test_the_same_inputs_give_the_same_document() -> None:
    known = inputs(logs=three_weeks())
    assert document(decide(known)) == document(decide(known))


def test_a_good_day_gives_the_planned_session() -> None:
    decision = decide(inputs())
    assert (decision.kind, decision.status) == (Kind.PLANNED, "planned")


def test_low_readiness_gives_an_easier_session_and_says_so() -> None:
    good = decide(inputs(logs=three_weeks()))
    low = decide(inputs(logs=three_weeks(), readiness=ready(38.0)))
    assert "readiness_low" in codes(low)
    assert hardest(session_of(low)) < hardest(session_of(good))
    assert work_sets(session_of(low)) < work_sets(session_of(good))


@pytest.mark.parametrize("score", [5.0, 29.0])
def test_very_low_readiness_gives_recovery_or_rest(score: float) -> None:
    decision = decide(inputs(readiness=ready(score)))
    assert decision.kind in {Kind.RECOVERY, Kind.REST, Kind.MOBILITY}
    assert decision.reasons[0].code == "readiness_very_low"


def test_readiness_is_never_rewarded_for_being_lower() -> None:
    demands = [
        work_sets(session_of(decide(inputs(readiness=ready(float(score))))))
        for score in (10, 35, 50, 80)
    ]
    assert demands == sorted(demands)


def test_the_day_after_a_session_is_for_recovery_and_says_why() -> None:
    yesterday = log(DAY - timedelta(days=1), done("barbell_back_squat", (5, 60.0, 8.0)))
    decision = decide(inputs(logs=[yesterday]))
    assert decision.kind in {Kind.RECOVERY, Kind.REST, Kind.MOBILITY}
    assert "recover_after" in codes(decision)


def test_two_days_later_it_is_the_next_session_of_the_sequence() -> None:
    before = log(DAY - timedelta(days=2), done("barbell_back_squat", (5, 60.0, 8.0)))
    decision = decide(inputs(logs=[before]))
    assert session_of(decision).programme_day != before.programme_day
    assert "next_in_sequence" in codes(decision)


def test_a_missed_week_shifts_the_sequence_and_loses_nothing() -> None:
    before = log(DAY - timedelta(days=9), done("barbell_back_squat", (5, 60.0, 8.0)))
    soon = decide(inputs(logs=[log(DAY - timedelta(days=2), before.sets)]))
    late = decide(inputs(logs=[before]))
    assert session_of(late).programme_day == session_of(soon).programme_day


def test_a_day_that_is_no_training_day_is_for_recovery() -> None:
    decision = decide(inputs(athlete(weekdays=(2, 4, 6))))
    assert "rest_weekday" in codes(decision)
    assert decision.kind in {Kind.RECOVERY, Kind.REST, Kind.MOBILITY}


def test_a_full_week_is_not_overfilled() -> None:
    logs = [log(DAY - timedelta(days=n), done("machine_row", (8, 30.0, 7.0))) for n in (6, 4, 2)]
    assert "rest_week_full" in codes(decide(inputs(logs=logs)))


def test_a_finished_session_makes_the_rest_of_the_day_rest() -> None:
    decision = decide(inputs(logs=[log(DAY, done("machine_row", (8, 30.0, 7.0)))]))
    assert (decision.status, decision.kind) == ("done", Kind.REST)
    assert "done_today" in codes(decision)


def test_lighter_sets_before_the_work_are_not_counted_as_done() -> None:
    work = done("barbell_back_squat", (5, 60.0, 8.0), (5, 60.0, 8.0))
    lighter = replace(work[0], load_kg=30.0, kind=SetKind.WARM_UP)
    before = log(DAY - timedelta(days=2), [lighter, *work])
    told = {reason.code: reason.text for reason in decide(inputs(logs=[before])).reasons}
    assert "2 sets" in told["after_session"]


def test_yesterday_is_named_in_the_reasons() -> None:
    before = log(DAY - timedelta(days=2), done("barbell_back_squat", (5, 60.0, 8.0)))
    told = {reason.code: reason.text for reason in decide(inputs(logs=[before])).reasons}
    assert before.title in told["after_session"]


def test_what_changed_since_the_same_day_is_said_with_numbers() -> None:
    profile = athlete()
    squat = "barbell_back_squat"
    sets = done(squat, (5, 60.0, 7.0), (5, 60.0, 7.0), (5, 60.0, 7.0))
    first = decide(inputs(profile))
    day = session_of(first).programme_day
    programme = [log(DAY - timedelta(days=n), sets, programme_day=day) for n in (21, 14, 7)]
    others = [
        log(
            DAY - timedelta(days=7 * week + n),
            done("machine_row", (8, 30.0, 7.0)),
            programme_day=of,
        )
        for week in range(4)
        for n, of in ((5, "b"), (3, "zzz"))
    ]
    decision = decide(inputs(profile, logs=sorted([*programme, *others], key=lambda x: x.day)))
    assert session_of(decision).programme_day == day
    told = {reason.code: reason.text for reason in decision.reasons}
    assert "60 kg →" in told["changed_since"]


def test_pain_after_the_last_session_is_named_and_nothing_on_its_site_goes_up() -> None:
    hurt = three_weeks()
    hurt[-1] = log(DAY - timedelta(days=3), hurt[-1].sets, pain={BodySite.SHOULDER: 3})
    decision = decide(inputs(logs=hurt))
    assert decision.reasons[0].code == "pain_last"
    for block in session_of(decision).blocks:
        if block.exercise == "barbell_bench_press":
            assert all((one.load_kg or 0) <= 40.0 for one in block.sets)


def test_no_check_in_caps_the_effort_and_says_so() -> None:
    decision = decide(inputs(logs=three_weeks(), checkins=[]))
    assert "missing_checkin" in codes(decision)
    assert hardest(session_of(decision)) <= 7.0


def test_an_unanswered_screening_refuses_with_a_next_step() -> None:
    decision = decide(inputs(screening=None))
    told = document(decision)
    assert isinstance(decision.outcome, Refusal)
    assert (told["verdict"], told["session"], told["alternatives"]) == ("refused", None, [])
    assert told["next_step"]
    assert told["rules"]
    assert told["readiness"]


def test_an_injury_swaps_what_loads_it_and_says_so() -> None:
    knee = Limitation(BodySite.KNEE, Severity.SEVERE)
    decision = decide(inputs(athlete(limitations=(knee,))))
    session = session_of(decision)
    for block in session.blocks:
        if block.part in WORK:
            assert BodySite.KNEE not in catalogue().get(block.exercise).stresses
    told = [*codes(decision), *(code.split("|")[0] for b in session.blocks for code in b.reasons)]
    assert {"omitted_limitation", "swapped_limitation"} & set(told)


def test_a_disliked_exercise_is_replaced_and_says_so() -> None:
    squat = "barbell_back_squat"
    decision = decide(inputs(athlete(dislikes=frozenset({squat}))))
    session = session_of(decision)
    assert squat not in {block.exercise for block in session.blocks}
    told = [code.split("|")[0] for block in session.blocks for code in block.reasons]
    assert "swapped_dislike" in told


def test_an_imperial_athlete_reads_pounds() -> None:
    decision = decide(inputs(athlete(imperial=True), logs=three_weeks()))
    texts = [code for block in session_of(decision).blocks for code in block.reasons]
    assert any(" lb" in text for text in texts)
    assert not any(" kg" in text for text in texts)


def test_alternatives_are_shorter_easier_and_restful_and_all_approved() -> None:
    decision = decide(inputs())
    kinds = {one.kind for one in decision.alternatives}
    assert {Kind.SHORTER, Kind.SHORTEST, Kind.EASIER, Kind.OTHER_EQUIPMENT, Kind.REST} <= kinds
    by_kind = {one.kind: one.approved.session for one in decision.alternatives}
    assert by_kind[Kind.SHORTER].duration_min <= 20
    assert by_kind[Kind.SHORTEST].duration_min <= 15
    assert len(kinds) == len(decision.alternatives)


def test_the_harder_form_is_offered_but_never_chosen() -> None:
    decision = decide(inputs(logs=three_weeks()))
    assert Kind.HARDER not in {one.kind for one in decision.considered}
    assert decision.kind is not Kind.HARDER


def test_tired_people_are_not_offered_the_harder_form() -> None:
    decision = decide(inputs(logs=three_weeks(), readiness=ready(50.0)))
    assert Kind.HARDER not in {one.kind for one in decision.alternatives}


def test_between_eight_and_thirty_candidates_are_weighed() -> None:
    assert 8 <= len(decide(inputs()).considered) <= 30


def test_everything_in_the_document_can_be_sealed() -> None:
    decision = decide(inputs(logs=three_weeks()))
    sealed = seal(document(decision), approved_in(decision), b"key")
    assert json.loads(sealed.body)["date"] == DAY.isoformat()


def test_a_rendered_session_can_be_restored() -> None:
    decision = decide(inputs(logs=three_weeks()))
    assert isinstance(decision.outcome, ApprovedSession)
    restored = session_from(to_document(decision.outcome))
    assert restored.blocks == session_of(decision).blocks


KNEE = (Limitation(BodySite.KNEE, Severity.MODERATE),)
BACK = (Limitation(BodySite.LOWER_BACK, Severity.MODERATE),)
PEOPLE = {
    "enthusiast": {"experience": Experience.INTERMEDIATE},
    "beginner": {"experience": Experience.BEGINNER},
    "competitor": {"experience": Experience.ADVANCED, "competes": True, "days_per_week": 4},
    "busy": {"minutes_per_session": 25},
    "senior": {"age_years": 70, "experience": Experience.BEGINNER},
    "bad knee": {"limitations": KNEE},
    "bad back": {"limitations": BACK},
}
GYMS = {
    "full gym": EVERYTHING,
    "dumbbells": frozenset({Equipment.DUMBBELL, Equipment.BENCH, Equipment.MAT}),
    "nothing": frozenset[Equipment](),
}


def _inputs(goal: Goal, person: str, gym: str) -> Inputs:
    return inputs(athlete(goal=goal, equipment=GYMS[gym], **PEOPLE[person]))


@pytest.mark.parametrize("gym", GYMS)
@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("goal", Goal)
def test_everybody_gets_a_sensible_first_session(goal: Goal, person: str, gym: str) -> None:
    known = _inputs(goal, person, gym)
    decision = decide(known)
    session = session_of(decision)
    parts = [block.part for block in session.blocks]
    assert parts[0] is Part.WARM_UP
    assert parts[-1] is Part.COOL_DOWN
    assert WORK & set(parts)
    assert session.duration_min <= known.profile.minutes_per_session
    for block in session.blocks:
        exercise = catalogue().get(block.exercise)
        assert exercise.equipment <= known.profile.equipment | {Equipment.OUTDOORS}
        assert block.sets
        for one in block.sets:
            assert (one.reps is None) != (one.duration_s is None)
            assert 1 <= one.rpe <= 8
            assert one.rest_s >= 0
            assert one.load_kg is None or one.load_kg > 0


BALANCED = (
    {Pattern.SQUAT, Pattern.LUNGE, Pattern.HINGE},
    {Pattern.HORIZONTAL_PUSH, Pattern.VERTICAL_PUSH},
    {Pattern.HORIZONTAL_PULL, Pattern.VERTICAL_PULL},
)


@pytest.mark.parametrize("gym", GYMS)
@pytest.mark.parametrize("goal", [Goal.STRENGTH, Goal.MUSCLE, Goal.HEALTH, Goal.WEIGHT])
def test_a_week_has_legs_push_and_pull(goal: Goal, gym: str) -> None:
    profile = athlete(goal=goal, equipment=GYMS[gym])
    patterns: set[Pattern] = set()
    logs: list = []  # type: ignore[type-arg]
    for n in (0, 2, 4):
        day = DAY + timedelta(days=n)
        session = session_of(decide(inputs(profile, day=day, logs=logs)))
        patterns |= {catalogue().get(block.exercise).pattern for block in session.blocks}
        sets = [
            one
            for block in session.blocks
            if block.part in WORK
            for one in done(block.exercise, *[(8, block.sets[-1].load_kg, 6.0)] * 2)
        ]
        logs.append(log(day, sets, profile=profile, programme_day=session.programme_day))
    assert all(group & patterns for group in BALANCED)


def test_a_check_in_with_bad_pain_leaves_the_site_alone() -> None:
    hurt = checkin(pain={BodySite.SHOULDER: 7})
    decision = decide(inputs(logs=three_weeks(), checkins=[hurt]))
    if isinstance(decision.outcome, ApprovedSession):
        for block in decision.outcome.session.blocks:
            if block.part in WORK:
                assert BodySite.SHOULDER not in catalogue().get(block.exercise).stresses
    else:
        assert decision.outcome.voices
