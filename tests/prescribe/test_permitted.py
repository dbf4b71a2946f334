"""What the safety rules leave to somebody is planned for, so the gate has nothing to change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prescribe.people import DAY, athlete, inputs
from spotter.athletes.profile import Goal
from spotter.prescribe.decide import decide
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.permitted import permitted
from spotter.safety.approved import ApprovedSession
from spotter.safety.screening import all_clear, parse
from spotter.safety.verdict import Verdict
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Trait

THINNER = {"medicines": ["blood_thinner"], "medicines_fine": True}
CLEARED = {
    "heart_condition": True, "clearance_scope": "moderate", "clearance_informed": True,
    "clearance_given_on": "2026-02-20",
}  # fmt: skip


def given(answers: dict[str, object], goal: Goal = Goal.STRENGTH) -> Inputs:
    screening = parse({**all_clear(DAY).answers, **answers}, DAY)
    return inputs(athlete(goal=goal, minutes_per_session=60), screening=screening)


def test_a_sound_athlete_is_forbidden_nothing() -> None:
    allowed = permitted(observed(given({})))
    assert not any(allowed.forbids(one) for one in catalogue())


def test_a_blood_thinner_forbids_jumps_and_nothing_without_a_trait() -> None:
    allowed = permitted(observed(given(THINNER)))
    assert allowed.forbids(catalogue().get("box_jump"))
    assert not any(allowed.forbids(one) for one in catalogue() if not one.traits)


def test_a_clearance_for_moderate_effort_caps_what_is_planned() -> None:
    allowed = permitted(observed(given(CLEARED)))
    assert allowed.effort(catalogue().get("goblet_squat")) <= 6


@pytest.mark.parametrize("answers", [THINNER, CLEARED])
@pytest.mark.parametrize("goal", [Goal.STRENGTH, Goal.SPORT, Goal.ENDURANCE])
def test_the_gate_passes_as_proposed_what_was_planned_within_the_rules(
    answers: dict[str, object], goal: Goal
) -> None:
    outcome = decide(given(answers, goal)).outcome
    assert isinstance(outcome, ApprovedSession)
    assert outcome.verdict is Verdict.APPROVED


def test_what_is_swapped_for_the_rules_says_so() -> None:
    outcome = decide(replace(given(THINNER, Goal.SPORT))).outcome
    assert isinstance(outcome, ApprovedSession)
    exercises = [catalogue().get(block.exercise) for block in outcome.session.blocks]
    assert not any(Trait.HIGH_IMPACT in one.traits for one in exercises)
    assert "swapped_rules" in str([block.reasons for block in outcome.session.blocks])
