"""With pain of 6 and more, title, focus and content of a session agree, and it says why."""

from __future__ import annotations

import pytest

from prescribe.people import athlete, checkin, inputs
from spotter.athletes.profile import BodySite, Experience, Goal
from spotter.prescribe.around import leading, leads
from spotter.prescribe.decide import decide
from spotter.prescribe.programme import todays
from spotter.safety.approved import ApprovedSession
from spotter.training import programmes
from spotter.training.catalogue import catalogue
from spotter.training.session import Focus, Part

WORK = {Part.MAIN, Part.ACCESSORY, Part.CONDITIONING}
WHO = [
    athlete(goal=goal, days_per_week=days, minutes_per_session=60, **who)
    for goal in (Goal.STRENGTH, Goal.MUSCLE, Goal.ENDURANCE, Goal.HEALTH, Goal.SPORT)
    for days, who in (
        (4, {}),
        (3, {"experience": Experience.BEGINNER}),
        (4, {"competes": True, "experience": Experience.ADVANCED}),
    )
]


def _decided(site: BodySite, profile: object) -> ApprovedSession | None:
    outcome = decide(inputs(profile, checkins=[checkin(pain={site: 6})])).outcome  # type: ignore[arg-type]
    return outcome if isinstance(outcome, ApprovedSession) else None


@pytest.mark.parametrize("site", list(BodySite))
def test_nothing_in_the_session_loads_what_hurts(site: BodySite) -> None:
    sessions = [one.session for who in WHO if (one := _decided(site, who))]
    assert not [
        block.exercise
        for session in sessions
        for block in session.blocks
        if site in catalogue().get(block.exercise).stresses
    ]


@pytest.mark.parametrize("site", list(BodySite))
def test_a_session_named_after_a_programme_day_does_what_the_day_is_named_after(
    site: BodySite,
) -> None:
    wrong = []
    for who in WHO:
        approved = _decided(site, who)
        day = approved and _named_after(approved.session.title, who)
        lead = day and leading(day.slots)
        if approved and day and lead:
            done = [catalogue().get(b.exercise) for b in approved.session.blocks if b.part in WORK]
            if not any(leads(lead, one, catalogue()) for one in done):
                wrong.append((approved.session.title, [one.id for one in done]))
    assert not wrong


def _named_after(title: str, who: object) -> programmes.ProgrammeDay | None:
    days = todays(inputs(who)).programme.days  # type: ignore[arg-type]
    return next((day for day in days if day.name == title), None)


@pytest.mark.parametrize("site", list(BodySite))
def test_a_session_for_endurance_or_strength_holds_some(site: BodySite) -> None:
    wrong = []
    for who in WHO:
        approved = _decided(site, who)
        if approved is None:
            continue
        patterns = {
            catalogue().get(one.exercise).pattern.value
            for one in approved.session.blocks
            if one.part in WORK
        }
        focus = approved.session.focus
        endurance = focus in (Focus.ENDURANCE, Focus.INTERVALS) and "locomotion" not in patterns
        strength = focus is Focus.STRENGTH and not patterns - {"locomotion", "mobility", "balance"}
        if endurance or strength:
            wrong.append((approved.session.title, focus, patterns))
    assert not wrong


def test_another_day_of_the_programme_comes_first_and_says_why() -> None:
    who = athlete(days_per_week=4, minutes_per_session=60)
    planned = todays(inputs(who)).day.name
    told = decide(inputs(who, checkins=[checkin(pain={BodySite.KNEE: 7})]))
    assert isinstance(told.outcome, ApprovedSession)
    reason = next(one.text for one in told.reasons if one.code == "other_day_pain")
    assert reason.startswith(f"{told.outcome.session.title} instead of {planned} today")


def test_what_is_left_of_a_day_loses_its_name_and_says_why() -> None:
    who = athlete(goal=Goal.ENDURANCE, days_per_week=2, equipment=frozenset())
    told = decide(inputs(who, checkins=[checkin(pain={BodySite.FOOT: 7})]))
    assert isinstance(told.outcome, ApprovedSession)
    assert told.outcome.session.title == "Training around your foot"
    assert "rest_of_day_pain" in {one.code for one in told.reasons}


def test_pain_of_five_keeps_the_programmes_day() -> None:
    who = athlete(days_per_week=4, minutes_per_session=60)
    told = decide(inputs(who, checkins=[checkin(pain={BodySite.KNEE: 5})]))
    assert not {"other_day_pain", "rest_of_day_pain"} & {one.code for one in told.reasons}
