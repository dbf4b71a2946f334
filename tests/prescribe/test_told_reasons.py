"""What a day's reasons may and may not claim."""

from __future__ import annotations

import pytest

from prescribe.people import checkin, inputs, ready
from spotter.body.state import Evidence, Readiness
from spotter.prescribe.candidate import Kind
from spotter.prescribe.decide import decide
from spotter.prescribe.decision import Decision


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
