from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.rank import RuleRanker, View
from spotter.prescribe.ranker.features import FEATURES, Rows
from spotter.prescribe.ranker.foreseen import Foreseen
from spotter.prescribe.ranker.learned import SUITABLE, HybridRanker, beside_best
from spotter.prescribe.schedule import Due
from spotter.prescribe.situation import Level
from spotter.training.session import Focus, Session


def candidate(
    label: str, demand: float = 1.0, minutes: int = 45, tired_share: float = 0.0
) -> Candidate:
    session = Session(label, Focus.STRENGTH, (), minutes)
    return Candidate(Kind.PLANNED, label, session, demand, tired_share=tired_share)


@dataclass(frozen=True)
class Seer:
    """Foresees the progress that the first feature says."""

    def foresee(self, rows: Rows) -> Foreseen:
        nothing = np.zeros(len(rows))
        progress = rows[:, 0].astype(np.float64)
        vector = np.zeros((len(rows), 1), dtype=np.float32)
        return Foreseen(*(nothing,) * 5, progress, nothing, progress, vector=vector)


def view(progress: Mapping[str, float], *, level: Level = Level.GOOD, pain: int = 0) -> View:
    def rows(found: Sequence[Candidate]) -> Rows:
        table = np.zeros((len(found), len(FEATURES)), dtype=np.float32)
        table[:, 0] = [progress[one.label] for one in found]
        return table

    return View(level, Due.TRAIN, 45, rows=rows, pain=pain)


def first(found: Sequence[Candidate], seen: View) -> str:
    return HybridRanker(Seer()).rank(found, seen)[0].candidate.label


def test_among_what_suits_alike_the_more_worth_comes_first() -> None:
    found = (candidate("one"), candidate("other"))
    assert first(found, view({"one": 0.5, "other": 1.0})) == "other"


def test_no_foresight_brings_first_what_the_rules_find_unsuitable() -> None:
    found = (candidate("all of it"), candidate("little", demand=0.2))
    hard_day = view({"all of it": 9.0, "little": 0.0}, level=Level.VERY_LOW)
    assert first(found, hard_day) == "little"


def test_nothing_that_asks_more_than_the_first_of_the_rules_comes_first_on_a_low_day() -> None:
    found = (candidate("easier", 0.7), candidate("harder", 0.75))
    assert first(found, view({"easier": 0.0, "harder": 9.0}, level=Level.LOW)) == "easier"


def test_nothing_that_loads_more_of_what_is_tired_comes_first() -> None:
    found = (candidate("fresh"), candidate("tired", tired_share=0.2))
    assert first(found, view({"fresh": 0.0, "tired": 9.0})) == "fresh"


def test_whichever_the_gate_refuses_the_next_asks_no_more_than_the_next_of_the_rules() -> None:
    found = (candidate("wanted", 0.65), candidate("less", 0.55), candidate("more", 0.8))
    seen = view({"wanted": 0.0, "less": 0.0, "more": 9.0}, level=Level.LOW)
    ranked = HybridRanker(Seer()).rank(found, seen)
    assert [one.candidate.label for one in ranked] == ["wanted", "less", "more"]


def test_what_asks_less_may_pass_what_asks_more() -> None:
    found = (candidate("all"), candidate("less", 0.9))
    assert first(found, view({"all": 0.0, "less": 9.0})) == "less"


def test_with_pain_or_very_low_readiness_the_rules_decide_alone() -> None:
    found = (candidate("one", 0.3), candidate("other", 0.3))
    progress = {"one": 0.0, "other": 9.0}
    for seen in (view(progress, pain=1), view(progress, level=Level.VERY_LOW)):
        assert HybridRanker(Seer()).rank(found, seen) == RuleRanker().rank(found, seen)


def test_every_candidate_is_ranked_once_and_scores_are_the_sum_of_their_terms() -> None:
    found = tuple(candidate(name) for name in "abcde")
    seen = view({name: number / 10 for number, name in enumerate("abcde")})
    ranked = HybridRanker(Seer()).rank(found, seen)
    assert {one.candidate.label for one in ranked} == set("abcde")
    for one in ranked:
        assert np.isclose(one.score, sum(term.value * term.weight for term in one.terms))


def test_scores_fall_from_first_to_last() -> None:
    found = (candidate("a"), candidate("b", 0.8), candidate("c", 0.4))
    scores = [one.score for one in HybridRanker(Seer()).rank(found, view(dict.fromkeys("abc", 1)))]
    assert scores == sorted(scores, reverse=True)


def test_without_features_the_rules_decide_alone() -> None:
    found = (candidate("a", 0.5), candidate("b"))
    blind = View(Level.GOOD, Due.TRAIN, 45)
    assert HybridRanker(Seer()).rank(found, blind) == RuleRanker().rank(found, blind)


def test_foresight_moves_a_score_by_no_more_than_what_is_suitable() -> None:
    moved = SUITABLE * beside_best(np.array([0.0, 5.0, -5.0, 4.9]))
    assert moved.min() >= 0
    assert moved.max() == SUITABLE
