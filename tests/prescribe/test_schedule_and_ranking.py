"""Which day is for what, and which candidate comes first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prescribe.people import DAY, athlete, checkin, done, inputs, log
from spotter.body.state import Day
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.decide import decide
from spotter.prescribe.offline import today_from
from spotter.prescribe.rank import RuleRanker, Scored, View, wanted_demand
from spotter.prescribe.schedule import Due, days_in_a_row, schedule, sessions_left
from spotter.prescribe.situation import Level
from spotter.safety.screening import all_clear
from spotter.training.session import Focus, Session, SessionLog

ROW = done("machine_row", (8, 30.0, 7.0))


def ago(*days: int, **told: object) -> list[SessionLog]:
    return [log(DAY - timedelta(days=n), ROW, **told) for n in sorted(days, reverse=True)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days_per_week", "trained", "due"),
    [
        (3, (), Due.TRAIN),
        (3, (2,), Due.TRAIN),
        (3, (1,), Due.RECOVER),
        (4, (1,), Due.TRAIN),
        (4, (1, 2), Due.RECOVER),
        (5, (1, 2), Due.TRAIN),
        (5, (1, 2, 3), Due.RECOVER),
        (3, (2, 4, 6), Due.RECOVER),
        (3, (2, 4, 7), Due.TRAIN),
        (6, (1, 2, 3, 4, 5), Due.TRAIN),
        (7, (1, 2, 3, 4, 5, 6), Due.REST),
    ],
)
def test_what_the_days_before_make_of_today(
    days_per_week: int, trained: tuple[int, ...], due: Due
) -> None:
    known = inputs(athlete(days_per_week=days_per_week), logs=ago(*trained))
    assert schedule(known).due is due


def test_light_sessions_do_not_use_up_the_week() -> None:
    light = ago(1, 2, 3, focus=Focus.RECOVERY, programme="recovery")
    assert schedule(inputs(logs=light)).due is Due.TRAIN


def test_a_programme_of_mobility_uses_up_the_week_like_any_other() -> None:
    flow = ago(2, 4, 6, focus=Focus.MOBILITY, programme="mobility_flow")
    assert schedule(inputs(logs=flow)).due is Due.RECOVER


def test_a_session_that_was_hardly_begun_does_not_count() -> None:
    begun = ago(1, session_rpe=None, planned_sets=20)
    assert schedule(inputs(logs=begun)).due is Due.TRAIN


@pytest.mark.parametrize(("trained", "left"), [((), 3), ((2,), 2), ((2, 4), 1), ((2, 4, 6), 1)])
def test_how_many_sessions_share_the_week(trained: tuple[int, ...], left: int) -> None:
    assert sessions_left(inputs(logs=ago(*trained))) == left


@given(st.sets(st.integers(1, 14)))
def test_days_in_a_row_end_at_the_first_gap(trained: set[int]) -> None:
    row = days_in_a_row(DAY, ago(*trained))
    assert all(n in trained for n in range(1, row + 1))
    assert row + 1 not in trained


def candidate(kind: Kind, demand: float, minutes: int = 40, **told: float) -> Candidate:
    session = Session(kind.value, Focus.STRENGTH, (), minutes)
    return Candidate(kind, kind.value, session, demand, **told)  # type: ignore[arg-type]


CHOICES = (
    candidate(Kind.PLANNED, 1.0),
    candidate(Kind.EASIER, 0.7),
    candidate(Kind.RECOVERY, 0.2, 20),
    candidate(Kind.REST, 0.0, 0),
)


@pytest.mark.parametrize(
    ("level", "due", "first"),
    [
        (Level.GOOD, Due.TRAIN, Kind.PLANNED),
        (Level.FAIR, Due.TRAIN, Kind.PLANNED),
        (Level.LOW, Due.TRAIN, Kind.EASIER),
        (Level.VERY_LOW, Due.TRAIN, Kind.RECOVERY),
        (Level.GOOD, Due.RECOVER, Kind.RECOVERY),
        (Level.GOOD, Due.REST, Kind.REST),
        (Level.VERY_LOW, Due.REST, Kind.REST),
    ],
)
def test_what_comes_first(level: Level, due: Due, first: Kind) -> None:
    ranked = RuleRanker().rank(CHOICES, View(level, due, 50))
    assert ranked[0].candidate.kind is first


def test_a_session_too_long_for_the_day_comes_behind() -> None:
    long, short = candidate(Kind.PLANNED, 1.0, 60), candidate(Kind.SHORTER, 1.0, 20)
    ranked = RuleRanker().rank((long, short), View(Level.GOOD, Due.TRAIN, 30))
    assert ranked[0].candidate is short


def test_heavy_days_that_are_all_alike_ask_for_an_easier_one() -> None:
    same = View(Level.GOOD, Due.TRAIN, 50, monotony=2.5, acute_load_au=300.0)
    assert wanted_demand(same) < 1.0


def test_easy_days_that_are_all_alike_ask_for_nothing() -> None:
    same = View(Level.GOOD, Due.TRAIN, 50, monotony=2.5, acute_load_au=60.0)
    assert wanted_demand(same) == 1.0


def test_fresh_muscles_come_before_tired_ones() -> None:
    tired = candidate(Kind.PLANNED, 1.0, tired_share=1.0)
    fresh = candidate(Kind.SWAPPED, 1.0)
    ranked = RuleRanker().rank((tired, fresh), View(Level.GOOD, Due.TRAIN, 50))
    assert ranked[0].candidate is fresh


shares = st.floats(0, 1)
some = st.lists(
    st.builds(
        lambda kind, demand, minutes, tired, complete: candidate(
            kind, demand, minutes, tired_share=tired, complete_share=complete
        ),
        st.sampled_from(Kind),
        shares,
        st.integers(0, 90),
        shares,
        shares,
    ),
    max_size=12,
)


@given(some, st.sampled_from(Level), st.sampled_from(Due))
def test_ranking_keeps_every_candidate_and_its_score_is_the_sum_of_its_terms(
    chosen: list[Candidate], level: Level, due: Due
) -> None:
    ranked = RuleRanker().rank(chosen, View(level, due, 50))
    assert sorted(map(id, chosen)) == sorted(id(one.candidate) for one in ranked)
    scores = [one.score for one in ranked]
    assert scores == sorted(scores, reverse=True)
    for one in ranked:
        assert one.score == pytest.approx(sum(term.value * term.weight for term in one.terms))


class Backwards:
    """A ranker that prefers rest, as a learned one might some day."""

    def rank(self, candidates: Sequence[Candidate], view: View) -> tuple[Scored, ...]:
        by_demand = sorted(candidates, key=lambda one: one.demand)
        return tuple(Scored(one, -one.demand, ()) for one in by_demand)


def test_another_ranker_can_take_the_place_of_the_rule() -> None:
    assert decide(inputs(), ranker=Backwards()).kind is Kind.REST


def test_the_plan_without_a_database_is_the_same_plan() -> None:
    known = {DAY - timedelta(days=n): Day(DAY - timedelta(days=n), {}, {}) for n in range(30)}
    found = today_from(known, athlete(), all_clear(DAY), DAY, checkins=[checkin()])
    assert found["date"] == DAY.isoformat()
    assert found["verdict"] == "approved"
    assert found["session"]


def test_what_came_after_the_day_asked_for_is_not_known() -> None:
    later = DAY + timedelta(days=3)
    plain = today_from({}, athlete(), all_clear(DAY), DAY, checkins=[checkin()])
    told = today_from(
        {later: Day(later, {"resting_hr_bpm": 99.0}, {})},
        athlete(),
        all_clear(DAY),
        DAY,
        checkins=[checkin(), checkin(later, energy=1)],
        logs=[log(later, ROW)],
    )
    assert told == plain
