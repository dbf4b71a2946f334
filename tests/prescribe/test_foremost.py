"""What the rules put first is found without building what could never come first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from prescribe.people import DAY, EVERYTHING, athlete, checkin, done, inputs, log, ready
from spotter.athletes.profile import BodySite, Equipment, Goal, Profile
from spotter.prescribe.candidate import Candidate
from spotter.prescribe.decide import offered, outcome, weigh
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.rank import RuleRanker, Scored, View
from spotter.safety.approved import ApprovedSession
from spotter.safety.verdict import Refusal
from spotter.training.session import Session

PEOPLE = [
    athlete(),
    athlete(minutes_per_session=15, equipment=frozenset[Equipment]()),
    athlete(age_years=72, goal=Goal.HEALTH, minutes_per_session=30),
    athlete(goal=Goal.ENDURANCE, minutes_per_session=90, days_per_week=5),
    athlete(goal=Goal.MUSCLE, minutes_per_session=120, days_per_week=6, equipment=EVERYTHING),
]
YESTERDAY = (log(DAY - timedelta(days=1), done("barbell_back_squat", (5, 100.0, 9.0))),)
DAYS = {
    "good": {"readiness": ready(80.0), "checkins": (checkin(),)},
    "low": {"readiness": ready(40.0), "checkins": (checkin(),)},
    "very low": {"readiness": ready(20.0)},
    "in pain": {"checkins": (checkin(pain={BodySite.KNEE: 7}),)},
    "sore": {"checkins": (checkin(soreness={BodySite.LOWER_BACK: 8}),)},
    "after a hard day": {"readiness": ready(80.0), "logs": YESTERDAY},
}


def day(profile: Profile, kind: str) -> Inputs:
    return inputs(profile, **DAYS[kind])  # type: ignore[arg-type]


def of(answer: ApprovedSession | Refusal) -> Session | Refusal:
    return answer.session if isinstance(answer, ApprovedSession) else answer


@pytest.mark.parametrize("profile", PEOPLE)
@pytest.mark.parametrize("kind", DAYS)
def test_it_is_the_session_that_weighing_all_of_them_gives(profile: Profile, kind: str) -> None:
    given = day(profile, kind)
    state = observed(given)
    assert of(outcome(given, state)) == of(weigh(given, state).chosen.outcome)


@pytest.mark.parametrize("profile", PEOPLE)
@pytest.mark.parametrize("kind", DAYS)
def test_no_candidate_scores_more_than_its_bound(profile: Profile, kind: str) -> None:
    given = day(profile, kind)
    offer = offered(given, observed(given))
    by = RuleRanker().bounded(offer.view)
    for one in offer.candidates:
        assert by.score(one) <= by.most(one.kind, one.demand, one.goal_share)


def test_another_ranker_sees_every_candidate() -> None:
    class Last:
        seen = 0

        def rank(self, candidates: Sequence[Candidate], view: View) -> tuple[Scored, ...]:
            self.seen = len(candidates)
            return tuple(reversed(RuleRanker().rank(candidates, view)))

    given, last = day(PEOPLE[0], "good"), Last()
    state = observed(given)
    assert of(outcome(given, state, last)) == of(weigh(given, state, last).chosen.outcome)
    assert last.seen >= 12
