"""Who knows the simulator but not what is hidden in it: the best that anybody could foresee.

A particle filter over the hidden traits and days of one athlete. It knows the population, the
models of the body and every formula, and sees what the service sees: answers, readings, logs. Its
chance that a candidate is among the best is the Bayes-optimal score, but for the number of its
particles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from spotter.body.checkin import Checkin
from spotter.lab.prescribe.simulation.cloud import Cloud, Floats
from spotter.lab.prescribe.simulation.days import Wandering
from spotter.lab.prescribe.simulation.outcome import BEST_SHARE, EFFORT_SD
from spotter.lab.prescribe.simulation.person import ANY_DOSE
from spotter.lab.prescribe.simulation.traits import Population
from spotter.prescribe.decide import Offer
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.ranker.dose import SITES, Dose, of_log, of_session
from spotter.training.session import SessionLog, SetKind

PARTICLES = 1000
# Worth beyond this is of the few whose unit, their own best session, is tiny.
MOST = 2.0
# Answers in whole steps scatter by a half and by the rounding; felt soreness by less.
_ANSWER_SD, _SORE_SD = math.sqrt(0.25 + 1 / 12), math.sqrt(0.16 + 1 / 12)
_SET_SD = math.sqrt(0.16 + 1 / 48)


@dataclass(frozen=True, slots=True)
class Known:
    """Of n candidates, each (n,): the chance `best` to be among the best, and expected `worth`."""

    best: Floats
    worth: Floats


@dataclass(slots=True)
class Knowing:
    """The filter of one athlete, a cloud for each model of the body that could be theirs."""

    models: tuple[str, ...]
    people: Population
    seed: int
    size: int = PARTICLES
    clouds: list[Cloud] = field(default_factory=list)
    _offered: Sequence[Dose] = ()

    def told(self, inputs: Inputs, doses: Sequence[Dose]) -> Known:
        """Return what is to be known of each dose today.

        To be called once a day, in the order of the days.
        """
        if not self.clouds:
            chance = np.random.default_rng((self.seed, 23))
            self.clouds = [
                Cloud.guessed(inputs.profile, one, self.people, self.size, chance)
                for one in self.models
            ]
            for cloud in self.clouds:
                cloud.settle(doses)
        else:
            self._yesterday(inputs)
        for cloud in self.clouds:
            cloud.wake()
            cloud.told(_morning(cloud, inputs))
        self._offered = doses
        return self._known(doses)

    def _yesterday(self, inputs: Inputs) -> None:
        log = inputs.logs[-1] if inputs.logs else None
        if log is None or (inputs.day - log.day).days != 1:
            for cloud in self.clouds:
                cloud.live(None)
            return
        dose = self._chosen(log)
        share = sum(one.kind is SetKind.WORK for one in log.sets) / max(1, log.planned_sets)
        for cloud in self.clouds:
            cloud.told(_session(cloud, dose, log, share))
            cloud.live(dose, share)

    def _chosen(self, log: SessionLog) -> Dose:
        """Return the offered dose that a log is of: as many sets, on about its muscles."""
        done = of_log(log)
        share = len(log.sets) / max(1, log.planned_sets)

        def unlike(dose: Dose) -> float:
            apart = float(np.abs(dose.muscles * share - done.muscles).sum())
            apart += float(np.abs(dose.sites * share - done.sites).sum())
            apart += 100 * abs(dose.sets - log.planned_sets)
            return apart + abs(dose.rpe - (log.asked_rpe or 0.0))

        return min((one for one in self._offered if one.sets), key=unlike)

    def _known(self, doses: Sequence[Dose]) -> Known:
        best, expected, mass = np.zeros(len(doses)), np.zeros(len(doses)), 0.0
        top = max(float(cloud.log_weight.max()) for cloud in self.clouds)
        for cloud in self.clouds:
            weight = np.exp(cloud.log_weight - top)
            worth = cloud.outcome(doses).worth
            best += weight @ _best(worth)
            expected += weight @ np.clip(worth, -MOST, MOST)
            mass += float(weight.sum())
        return Known(best / mass, expected / mass)


@dataclass(slots=True)
class Watching:
    """Wanders, and asks each day what somebody would know who knows the simulator: `known`."""

    knows: Knowing
    known: Known = field(default_factory=lambda: Known(np.zeros(0), np.zeros(0)))
    wanders: Wandering = field(default_factory=Wandering)

    def choose(self, inputs: Inputs, offer: Offer, chance: np.random.Generator) -> int:
        """Return what wandering chooses."""
        doses = [of_session(one.session) for one in offer.automatic]
        self.known = self.knows.told(inputs, doses)
        return self.wanders.choose(inputs, offer, chance)


def _best(worth: Floats) -> NDArray[np.bool_]:
    """Return what is among the best of the day in each particle, (N, n)."""
    many = max(1, round(BEST_SHARE * worth.shape[1]))
    return np.asarray(worth >= np.sort(worth, axis=1)[:, -many, None])


def _morning(cloud: Cloud, inputs: Inputs) -> Floats:
    """Return how likely what was measured and said this morning is, the logarithm, (N,)."""
    likely = np.zeros(cloud.size)
    reading = {name: one.value for name, one in inputs.body.readings.items()}
    tired = np.clip(cloud.tired(ANY_DOSE), 0, 3)
    if (hrv := reading.get("hrv_sdnn_ms")) is not None:
        mean = math.log(60) + 0.12 * cloud.form - 0.08 * tired
        likely += _normal(math.log(hrv) - mean, 0.12)
    if (pulse := reading.get("resting_hr_bpm")) is not None:
        likely += _normal(pulse - (56 - 1.2 * cloud.form + 1.2 * tired), 1.5)
    if (slept := reading.get("sleep_s")) is not None:
        likely += _normal(slept - (27_000 + 4200 * cloud.slept), 1200)
    if inputs.checkin is not None:
        likely += _said(cloud, inputs.checkin)
    return likely


def _said(cloud: Cloud, said: Checkin) -> Floats:
    answers = (
        (said.sleep_quality, 3.6 + 0.9 * cloud.slept),
        (said.mood, 3.8 + 0.5 * cloud.form - 0.3 * cloud.stress),
        (said.energy, 3.6 + 0.9 * cloud.form),
        (said.stress, 2.2 + 0.9 * cloud.stress),
    )
    likely = np.zeros(cloud.size)
    for answer, mean in answers:
        if answer is not None:
            likely += _normal(answer - np.clip(mean, 1, 5), _ANSWER_SD)
    told = said.soreness or {}
    levels = np.array([told.get(site, 0) for site in SITES], dtype=np.float64)
    # Below a half nothing is said, so that what is unsaid tells little.
    off = np.where(levels > 0, levels - cloud.sites, -np.maximum(0.0, cloud.sites - 0.25))
    # Sites move together in a body: fourteen answers are not fourteen witnesses.
    return np.asarray(likely + _normal(off, _SORE_SD).sum(axis=1) / 3)


def _session(cloud: Cloud, dose: Dose, log: SessionLog, share: float) -> Floats:
    """Return how likely the log of a session is, the logarithm, (N,)."""
    told = cloud.outcome([dose])
    done, off = told.done[:, 0], told.effort_off[:, 0]
    likely = np.log(np.where(share >= 0.9, done, 1 - done) + 1e-6)
    felt = [one.rpe for one in log.sets if one.rpe is not None]
    if felt and log.asked_rpe is not None:
        spread = math.hypot(EFFORT_SD, _SET_SD / math.sqrt(len(felt)))
        likely += _normal(float(np.mean(felt)) - log.asked_rpe - off, spread)
    return np.asarray(likely)


def _normal(off: Floats, spread: float) -> Floats:
    return -0.5 * np.square(off / spread)
