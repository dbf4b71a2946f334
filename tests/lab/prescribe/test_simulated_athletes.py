from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spotter.athletes.profile import Experience, Goal
from spotter.lab.prescribe.simulation.days import Wandering, person, play
from spotter.lab.prescribe.simulation.models import MODELS, Banister, Busso, Model, Recovery
from spotter.lab.prescribe.simulation.outcome import Outcome, best
from spotter.lab.prescribe.simulation.traits import USUAL, WEIGHTS, Traits, draw
from spotter.lab.season.people import KINDS
from spotter.prescribe.ranker.dose import MUSCLES, SITES, Dose
from spotter.prescribe.ranker.features import FEATURES

AVERAGE = Traits(
    tau1=45.0,
    tau2=10.0,
    ratio=2.25,
    sore=1.0,
    capacity_au=280.0,
    recovers=0.55,
    grit=1.9,
    bias=0.0,
    weights=WEIGHTS[Goal.STRENGTH],
    poor_days=0.15,
    hurried=0.15,
)


def dose(sets: float = 2.0, minutes: float = 45.0, rpe: float = 7.0) -> Dose:
    """Return work of so many sets for each muscle."""
    muscles, sites = np.full(len(MUSCLES), sets), np.full(len(SITES), 2 * sets)
    return Dose(minutes, 15, 10, rpe, rpe, 0.0, 0.0, 0, 5, muscles, sites)


@pytest.mark.parametrize("make", [Banister, Busso, Recovery])
def test_every_model_gains_from_a_usual_session_done_fresh(make: type[Model]) -> None:
    assert make(AVERAGE).gain(dose()) > 0  # type: ignore[call-arg]


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_session_tires_and_days_off_bring_back(name: str) -> None:
    body = MODELS[name](AVERAGE)
    fresh = body.tired(dose())
    body.live(dose())
    tired = body.tired(dose())
    for _ in range(10):
        body.live(None)
    assert tired > fresh
    assert body.tired(dose()) < tired / 2


@pytest.mark.parametrize("name", ["busso", "recovery"])
def test_the_same_session_gains_less_after_hard_days(name: str) -> None:
    body = MODELS[name](AVERAGE)
    fresh = body.gain(dose())
    for _ in range(3):
        body.live(dose(sets=4, minutes=75, rpe=9))
    assert body.gain(dose()) < fresh


def test_twice_the_sets_gain_less_than_twice() -> None:
    body = Recovery(AVERAGE)
    assert body.gain(dose(sets=4)) < 2 * body.gain(dose(sets=2))


def test_the_same_seed_is_the_same_person_with_the_same_days() -> None:
    first, second = (
        [one.truth.worth for one in play(person(3, "busso"), 3, Wandering())] for _ in range(2)
    )
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


def test_played_days_have_real_candidates_with_features_and_a_known_truth() -> None:
    for day in play(person(5, "recovery"), 4, Wandering()):
        many = len(day.candidates)
        assert many >= 8
        assert day.rows.shape == (many, len(FEATURES))
        assert np.isfinite(day.rows).all()
        assert np.isfinite(day.truth.worth).all()
        assert ((day.truth.done >= 0) & (day.truth.done <= 1)).all()


def test_nothing_that_is_hidden_shows_in_the_first_days_features() -> None:
    """Two bodies with other traits and the same life look the same before they have trained."""

    def first_rows(model: str) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        who = person(8, model)
        who.watch = False
        who.traits = replace(who.traits, sore=5.0 if model == "busso" else 0.2)
        return next(iter(play(who, 1, Wandering()))).rows

    np.testing.assert_array_equal(first_rows("busso"), first_rows("recovery"))


def test_what_turns_out_scatters_around_the_truth() -> None:
    truth = Outcome(*(np.full(4000, value) for value in (0.7, 0.5, 4.0, 1.0)))
    drawn = truth.drawn(np.random.default_rng(1))
    assert drawn.done.mean() == pytest.approx(0.7, abs=0.03)
    assert drawn.effort_off.mean() == pytest.approx(0.5, abs=0.05)
    assert drawn.progress.mean() == pytest.approx(1.0, abs=0.03)


def test_the_best_of_a_day_are_its_top_quarter() -> None:
    assert best(np.arange(12.0)).tolist() == [False] * 9 + [True] * 3


def test_fatigue_fades_at_least_twice_as_fast_as_fitness_in_everybody() -> None:
    chance = np.random.default_rng(0)
    someone = replace(next(iter(KINDS.values())), experience=Experience.INTERMEDIATE)
    drawn = [draw(someone, USUAL, chance) for _ in range(300)]
    assert all(one.tau1 > 2 * one.tau2 for one in drawn)
