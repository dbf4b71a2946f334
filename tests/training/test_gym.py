"""Loads grow by the steps of the athlete's own gym."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from prescribe.people import athlete, inputs
from spotter.athletes.profile import Equipment
from spotter.prescribe.decide import decide
from spotter.prescribe.grid import next_step, on_grid
from spotter.safety.approved import ApprovedSession
from spotter.training.catalogue import catalogue
from spotter.training.gym import Steps, gym_catalogue, in_gym

BENCH = catalogue().get("barbell_bench_press")
PRESS = catalogue().get("dumbbell_bench_press")
steps = st.floats(0.25, 20).map(lambda one: round(one, 3))


def test_what_was_not_told_leaves_the_usual_steps() -> None:
    assert gym_catalogue(Steps()) is catalogue()
    assert in_gym(PRESS, Steps(barbell_kg=5)) == PRESS


def test_a_bar_follows_its_plates_and_a_dumbbell_its_rack() -> None:
    mine = Steps(barbell_kg=5, dumbbell_kg=1)
    assert (in_gym(BENCH, mine).increment_kg, in_gym(PRESS, mine).increment_kg) == (5, 1)


def test_bodyweight_has_no_steps() -> None:
    free = catalogue().get("push_up")
    assert in_gym(free, Steps(5, 5, 5)) == free


@given(steps, st.floats(0, 300))
def test_every_load_is_one_that_the_gym_can_set_up(step: float, load: float) -> None:
    mine = in_gym(BENCH, Steps(barbell_kg=step))
    found = on_grid(load, mine)
    assert found >= mine.minimum_kg - 1e-3
    assert abs(found / step - round(found / step)) < 0.01
    up = next_step(max(load, 1.0), mine, 0.10)
    assert up is None or abs(up / step - round(up / step)) < 0.01


def test_a_session_asks_only_for_loads_of_the_own_gym() -> None:
    home = athlete(
        equipment=frozenset({Equipment.DUMBBELL, Equipment.BENCH, Equipment.BARBELL}),
        barbell_step_kg=5.0,
        dumbbell_step_kg=3.0,
    )
    decision = decide(inputs(home))
    assert isinstance(decision.outcome, ApprovedSession)
    mine = gym_catalogue(Steps(5.0, 3.0))
    loads = [
        (mine.get(block.exercise), one.load_kg)
        for block in decision.outcome.session.blocks
        for one in block.sets
        if one.load_kg
    ]
    assert loads
    assert all(load == on_grid(load, exercise) for exercise, load in loads)


def test_another_gym_is_another_session_and_the_same_gym_the_same() -> None:
    lifts = frozenset({Equipment.DUMBBELL, Equipment.BENCH})
    coarse = inputs(athlete(equipment=lifts, dumbbell_step_kg=5.0))
    assert decide(coarse) == decide(replace(coarse))
