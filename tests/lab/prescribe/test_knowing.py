from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from spotter.lab.prescribe.benchmarks.auc import within_days
from spotter.lab.prescribe.simulation.cloud import Cloud
from spotter.lab.prescribe.simulation.days import person
from spotter.lab.prescribe.simulation.models import MODELS
from spotter.lab.prescribe.simulation.person import Person
from spotter.lab.prescribe.simulation.traits import USUAL
from spotter.lab.prescribe.training.table import simulated
from spotter.prescribe.ranker.dose import MUSCLES, SITES, Dose

REST = Dose(0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0, 0, np.zeros(len(MUSCLES)), np.zeros(len(SITES)))


def doses() -> Sequence[Dose]:
    chance = np.random.default_rng(4)
    return [
        REST,
        *(
            Dose(
                minutes=float(chance.uniform(15, 80)),
                sets=12,
                hard_sets=6,
                rpe=float(chance.uniform(4, 9)),
                peak_rpe=float(chance.uniform(6, 9.5)),
                endurance_min=float(chance.uniform(0, 40)),
                gentle_min=float(chance.uniform(0, 20)),
                impact_sets=int(chance.integers(4)),
                exercises=5,
                muscles=chance.uniform(0, 4, len(MUSCLES)),
                sites=chance.integers(0, 6, len(SITES)).astype(np.float64),
            )
            for _ in range(4)
        ),
    ]


def cloud_of(who: Person, model: str) -> Cloud:
    """Return a cloud of two particles, both exactly the person."""
    cloud = Cloud.guessed(who.profile, model, USUAL, 2, np.random.default_rng(0))
    mine = who.traits
    cloud.traits[:] = (
        mine.tau1,
        mine.tau2,
        mine.ratio,
        mine.sore,
        mine.capacity_au,
        mine.recovers,
        mine.grit,
        mine.bias,
        *mine.weights,
    )
    return cloud


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_cloud_lives_and_answers_as_the_person_it_guesses(model: str) -> None:
    who = person(7, model)
    cloud = cloud_of(who, model)
    offered = doses()
    who.settle(offered)
    cloud.settle(offered)
    for dose in (*offered[1:], None, offered[2]):
        who.wake()
        cloud.form[:], cloud.free_min[:] = who.form, who.free_min
        truth, told = who.outcome(offered), cloud.outcome(offered)
        for name in ("done", "effort_off", "soreness", "progress", "worth"):
            mine = getattr(told, name)
            np.testing.assert_allclose(mine[0], getattr(truth, name), rtol=1e-9, atol=1e-9)
        if dose is None:
            who.rest()
        else:
            who.sites = who.sore(dose)
            who.model.live(dose)
            who.bouts += 1
            who.week.append(True)
        cloud.live(dose)


def test_particles_that_foresee_what_was_seen_weigh_more_and_multiply() -> None:
    who = person(3, "banister")
    cloud = Cloud.guessed(who.profile, "banister", USUAL, 400, np.random.default_rng(1))
    bias = cloud.of("bias").copy()
    cloud.told(-0.5 * np.square((bias - 1.0) / 0.1))
    assert np.abs(cloud.of("bias").mean() - 1.0) < 0.15 < np.abs(bias.mean() - 1.0)


def test_knowing_the_simulator_beats_chance_without_seeing_what_is_hidden() -> None:
    table = simulated(("recovery",), range(50_000, 50_001), 5, USUAL, particles=300)
    assert within_days(table, table.known_best, table.true_worth) > 0.7
