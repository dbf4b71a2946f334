"""What a simulated person is like: hidden from the service, drawn once, from stated priors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from spotter.athletes.profile import Experience, Goal, Profile

# What a session of the usual size is in AU by training; an assumption beside sRPE norms of
# 200-500 AU a session (Foster 2001).
USUAL_AU = {
    Experience.BEGINNER: 170.0,
    Experience.INTERMEDIATE: 280.0,
    Experience.ADVANCED: 400.0,
}
SENIOR_SHARE = 0.75
# What strength work, endurance work and gentle work are good for, by goal; assumptions after the
# principle of specificity.
WEIGHTS: Mapping[Goal, tuple[float, float, float]] = {
    Goal.STRENGTH: (1.0, 0.15, 0.1),
    Goal.MUSCLE: (1.0, 0.15, 0.1),
    Goal.ENDURANCE: (0.3, 1.0, 0.1),
    Goal.WEIGHT: (0.7, 0.8, 0.15),
    Goal.HEALTH: (0.7, 0.7, 0.3),
    Goal.MOBILITY: (0.4, 0.3, 1.0),
    Goal.SPORT: (0.8, 0.7, 0.25),
}


@dataclass(frozen=True, slots=True)
class Population:
    """Where people come from: the medians and spreads of what is hidden.

    `tau1`, `tau2` are (median in days, spread of the logarithm), `ratio` the range of fatigue over
    fitness gain: our own, drawn so as to span published fits (Busso 1990, weightlifters: 60 and 4
    days; Busso 2003: 30.8 and 16.8 days) of the model of Banister 1975. The others are assumptions
    of ours.
    """

    tau1: tuple[float, float] = (45.0, 0.35)
    tau2: tuple[float, float] = (10.0, 0.45)
    ratio: tuple[float, float] = (1.5, 3.0)
    sore: tuple[float, float] = (1.0, 0.35)
    capacity: tuple[float, float] = (1.0, 0.25)
    recovers: tuple[float, float] = (0.55, 0.25)
    grit: tuple[float, float] = (1.9, 0.8)
    bias: tuple[float, float] = (0.0, 0.5)
    poor_days: float = 0.15
    hurried: float = 0.15


USUAL = Population()
# Older legs, shorter nights, busier lives: medians moved by about one of their own spreads.
SHIFTED = Population(
    tau1=(34.0, 0.40),
    tau2=(14.0, 0.40),
    ratio=(2.0, 3.5),
    sore=(1.35, 0.40),
    capacity=(0.8, 0.30),
    recovers=(0.66, 0.20),
    grit=(1.2, 0.9),
    bias=(0.3, 0.6),
    poor_days=0.25,
    hurried=0.25,
)

# What is learned from: spreads half again as wide as usual, so that neither the usual nor the
# shifted people are what was learned by heart; the medians of the shifted stay off its own.
BROAD = Population(
    tau1=(42.0, 0.50),
    tau2=(11.0, 0.60),
    ratio=(1.3, 3.2),
    sore=(1.1, 0.50),
    capacity=(0.95, 0.38),
    recovers=(0.57, 0.35),
    grit=(1.7, 1.1),
    bias=(0.05, 0.75),
    poor_days=0.18,
    hurried=0.18,
)


@dataclass(frozen=True, slots=True)
class Traits:
    """One person. `capacity_au` is a session that feels usual, `recovers` what is left of fatigue
    in muscle and soreness after a day (0-1), `grit` the log-odds of getting a usual session done,
    `bias` how much higher than it is effort is felt, in RPE."""

    tau1: float
    tau2: float
    ratio: float
    sore: float
    capacity_au: float
    recovers: float
    grit: float
    bias: float
    weights: tuple[float, float, float]
    poor_days: float
    hurried: float


def draw(profile: Profile, people: Population, chance: np.random.Generator) -> Traits:
    """Return the hidden traits of somebody with this profile; tau1 is over twice tau2."""

    def around(median: tuple[float, float]) -> float:
        return median[0] * math.exp(median[1] * float(chance.normal()))

    tau2 = min(around(people.tau2), 25.0)
    tau1 = max(around(people.tau1), 2.1 * tau2)
    # Training pays within four weeks, or nobody would train: fatigue is left with six tenths.
    pays = 0.6 * math.exp(28 / tau2 - 28 / tau1)
    senior = (profile.age_years or 40) >= 65
    weights = tuple(
        weight * math.exp(0.25 * float(chance.normal())) for weight in WEIGHTS[profile.goal]
    )
    return Traits(
        tau1=tau1,
        tau2=tau2,
        ratio=min(float(chance.uniform(*people.ratio)), pays),
        sore=around(people.sore),
        capacity_au=USUAL_AU[profile.experience]
        * (SENIOR_SHARE if senior else 1.0)
        * around(people.capacity),
        recovers=float(np.clip(around(people.recovers), 0.2, 0.85)),
        grit=float(chance.normal(*people.grit)),
        bias=float(chance.normal(*people.bias)),
        weights=(weights[0], weights[1], weights[2]),
        poor_days=people.poor_days,
        hurried=people.hurried,
    )
