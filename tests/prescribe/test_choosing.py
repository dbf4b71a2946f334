"""Which exercise fills a place, and what comes back when a cause is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from prescribe.people import DAY, EVERYTHING, GOOD_DAY, athlete, lift, outing
from spotter.athletes.profile import BodySite, Experience
from spotter.prescribe.choose import REPEAT, Chooser, Place, choose
from spotter.prescribe.history import History, Outing
from spotter.prescribe.situation import Situation
from spotter.training.catalogue import catalogue
from spotter.training.session import Part

DEADLIFT, RDL = lift("barbell_deadlift"), lift("dumbbell_romanian_deadlift")
WISHED = Place(Part.MAIN, wished=frozenset({DEADLIFT.id, RDL.id}))


def chooser(now: Situation = GOOD_DAY, **past: tuple[Outing, ...]) -> Chooser:
    profile = athlete(experience=Experience.ADVANCED)
    return Chooser(catalogue(), profile, now, History(past), DAY, EVERYTHING)


PULLED = (outing((5, 80.0, 7.0), days_ago=14),)
STOOD_IN = (outing((8, 12.0, 7.0), days_ago=2),)


def test_a_substitute_is_not_kept_once_its_cause_is_gone() -> None:
    with_ = chooser(barbell_deadlift=PULLED, dumbbell_romanian_deadlift=STOOD_IN)
    chosen = choose((DEADLIFT, RDL), WISHED, with_)
    assert chosen.exercise == DEADLIFT


def test_a_substitute_stays_while_the_pain_lasts() -> None:
    hurts = replace(GOOD_DAY, pain={BodySite.LOWER_BACK: 6})
    with_ = chooser(hurts, barbell_deadlift=PULLED)
    assert choose((DEADLIFT, RDL), WISHED, with_).exercise != DEADLIFT


def test_a_lift_that_nobody_did_before_does_not_push_out_the_one_going_on() -> None:
    with_ = chooser(dumbbell_romanian_deadlift=STOOD_IN)
    assert choose((DEADLIFT, RDL), WISHED, with_).exercise == RDL


@pytest.mark.parametrize(("days", "back"), [(REPEAT.days - 1, False), (REPEAT.days, True)])
def test_a_lift_that_hurt_twice_is_left_alone_for_two_weeks(days: int, back: bool) -> None:
    twice = tuple(
        replace(outing((5, 80.0, 7.0), pain=3), day=DAY - timedelta(days=days + more))
        for more in (5, 0)
    )
    with_ = chooser(barbell_deadlift=twice)
    assert (choose((DEADLIFT, RDL), WISHED, with_).exercise == DEADLIFT) is back


def test_weight_is_added_to_a_pull_up_only_after_one_without() -> None:
    options = (lift("weighted_pull_up"), lift("pull_up"))
    place = Place(Part.MAIN, wished=frozenset(one.id for one in options))
    assert choose(options, place, chooser()).exercise == lift("pull_up")
    known = chooser(weighted_pull_up=(outing((5, 5.0, 7.0)),))
    assert choose(options, place, known).exercise == lift("weighted_pull_up")


def test_what_goes_on_another_day_of_the_programme_does_not_push_out_the_wish_of_this_one() -> None:
    done = (outing((8, 12.0, 7.0), days_ago=2, day="light"),)
    with_ = chooser(dumbbell_romanian_deadlift=done)
    heavy = replace(WISHED, other_days=frozenset({"light"}))
    assert choose((DEADLIFT, RDL), heavy, with_).exercise == DEADLIFT
    assert choose((DEADLIFT, RDL), WISHED, with_).exercise == RDL
