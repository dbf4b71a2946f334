"""What a week may hold is planned for, so that the gate has nothing to mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from prescribe.people import DAY, athlete, case, done, inputs, log, outing
from prescribe.people import GOOD_DAY as GOOD
from prescribe.test_decisions import session_of
from spotter.prescribe.decide import decide
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.progression import progress
from spotter.safety.rules.amount import more_days
from spotter.safety.screening import all_clear
from spotter.training.reasons import say


def expecting(*minutes: float) -> Inputs:
    """Return a good day of somebody cleared in pregnancy, with sessions on the days before."""
    clear = all_clear(DAY)
    told = {
        "pregnancy": "pregnant",
        "pregnancy_weeks": 16.0,
        "pregnancy_problems": ("none",),
        "pregnancy_provider_ok": True,
    }
    screening = replace(clear, answers={**clear.answers, **told})
    logs = [
        log(DAY - timedelta(days=2 * n), done("push_up", (8, None, 4.0)), duration_min=each)
        for n, each in enumerate(minutes, start=1)
    ]
    who = replace(inputs(athlete(minutes_per_session=45), logs=logs), screening=screening)
    return replace(who, screening=screening)


@pytest.mark.parametrize(("done_min", "most"), [((), 45), ((60.0, 60.0), 30)])
def test_a_session_in_pregnancy_fits_what_is_left_of_the_weeks_minutes(
    done_min: tuple[float, ...], most: int
) -> None:
    decision = decide(expecting(*done_min))
    assert session_of(decision).duration_min <= most
    assert "S19c" not in {voice.code for voice in decision.outcome.voices}


def test_the_minutes_of_a_week_in_pregnancy_are_shared_by_its_sessions() -> None:
    free = expecting()
    often = replace(free, profile=replace(free.profile, days_per_week=5))
    assert session_of(decide(often)).duration_min <= 30


def test_when_the_weeks_minutes_are_used_the_day_is_for_rest() -> None:
    session = session_of(decide(expecting(80.0, 75.0)))
    assert sum(len(block.sets) for block in session.blocks) == 0


def weeks_of(*days_each: int) -> Inputs:
    """Return a good day after weeks with so many days of training, the oldest first."""
    logs = [
        log(DAY - timedelta(days=7 * back + 1 + day), done("push_up", (8, None, 6.0)))
        for back, days in enumerate(reversed(days_each))
        for day in range(days)
    ]
    return inputs(athlete(), logs=sorted(logs, key=lambda one: one.day))


@pytest.mark.parametrize(
    ("weeks", "more"),
    [((3, 3, 3, 2), False), ((3, 3, 3, 3), True), ((1, 2, 4, 3), False), ((2, 2), False)],
)
def test_a_week_has_more_days_when_today_makes_more_than_a_usual_week(
    weeks: tuple[int, ...], more: bool
) -> None:
    assert more_days(observed(weeks_of(*weeks))) is more


def test_no_load_goes_up_in_a_week_with_more_days() -> None:
    earned = outing((12, 60.0, 7.0), (12, 60.0, 7.0), (12, 60.0, 7.0))
    given = progress(case(earned, now=replace(GOOD, more_days=True)))
    assert given.load_kg == 60.0
    assert say(given.reasons[0]).code == "hold_days"
    assert (progress(case(earned)).load_kg or 0.0) > 60.0
