"""What the gate must hold for every athlete, every day and every proposal."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from safety.independent_checker import Athlete, complaints
from safety.people import block, clear, session
from safety.strategies import athletes, sessions
from spotter.athletes.profile import BodySite, Limitation, Severity
from spotter.safety.approved import ApprovedSession, require_genuine
from spotter.safety.gate import review
from spotter.safety.known import SafetyState
from spotter.safety.state import observe
from spotter.safety.verdict import Action, Refusal, Verdict
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Muscle
from spotter.training.session import Session

SLOW_DRAWS = [HealthCheck.too_slow, HealthCheck.data_too_large]
MANY = settings(max_examples=150, deadline=None, suppress_health_check=SLOW_DRAWS)
MOST = settings(MANY, max_examples=500)


def _state(athlete: Athlete) -> SafetyState:
    return observe(
        athlete.day, athlete.profile, athlete.screening, athlete.checkins, athlete.logs, None
    )


@MOST
@given(athletes(), sessions)
def test_no_approved_session_is_refused_by_the_second_checker(
    athlete: Athlete, proposal: Session
) -> None:
    answer = review(proposal, _state(athlete))
    event(answer.verdict)
    if isinstance(answer, ApprovedSession):
        require_genuine(answer)
        assert complaints(athlete, answer.session) == []


@MANY
@given(athletes(), sessions)
def test_an_approved_session_is_approved_again_unchanged(
    athlete: Athlete, proposal: Session
) -> None:
    state = _state(athlete)
    answer = review(proposal, state)
    if isinstance(answer, ApprovedSession):
        again = review(answer.session, state)
        assert isinstance(again, ApprovedSession)
        assert again.session == answer.session
        assert again.verdict is Verdict.APPROVED


@MANY
@given(athletes(), sessions)
def test_a_refusal_says_why_and_an_approval_hears_no_rule_that_refuses(
    athlete: Athlete, proposal: Session
) -> None:
    answer = review(proposal, _state(athlete))
    assert all(voice.text and voice.source for voice in answer.voices)
    worst = max((voice.action for voice in answer.voices), default=Action.WARN)
    assert (worst >= Action.BLOCK) == isinstance(answer, Refusal)


@MANY
@given(athletes(), sessions)
def test_what_was_not_changed_is_what_was_proposed(athlete: Athlete, proposal: Session) -> None:
    answer = review(proposal, _state(athlete))
    if isinstance(answer, ApprovedSession):
        assert (answer.verdict is Verdict.APPROVED) == (answer.session == proposal)
        asked = Counter(len(part.sets) for part in proposal.blocks)
        kept = Counter(len(part.sets) for part in answer.session.blocks)
        assert sum(kept.elements()) <= sum(asked.elements())


# Each makes the athlete worse off, whatever the state was.
WORSE: list[dict[str, Any]] = [
    {"age_years": None},
    {"needs_clearance": True},
    {"screening_complete": None},
    {"symptoms": frozenset({"chest_pain"})},
    {"symptoms": None},
    {"symptoms_today": None},
    {"ill": True},
    {"pain": None},
    {"soreness": None},
    {"hypertension": True},
    {"hypertension": None, "systolic_mmhg": 120.0, "diastolic_mmhg": 70.0},
    {"hypertension": True, "systolic_mmhg": 120.0, "diastolic_mmhg": 70.0},
    {"systolic_mmhg": 185.0, "diastolic_mmhg": 70.0},
    {"beta_blocker": True},
    {"anticoagulant": True},
    {"tendon_medicine": None},
    {"glucose_lowering": True, "glucose_mmol_l": None},
    {"glucose_lowering": True, "glucose_mmol_l": 15.0, "ketones": "none"},
    {"pregnant": True, "pregnancy_weeks": 25.0, "pregnancy_provider_ok": True},
    {"eating_disorder": True, "clearance": "any"},
    {"missed_cycles": 4.0},
    {"stress_fractures_low": 1.0},
    {"hernia": True},
    {"limitations": (Limitation(BodySite.KNEE, Severity.SEVERE),)},
    {"limitations": None},
    {"soreness": {BodySite.THIGH: 9}},
    {"pain": {BodySite.KNEE: 7}},
    {"pain": {BodySite.SHOULDER: 4}},
    {"lasting_pain": frozenset({BodySite.LOWER_BACK})},
    {"sessions_done": 0},
    {"days_off": 30},
    {"training_days_of_last_6": 6},
    {"weeks_without_deload": 8},
    {"muscle_week": dict.fromkeys(Muscle, 15.0)},
    {"hard_days_ago": dict.fromkeys(Muscle, 1)},
    {"hard_days_ago": {Muscle.QUADRICEPS: 1}},
    {"heat_index_c": None},
    {"heat_index_c": 40.0},
    {"dropped": frozenset({"resting_hr_bpm"})},
    {"acl_rehab": True},
    {"mass_kg": None, "bmi": None},
]


@MOST
@given(sessions, st.lists(st.sampled_from(WORSE), max_size=2), st.sampled_from(WORSE))
def test_more_risk_never_lets_more_through(
    proposal: Session, already: list[dict[str, Any]], worse: dict[str, Any]
) -> None:
    before = clear()
    for one in already:
        if not one.keys() & worse.keys():
            before = replace(before, **one)
    if "clearance" in worse:
        # A clinician's word is no risk: it must be there on both sides of the comparison.
        before = replace(before, clearance=worse["clearance"])
    after = replace(before, **worse)
    first, second = review(proposal, before), review(proposal, after)
    if isinstance(first, Refusal):
        assert isinstance(second, Refusal)
    elif isinstance(second, ApprovedSession):
        # Where sets were left out for their number, others may stand when more risk took some away
        # first: such a movement, and a regression that stands in for one, is compared with what
        # was proposed.
        asked = max(_hardest(proposal).values(), default=0.0)
        whole = _unshortened(first.session, proposal)
        hardest = _hardest(first.session)
        for exercise, effort in _hardest(second.session).items():
            assert effort <= (hardest[exercise] if exercise in whole else asked)
        proposed, heaviest = _heaviest(proposal), _heaviest(first.session)
        for exercise, load in _heaviest(second.session).items():
            assert load <= (heaviest if exercise in whole else proposed).get(exercise, load)


def _unshortened(planned: Session, proposal: Session) -> set[str]:
    """Return the exercises of a session that kept every set proposed for them."""
    kept = Counter(part.exercise for part in planned.blocks for _ in part.sets)
    proposed = Counter(part.exercise for part in proposal.blocks for _ in part.sets)
    return {exercise for exercise, sets in kept.items() if sets >= proposed[exercise] > 0}


def _hardest(planned: Session) -> dict[str, float]:
    """Return the hardest effort asked of each exercise."""
    found: dict[str, float] = {}
    for part in planned.blocks:
        efforts = [one.rpe for one in part.sets]
        found[part.exercise] = max([found.get(part.exercise, 0.0), *efforts])
    return found


def _heaviest(planned: Session) -> dict[str, float]:
    """Return the heaviest load of each exercise, 0 without load."""
    found: dict[str, float] = {}
    for part in planned.blocks:
        loads = [one.load_kg or 0.0 for one in part.sets]
        found[part.exercise] = max([found.get(part.exercise, 0.0), *loads])
    return found


# Hypothesis also draws words it finds in our code: a name of the catalogue is no unknown one.
_UNKNOWN = st.text().filter(lambda name: name not in catalogue())


@MANY
@given(
    st.one_of(
        st.none(),
        st.text(),
        st.builds(object),
        st.builds(lambda part: replace(session(), blocks=part), st.text() | st.none()),
        st.builds(lambda rpe: session(block(rpe=rpe)), st.text() | st.none()),
        _UNKNOWN.map(lambda name: session(block(name))),
    )
)
def test_whatever_is_proposed_the_gate_answers_and_never_raises(proposal: Any) -> None:
    answer = review(proposal, clear())
    assert isinstance(answer, Refusal)
    assert answer.voices


@given(st.sampled_from(["age_years", "pain", "done", "muscle_week", "limitations", "symptoms"]))
def test_a_state_that_makes_no_sense_is_a_refusal(name: str) -> None:
    assert isinstance(review(session(), replace(clear(), **{name: object()})), Refusal)
