"""First loads rest on what the athlete says they lift, with care and never past the gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from prescribe.people import DAY, athlete, done, inputs, log
from safety.independent_athlete import Athlete
from safety.independent_session import PARTS
from spotter.athletes.profile import Experience, KnownLoad, Profile
from spotter.prescribe.decide import decide
from spotter.prescribe.inputs import observed
from spotter.safety.approved import ApprovedSession
from spotter.safety.loads import first_load, stated_maxima
from spotter.training.catalogue import catalogue
from spotter.training.session import SetKind

BENCH = "barbell_bench_press"


def _who(*known: KnownLoad, **told: object) -> Profile:
    base = athlete(days_per_week=2, experience=Experience.ADVANCED, mass_kg=80.0, **told)
    return replace(base, known_loads=known)


def _bench(who: Profile) -> float:
    outcome = decide(inputs(who)).outcome
    assert isinstance(outcome, ApprovedSession)
    return max(
        one.load_kg or 0.0
        for block in outcome.session.blocks
        if block.exercise == BENCH
        for one in block.sets
        if one.kind is SetKind.WORK
    )


def test_a_stated_load_raises_the_first_one() -> None:
    assert _bench(_who()) < 50 < _bench(_who(KnownLoad(BENCH, 100.0, 5, DAY)))


def test_the_first_load_stays_at_seven_tenths_of_the_stated_maximum() -> None:
    who = _who(KnownLoad(BENCH, 100.0, 5, DAY))
    assert _bench(who) <= 0.7 * 100.0 * (1 + 5 / 30)


def test_a_low_stated_load_goes_before_a_heavy_body() -> None:
    state = observed(inputs(_who(KnownLoad(BENCH, 30.0, 5, DAY))))
    assert first_load(catalogue().get(BENCH), state) < 30.0


def test_a_stated_squat_says_something_about_its_relatives() -> None:
    squat = catalogue().get("barbell_front_squat")
    told = observed(inputs(_who(KnownLoad("barbell_back_squat", 160.0, 5, DAY))))
    assert first_load(squat, told) > first_load(squat, observed(inputs(_who())))


@pytest.mark.parametrize(
    ("days", "left"),
    [(0, 1.0), (13, 1.0), (14, 0.9), (28, 0.9), (29, 0.8), (90, 0.8), (91, 0.7), (None, 0.8)],
)
def test_a_word_counts_for_less_with_its_age(days: int | None, left: float) -> None:
    on = None if days is None else DAY - timedelta(days=days)
    said = stated_maxima([KnownLoad(BENCH, 100.0, 3, on)], DAY)
    assert said[BENCH] == pytest.approx(110.0 * left)


def test_a_word_of_a_later_day_counts_for_nothing() -> None:
    assert not stated_maxima([KnownLoad(BENCH, 100.0, 3, DAY + timedelta(days=1))], DAY)


def test_what_was_done_goes_before_what_was_said() -> None:
    who = _who(KnownLoad(BENCH, 140.0, 5, DAY))
    past = [log(DAY - timedelta(days=4), done(BENCH, (8, 60.0, 7.0)), profile=who)]
    outcome = decide(inputs(who, logs=past)).outcome
    assert isinstance(outcome, ApprovedSession)
    loads = [
        one.load_kg or 0.0
        for block in outcome.session.blocks
        if block.exercise == BENCH
        for one in block.sets
    ]
    assert all(load <= 66.0 for load in loads)


@pytest.mark.parametrize("reps", [1, 5, 10])
def test_the_second_checker_finds_nothing_wrong_with_it(reps: int) -> None:
    known = (KnownLoad(BENCH, 150.0, reps, DAY), KnownLoad("barbell_back_squat", 200.0, reps))
    told = inputs(_who(*known))
    outcome = decide(told).outcome
    assert isinstance(outcome, ApprovedSession)
    who = Athlete(told.day, told.profile, told.screening, told.checkins, told.logs)
    assert not [wrong for part in PARTS for wrong in part(who, outcome.session)]


def test_the_reason_says_that_it_rests_on_the_athletes_word() -> None:
    outcome = decide(inputs(_who(KnownLoad(BENCH, 60.0, 5, DAY)))).outcome
    assert isinstance(outcome, ApprovedSession)
    block = next(one for one in outcome.session.blocks if one.exercise == BENCH)
    assert any(one.startswith(("from_stated", "start_careful_capped")) for one in block.reasons)
