"""The last layer of the plan ranker as context: foreseen first, learned after, named by network."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from prescribe.people import inputs
from spotter.athletes.profile import Novelty
from spotter.prescribe.bandit.thompson import Dosage
from spotter.prescribe.decide import offered
from spotter.prescribe.inputs import observed
from spotter.prescribe.rank import RuleRanker
from spotter.prescribe.ranker import standing
from spotter.prescribe.ranker.served import WIDTH, PlanRanker, shipped
from spotter.prescribe.recommend.context import READABLE
from spotter.prescribe.recommend.dosage import DOSAGES
from spotter.prescribe.recommend.last_layer import SCALE, LastLayer, prior
from spotter.prescribe.recommend.personal import PersonalRanker
from spotter.prescribe.recommend.record import Record, from_json, replay, to_json
from spotter.prescribe.recommend.used import used


@pytest.fixture(scope="module")
def context() -> LastLayer:
    return LastLayer(PlanRanker(shipped()))


@pytest.fixture
def hybrid() -> Iterator[None]:
    standing.use("hybrid")
    yield
    standing.use(standing.DEFAULT)


def chosen(context: LastLayer, dosage: Dosage) -> Record:
    known = inputs()
    offer = offered(known, observed(known))
    ranker = PersonalRanker(prior(), "0/0", dosage, 1, context=context)
    ranker.rank(offer.automatic, offer.view)
    assert ranker.made is not None
    return ranker.made


def test_before_anything_is_learned_an_arm_is_worth_what_is_foreseen_of_it(
    context: LastLayer,
) -> None:
    known = inputs()
    offer = offered(known, observed(known))
    arms = RuleRanker().rank(offer.automatic, offer.view)
    assert offer.view.rows is not None
    foreseen = context.network.foresee(offer.view.rows([one.candidate for one in arms])).worth
    candidates = [one.candidate for one in arms]
    seen = context.of(arms, candidates, offer.view)
    assert seen.rows.shape == (len(arms), WIDTH + 2) == (len(arms), context.size)
    np.testing.assert_allclose(prior().scores(seen.rows), foreseen / SCALE, rtol=1e-5)


def test_an_arm_is_seen_beside_all_candidates_of_the_day(context: LastLayer) -> None:
    known = inputs()
    offer = offered(known, observed(known))
    ranked = RuleRanker().rank(offer.automatic, offer.view)
    alone = context.of(ranked[:2], offer.automatic, offer.view).rows
    together = context.of(ranked, offer.automatic, offer.view).rows
    np.testing.assert_allclose(alone, together[:2], rtol=1e-5)


def test_rewards_as_expected_teach_nothing_new_and_others_do(context: LastLayer) -> None:
    known = inputs()
    offer = offered(known, observed(known))
    ranked = RuleRanker().rank(offer.automatic, offer.view)[:1]
    seen = context.of(ranked, offer.automatic, offer.view)
    expected = float(prior().scores(seen.rows)[0])
    head = prior()
    head.update(seen.rows[0], expected)
    np.testing.assert_allclose(head.mean, prior().mean, atol=1e-9)
    head.update(seen.rows[0], expected + 0.4)
    assert float(head.scores(seen.rows)[0]) > expected


def test_a_choice_on_the_last_layer_is_stored_and_made_again_equally(context: LastLayer) -> None:
    made = chosen(context, DOSAGES[Novelty.SURPRISE])
    again = from_json(to_json(made))
    assert again == made
    assert replay(again).arm == made.arm
    assert made.contexts == context.name == f"last-layer-{context.network.version}"
    assert len(made.contexts) <= 32


def test_a_choice_stored_before_there_was_anything_unseen_is_read(context: LastLayer) -> None:
    stored = to_json(chosen(context, DOSAGES[Novelty.SAME]))
    for arm in stored["arms"]:
        del arm["unseen"]
    assert all(one.unseen == 0 for one in from_json(stored).arms)


def test_the_rules_alone_are_learned_in_numbers_that_can_be_read() -> None:
    assert used() is READABLE


@pytest.mark.usefixtures("hybrid")
def test_with_the_network_choices_are_made_on_its_last_layer() -> None:
    assert isinstance(used(), LastLayer)
