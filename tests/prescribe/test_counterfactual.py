"""What today would have been, had one thing been otherwise: only what deciding again brings out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from prescribe.people import DAY, athlete, checkin, done, inputs, log
from spotter.athletes.profile import BodySite
from spotter.body.readiness import readiness
from spotter.body.state import Day
from spotter.prescribe.counterfactual import counterfactual
from spotter.prescribe.decide import decide
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.situation import situation
from spotter.safety.approved import ApprovedSession

HOUR_S = 3600.0
GOOD = {"sleep_s": 7.5 * HOUR_S, "hrv_rmssd_ms": 60.0, "resting_hr_bpm": 55.0}


def night(**last: float) -> Inputs:
    """Return the inputs after four good weeks and one night that was otherwise."""
    days = {
        DAY - timedelta(days=n): Day(DAY - timedelta(days=n), _varied(n), {}) for n in range(1, 29)
    }
    days[DAY] = Day(DAY, {**GOOD, **last}, {})
    plain = inputs(days=days, logs=(log(DAY - timedelta(days=4), done("plank", (60, None, 6.0))),))
    return replace(plain, readiness=readiness(plain.body))


def _varied(n: int) -> dict[str, float]:
    return {name: value * (1 + 0.02 * (n % 3 - 1)) for name, value in GOOD.items()}


def told(given: Inputs) -> str:
    found = [one.text for one in decide(given).reasons if one.code == "counterfactual"]
    assert len(found) <= 1
    return found[0] if found else ""


def test_a_short_night_says_what_more_sleep_would_have_brought() -> None:
    short = night(sleep_s=2.0 * HOUR_S, hrv_rmssd_ms=45.0, resting_hr_bpm=61.0)
    assert situation(short).level < situation(night()).level
    said = told(short)
    assert said.startswith("With ")
    assert "today would have been" in said


def test_what_is_told_is_what_deciding_with_it_gives() -> None:
    short = night(sleep_s=2.0 * HOUR_S, hrv_rmssd_ms=45.0, resting_hr_bpm=61.0)
    rested = decide(night()).outcome
    assert isinstance(rested, ApprovedSession)
    assert rested.session.title in told(short)


def test_a_day_as_planned_has_nothing_to_tell() -> None:
    assert told(night()) == ""


def test_pain_says_what_the_day_would_have_been_without_it() -> None:
    hurt = inputs(checkins=(checkin(DAY, pain={BodySite.KNEE: 8}),))
    assert "Without the pain in your knee" in told(hurt)


def test_nothing_is_told_where_deciding_again_gives_no_more() -> None:
    short = night(sleep_s=2.0 * HOUR_S, hrv_rmssd_ms=45.0, resting_hr_bpm=61.0)
    same = decide(short).outcome
    assert counterfactual(short, situation(short), same, lambda changed: same) is None


def test_two_decisions_are_made_for_it_at_most() -> None:
    short = night(sleep_s=2.0 * HOUR_S, hrv_rmssd_ms=45.0, resting_hr_bpm=61.0)
    tired = replace(short, checkins=(checkin(DAY, pain={BodySite.KNEE: 8}, mood=1, energy=1),))
    outcome, asked = decide(tired).outcome, list[Inputs]()
    counterfactual(tired, situation(tired), outcome, lambda one: asked.append(one) or outcome)  # type: ignore[func-returns-value]
    assert len(asked) == 2


def test_a_muscle_that_rests_says_what_yesterday_left() -> None:
    yesterday = log(DAY - timedelta(days=1), done("barbell_back_squat", (5, 60.0, 8.0)))
    said = told(inputs(athlete(days_per_week=3), logs=(yesterday,)))
    assert said.startswith("Without Heavy squat, medium press yesterday, today would have been ")
