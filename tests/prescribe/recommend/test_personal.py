"""The choice among what suits alike: bounded by rule and gate, stored, and made again equally."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prescribe.people import DAY, athlete, checkin, inputs, ready
from prescribe.test_decisions import three_weeks
from spotter.athletes.profile import BodySite, Novelty, Profile
from spotter.prescribe.bandit.thompson import Dosage
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.decide import decide
from spotter.prescribe.decision import Decision
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.rank import RuleRanker, Scored, View
from spotter.prescribe.recommend.context import FEATURES, contexts, first_prior
from spotter.prescribe.recommend.dosage import DOSAGES, seed_of
from spotter.prescribe.recommend.personal import PersonalRanker
from spotter.prescribe.recommend.record import from_json, replay, to_json
from spotter.prescribe.recommend.suitable import MOST_ARMS, TOLERANCE, suitable
from spotter.prescribe.schedule import Due
from spotter.prescribe.situation import Level
from spotter.safety.approved import ApprovedSession
from spotter.training.session import Focus, Session


def _ranker(known: Inputs, seed: int = 0, dosage: Dosage | None = None) -> PersonalRanker:
    dosage = dosage or DOSAGES[Novelty.MODERATE]
    return PersonalRanker(first_prior(), "0/0", dosage, seed)


def _decided(known: Inputs, seed: int = 0) -> tuple[Decision, PersonalRanker]:
    ranker = _ranker(known, seed, DOSAGES[Novelty.SURPRISE])
    return decide(known, ranker=ranker), ranker


def _scored(label: str, score: float, **told: object) -> Scored:
    values: dict[str, object] = {"demand": 1.0, **told}
    session = Session(label, Focus.STRENGTH, (), int(values.pop("minutes", 40)))  # type: ignore[call-overload]
    kind = values.pop("kind", Kind.PLANNED)
    return Scored(Candidate(kind, label, session, **values), score, ())  # type: ignore[arg-type]


VIEW = View(Level.GOOD, Due.TRAIN, 45)


def _labels(arms: Sequence[Scored]) -> list[str]:
    return [one.candidate.label for one in arms]


def test_what_scores_close_and_asks_no_more_suits_as_well() -> None:
    ranked = [
        _scored("first", 20.0, demand=0.8),
        _scored("close", 19.0, demand=0.8),
        _scored("harder", 18.9, demand=0.9),
        _scored("tired", 18.8, demand=0.8, tired_share=0.5),
        _scored("far", 20.0 - TOLERANCE - 0.1, demand=0.8),
    ]
    assert _labels(suitable(ranked, VIEW, lambda _: True)) == ["first", "close"]


def test_what_the_gate_stops_is_no_arm() -> None:
    ranked = [_scored("first", 20.0), _scored("stopped", 19.9), _scored("close", 19.0)]
    arms = suitable(ranked, VIEW, lambda one: one.label != "stopped")
    assert _labels(arms) == ["first", "close"]
    assert suitable(ranked, VIEW, lambda one: one.label != "first") == ()


@pytest.mark.parametrize(
    "view",
    [
        View(Level.GOOD, Due.TRAIN, 45, pain=3),
        View(Level.VERY_LOW, Due.TRAIN, 45),
        View(Level.GOOD, Due.TRAIN, 45, first_weeks=True),
    ],
)
def test_in_pain_worn_out_or_new_only_the_rule_chooses(view: View) -> None:
    ranked = [_scored("first", 20.0), _scored("close", 19.9)]
    assert _labels(suitable(ranked, view, lambda _: True)) == ["first"]


def test_there_are_never_more_arms_than_the_floor_can_carry() -> None:
    ranked = [_scored(str(each), 20.0 - each / 10) for each in range(12)]
    arms = suitable(ranked, VIEW, lambda _: True)
    assert len(arms) == MOST_ARMS
    assert all(dosage.most + 1e-9 >= 0.02 * (MOST_ARMS - 1) for dosage in DOSAGES.values())


def test_a_context_has_one_number_for_each_feature() -> None:
    rows = contexts([_scored("a", 20.0), _scored("b", 18.0, kind=Kind.SHORTER)], VIEW)
    assert rows.shape == (2, len(FEATURES)) == (2, first_prior().size)
    assert rows[0, FEATURES.index("rule_lead")] == 0.0
    assert rows[1, FEATURES.index("shorter")] == 1.0


def test_before_anything_was_learned_the_rules_first_is_expected_to_be_best() -> None:
    known = inputs(logs=three_weeks())
    decision, ranker = _decided(known)
    assert ranker.made is not None
    assert len(ranker.made.arms) > 1
    assert int(np.argmax([one.expected for one in ranker.made.arms])) == 0
    assert isinstance(decision.outcome, ApprovedSession)


def test_the_same_day_asked_for_again_is_the_same_session() -> None:
    known = inputs(logs=three_weeks())
    first, again = (_decided(known, seed_of("somebody", DAY))[0] for _ in range(2))
    assert first == again


def test_over_many_days_something_else_comes_as_often_as_the_dosage_allows() -> None:
    known = inputs(logs=three_weeks())
    made = [_decided(known, seed)[1].made for seed in range(60)]
    other = sum(one is not None and one.arm != 0 for one in made)
    assert 0 < other <= 60 * DOSAGES[Novelty.SURPRISE].most + 10


def test_what_is_stored_makes_the_same_choice_again() -> None:
    known = inputs(logs=three_weeks())
    for seed in range(5):
        made = _decided(known, seed)[1].made
        assert made is not None
        stored = from_json(json.loads(json.dumps(to_json(made))))
        again = replay(stored)
        assert stored == made
        assert again.arm == made.arm
        assert again.propensities.tolist() == [one.propensity for one in made.arms]


def test_a_choice_that_is_not_the_usual_one_says_so() -> None:
    known = inputs(logs=three_weeks())
    for seed in range(60):
        decision, ranker = _decided(known, seed)
        if ranker.made is not None and ranker.made.arm != 0:
            assert "picked_variety" in [one.code for one in decision.reasons]
            assert any("as well" in one.why_not for one in decision.considered)
            return
    pytest.fail("nothing else was ever drawn")


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**62),
    score=st.floats(5, 95),
    site=st.sampled_from(list(BodySite)),
    pain=st.integers(0, 10),
)
def test_whatever_is_drawn_the_day_is_never_harder_than_the_rule_would_have_it(
    seed: int, score: float, site: BodySite, pain: int
) -> None:
    known = inputs(
        logs=three_weeks(), readiness=ready(score), checkins=[checkin(pain={site: pain})]
    )
    rule, ranker = RuleRanker(), _ranker(known, seed, DOSAGES[Novelty.SURPRISE])
    seen: list[tuple[Scored, Scored]] = []

    class Watching:
        def rank(self, candidates: Sequence[Candidate], view: View) -> tuple[Scored, ...]:
            mine = ranker.rank(candidates, view)
            seen.append((rule.rank(candidates, view)[0], mine[0]))
            return mine

    decision = decide(known, ranker=Watching())
    first, drawn = seen[0]
    assert drawn.candidate.demand <= first.candidate.demand
    assert drawn.candidate.tired_share <= first.candidate.tired_share
    if pain >= 3:
        assert drawn.candidate == first.candidate
    if drawn.picked:
        # What was drawn has passed the gate already, so the gate never has to pass it over.
        assert isinstance(decision.outcome, ApprovedSession)


def test_seeds_differ_by_athlete_and_by_day() -> None:
    seeds = {seed_of(who, DAY + timedelta(days=each)) for who in "ab" for each in range(50)}
    assert len(seeds) == 100


def test_more_of_the_same_is_the_least_novelty_and_surprise_me_the_most() -> None:
    most = [DOSAGES[one].most for one in (Novelty.SAME, Novelty.MODERATE, Novelty.SURPRISE)]
    assert most == sorted(most)
    assert Profile().novelty is athlete().novelty is Novelty.MODERATE


def test_what_a_change_would_have_made_of_the_day_leaves_the_choice_as_it_was() -> None:
    known, other = inputs(logs=three_weeks()), inputs(logs=three_weeks(), readiness=ready(20.0))
    ranker = _ranker(known, 3)
    decide(known, ranker=ranker)
    made = ranker.made
    decision = decide(other, ranker=ranker)
    assert ranker.made is made is not None
    assert decision == decide(other)
