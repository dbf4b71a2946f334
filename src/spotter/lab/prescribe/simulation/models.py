"""How training changes a body: three models of different structure behind one port.

Each answers two questions about a dose: how tired the body is for it, and how much better the
body will be for it four weeks later. Both are about the true state, without noise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from spotter.lab.prescribe.simulation.traits import Traits
from spotter.prescribe.ranker.dose import MUSCLES, Dose, Vector

# Progress is judged so many days after the session.
HORIZON_DAYS = 28
# A usual session in the units that the published gains below were fitted in; an assumption.
UNITS = 500.0
# Busso 2003: gain of fitness, of fatigue, and the decay of what makes fatigue grow, in days.
BUSSO_K1, BUSSO_K3, BUSSO_TAU3 = 0.031, 3.5e-5, 2.3
# A usual session done fresh loses at most this part of what it gains, or nobody would train.
MOST_LOST = 0.25
# The logarithm of sets turns here; so many muscles' worth of it and so many minutes are a usual
# session; and gentle work gives so much of what other work does. Assumptions.
HALF_SETS, USUAL_MUSCLES, USUAL_MINUTES, CALM = 2.0, 6.0, 30.0, 0.6
# How much a tired muscle still gains: e-fold per so many carried sets; an assumption.
TIRED_SETS = 3.0
# What a set on a tired muscle costs, per carried set; an assumption.
OVERREACHED = 0.03


class Model(Protocol):
    """A body that trains."""

    def tired(self, dose: Dose) -> float:
        """Return how tired it is for `dose`: 0 fresh, 1 after a usual training day."""
        ...

    def gain(self, dose: Dose) -> float:
        """Return how much better `dose`, done now, makes it four weeks later; any unit."""
        ...

    def live(self, dose: Dose | None) -> None:
        """Let a day pass with `dose` done on it, None for a day off."""
        ...


def stimulus(dose: Dose, traits: Traits, fresh: Vector | None = None) -> float:
    """Return what a dose is good for by the person's goal; a usual session is about 1.

    Strength grows with the logarithm of a muscle's sets (Pelland 2024) and with effort, endurance
    with the square root of its minutes. `fresh` (17,) is how much of it each muscle takes, 0-1.
    """
    strength, endurance, gentle = traits.weights
    sets = np.log1p(dose.muscles / HALF_SETS)
    lifted = float(sets.sum() if fresh is None else sets @ fresh) / USUAL_MUSCLES
    effort = float(np.clip((dose.rpe - 3) / 4.5, 0.2, 1.2))
    ran = math.sqrt(dose.endurance_min / USUAL_MINUTES) * (0.6 + 0.4 * effort)
    calm = CALM * math.sqrt(dose.gentle_min / USUAL_MINUTES)
    return strength * lifted * effort + endurance * ran + gentle * calm


@dataclass(slots=True)
class Banister:
    """Fitness and fatigue as two impulse responses (Banister 1975).

    A load always pays in the end; what it costs is how the days in between feel.
    """

    traits: Traits
    fatigue: float = 0.0

    def tired(self, dose: Dose) -> float:
        return self.fatigue if dose.sets else 0.0

    def gain(self, dose: Dose) -> float:
        who = self.traits
        fitness = stimulus(dose, who) * math.exp(-HORIZON_DAYS / who.tau1)
        load = dose.load_au / who.capacity_au
        return fitness - load * who.ratio * math.exp(-HORIZON_DAYS / who.tau2)

    def live(self, dose: Dose | None) -> None:
        load = 0.0 if dose is None else dose.load_au / self.traits.capacity_au
        # In units of one usual session on the day after it.
        self.fatigue = (self.fatigue + load) * math.exp(-2.2 / self.traits.tau2 - 0.25)


@dataclass(slots=True)
class Busso:
    """Fatigue that grows faster the more was done lately (Busso 2003): too much does not pay."""

    traits: Traits
    carried: float = 0.0
    fatigue: float = 0.0

    def tired(self, dose: Dose) -> float:
        return self.fatigue if dose.sets else 0.0

    def gain(self, dose: Dose) -> float:
        useful = UNITS * stimulus(dose, self.traits)
        load = UNITS * dose.load_au / self.traits.capacity_au
        tau1, tau2 = 30.8 * self.traits.tau1 / 45, 16.8 * self.traits.tau2 / 10
        fitness = BUSSO_K1 * useful * math.exp(-HORIZON_DAYS / tau1)
        most = MOST_LOST * BUSSO_K1 / UNITS * math.exp(-HORIZON_DAYS / tau1)
        k3 = BUSSO_K3 * self.traits.ratio / 2.25 * math.exp(-HORIZON_DAYS / tau2)
        return fitness - min(k3, most) * load * (load + 2 * self.carried)

    def live(self, dose: Dose | None) -> None:
        load = 0.0 if dose is None else dose.load_au / self.traits.capacity_au
        fade = math.exp(-1 / BUSSO_TAU3)
        self.fatigue = (self.fatigue * 0.75 + load * (0.5 + self.carried / UNITS)) * fade
        self.carried = (self.carried + UNITS * load) * fade


@dataclass(slots=True)
class Recovery:
    """Muscles that gain by the logarithm of their sets when they are fresh (Pelland 2024).

    Sets on a muscle that still carries work gain little and set it back; everything gains less
    when the whole body is tired.
    """

    traits: Traits
    carried: Vector = field(default_factory=lambda: np.zeros(len(MUSCLES)))
    legs: float = 0.0

    def tired(self, dose: Dose) -> float:
        if not dose.sets:
            return 0.0
        sets = dose.strength_sets
        local = float(dose.muscles @ self.carried) / sets / 4 if sets else 0.0
        return local + 0.6 * self.legs

    def gain(self, dose: Dose) -> float:
        fresh = np.exp(-self.carried / TIRED_SETS)
        back = OVERREACHED * float((dose.muscles * self.carried).sum())
        legs = math.exp(-self.legs / 3)
        return stimulus(dose, self.traits, fresh) * legs - self.traits.weights[0] * back

    def live(self, dose: Dose | None) -> None:
        load = 0.0 if dose is None else dose.load_au / self.traits.capacity_au
        done = 0.0 if dose is None else dose.muscles * (0.4 + dose.peak_rpe / 12)
        self.carried = (self.carried + done) * self.traits.recovers
        self.legs = (self.legs + load) * self.traits.recovers


MODELS: Mapping[str, Callable[[Traits], Model]] = {
    "banister": Banister,
    "busso": Busso,
    "recovery": Recovery,
}
