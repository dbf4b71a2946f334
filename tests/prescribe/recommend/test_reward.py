"""What a session turned out to be worth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from prescribe.people import DAY, checkin
from spotter.athletes.profile import BodySite
from spotter.prescribe.recommend.record import Arm
from spotter.prescribe.recommend.reward import Outcome, outcome, reward
from spotter.training.session import Focus, LoggedSet, SessionLog

ARM = Arm("planned", "As planned", 20.0, (1.0,), 0.5, 0.1, 1.0, target_rpe=7.0, goal_share=1.0)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def _log(sets: int, rpe: float | None = 7.0) -> SessionLog:
    done = tuple(LoggedSet("goblet_squat", AT, reps=8) for _ in range(sets))
    return SessionLog("s", DAY, "A", Focus.STRENGTH, done, planned_sets=10, session_rpe=rpe)


def test_a_session_done_whole_on_target_without_soreness_is_worth_one() -> None:
    assert reward(ARM, outcome(ARM, _log(10), checkin(DAY + timedelta(days=1)))) == 1.0


def test_a_session_not_done_is_worth_nothing() -> None:
    assert reward(ARM, Outcome(0.0)) == 0.0


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Outcome(1.0), Outcome(0.5)),
        (Outcome(1.0, 0.5), Outcome(1.0, 2.0)),
        (Outcome(1.0, -0.5), Outcome(1.0, -3.0)),
        (Outcome(1.0, 0.0, 3), Outcome(1.0, 0.0, 8)),
    ],
)
def test_less_done_further_from_the_target_and_sorer_are_each_worth_less(
    better: Outcome, worse: Outcome
) -> None:
    assert reward(ARM, better) > reward(ARM, worse) >= 0.0


def test_what_is_not_known_costs_nothing() -> None:
    assert reward(ARM, Outcome(1.0)) == reward(ARM, Outcome(1.0, 0.0, 0))


def test_the_sorest_site_of_the_next_day_counts() -> None:
    after = checkin(DAY + timedelta(days=1), soreness={BodySite.KNEE: 2, BodySite.HIP: 7})
    assert outcome(ARM, _log(8, 8.5), after) == Outcome(0.8, 1.5, 7)


def test_more_sets_than_planned_are_not_worth_more() -> None:
    assert outcome(ARM, _log(14), None).done == 1.0
