"""Many bodies at once: what a simulated person could be, in the arithmetic of `person`, `models`.

Each of N particles is one guess of what is hidden. The formulas are those of `Person` and of the
models of the body, written for arrays; a test holds them against each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from spotter.athletes.profile import Profile
from spotter.lab.prescribe.simulation import models, person
from spotter.lab.prescribe.simulation.outcome import EFFORT_SD, share_of
from spotter.lab.prescribe.simulation.traits import Population, draw
from spotter.prescribe.ranker.dose import MUSCLES, SITES, Dose
from spotter.prescribe.ranker.foreseen import worth

Floats = NDArray[np.float64]
# What is drawn anew around each guess after resampling keeps this share of their spread (Liu and
# West 2001: the rest is drawn in towards the mean, so that the spread stays as it was).
KEPT = 0.98
_erf = np.frompyfunc(math.erf, 1, 1)
_TRAITS = ("tau1", "tau2", "ratio", "sore", "capacity_au", "recovers", "grit", "bias")
_LOGS = np.array([True, True, True, True, True, True, False, False, True, True, True])


@dataclass(slots=True)
class Foretold:
    """For n doses and N particles: `done`, `effort_off`, `soreness`, `progress`, each (N, n)."""

    done: Floats
    effort_off: Floats
    soreness: Floats
    progress: Floats

    @property
    def worth(self) -> Floats:
        """Return the worth of each dose to each particle, (N, n)."""
        mean, root = self.effort_off, math.sqrt(2 / math.pi)
        off = EFFORT_SD * root * np.exp(-(mean**2) / (2 * EFFORT_SD**2))
        off += mean * np.asarray(_erf(mean / (EFFORT_SD * math.sqrt(2))), dtype=np.float64)
        return np.asarray(worth(self.done, off, self.soreness, self.progress))


@dataclass(slots=True)
class Cloud:
    """N guesses of one person under one model of the body; `log_weight` (N,) is how likely each."""

    profile: Profile
    model: str
    people: Population
    chance: np.random.Generator
    traits: Floats
    log_weight: Floats
    form: Floats
    slept: Floats
    stress: Floats
    free_min: Floats
    sites: Floats
    fatigue: Floats
    carried: Floats
    unit: Floats
    bouts: float = 0.0
    week: list[bool] = field(default_factory=list)

    @classmethod
    def guessed(
        cls, who: Profile, model: str, people: Population, size: int, chance: np.random.Generator
    ) -> Cloud:
        """Return `size` draws from the prior of a population."""
        drawn = [draw(who, people, chance) for _ in range(size)]
        traits = np.array([[getattr(one, name) for name in _TRAITS] for one in drawn])
        traits = np.hstack([traits, np.array([one.weights for one in drawn])])
        nothing = np.zeros(size)
        carried = np.zeros((size, len(MUSCLES))) if model == "recovery" else nothing.copy()
        return cls(
            who,
            model,
            people,
            chance,
            traits,
            log_weight=nothing.copy(),
            form=nothing.copy(),
            slept=nothing.copy(),
            stress=nothing.copy(),
            free_min=nothing.copy(),
            sites=np.zeros((size, len(SITES))),
            fatigue=nothing.copy(),
            carried=carried,
            unit=nothing + 1,
        )

    @property
    def size(self) -> int:
        return len(self.log_weight)

    def of(self, name: str) -> Floats:
        """Return a trait of each particle, (N,)."""
        return self.traits[:, _TRAITS.index(name)]

    @property
    def weights(self) -> Floats:
        """Return what strength, endurance and gentle work are good for, (N, 3)."""
        return self.traits[:, len(_TRAITS) :]

    @property
    def beyond(self) -> bool:
        return sum(self.week[-6:]) >= self.profile.days_per_week

    def settle(self, usual: Sequence[Dose]) -> None:
        """Take the most that any of `usual` gains, done fresh, as each particle's unit."""
        most = np.max([self.gain(dose) for dose in usual], axis=0)
        self.unit = np.maximum(person.LEAST_UNIT, most)

    def wake(self) -> None:
        """Draw a night and a day for each particle, as `Person.wake` does."""
        chance, size = self.chance, self.size
        poor = chance.random(size) < self.people.poor_days
        self.slept = chance.normal(np.where(poor, -1.2, 0.2), 0.7)
        self.stress = chance.normal(np.where(poor, 1.0, -0.2), 0.7)
        new = 0.5 * self.slept - 0.4 * self.stress + chance.normal(0, 0.5, size)
        self.form = 0.4 * self.form + 0.8 * new
        hurry = chance.random(size) < self.people.hurried * np.where(self.stress > 0.5, 1.6, 0.8)
        share = np.where(hurry, chance.uniform(0.4, 0.8, size), chance.uniform(0.95, 1.4, size))
        self.free_min = self.profile.minutes_per_session * share
        self.free_min *= person.BEYOND_TIME if self.beyond else 1.0

    def tired(self, dose: Dose) -> Floats:
        """Return how tired each is for `dose`, (N,)."""
        if not dose.sets:
            return np.zeros(self.size)
        if self.model != "recovery":
            return self.fatigue
        sets = dose.strength_sets
        local = self.carried @ dose.muscles / sets / 4 if sets else 0.0
        return np.asarray(local + 0.6 * self.fatigue)

    def gain(self, dose: Dose) -> Floats:
        """Return how much better `dose` makes each four weeks later, (N,)."""
        load = dose.load_au / self.of("capacity_au")
        far = float(models.HORIZON_DAYS)
        if self.model == "recovery":
            fresh = np.exp(-self.carried / models.TIRED_SETS)
            back = models.OVERREACHED * (self.carried @ dose.muscles)
            useful = self._stimulus(dose, fresh) * np.exp(-self.fatigue / 3)
            return np.asarray(useful - self.weights[:, 0] * back)
        useful = self._stimulus(dose)
        if self.model == "banister":
            lost = load * self.of("ratio") * np.exp(-far / self.of("tau2"))
            return np.asarray(useful * np.exp(-far / self.of("tau1")) - lost)
        tau1, tau2 = 30.8 * self.of("tau1") / 45, 16.8 * self.of("tau2") / 10
        k1, load = models.BUSSO_K1 * np.exp(-far / tau1), models.UNITS * load
        k3 = models.BUSSO_K3 * self.of("ratio") / 2.25 * np.exp(-far / tau2)
        least = np.minimum(k3, models.MOST_LOST * k1 / models.UNITS)
        return np.asarray(models.UNITS * useful * k1 - least * load * (load + 2 * self.carried))

    def _stimulus(self, dose: Dose, fresh: Floats | None = None) -> Floats:
        sets = np.log1p(dose.muscles / models.HALF_SETS)
        lifted = (sets.sum() if fresh is None else fresh @ sets) / models.USUAL_MUSCLES
        effort = float(np.clip((dose.rpe - 3) / 4.5, 0.2, 1.2))
        ran = math.sqrt(dose.endurance_min / models.USUAL_MINUTES) * (0.6 + 0.4 * effort)
        calm = models.CALM * math.sqrt(dose.gentle_min / models.USUAL_MINUTES)
        return np.asarray(
            self.weights[:, 0] * lifted * effort
            + self.weights[:, 1] * ran
            + self.weights[:, 2] * calm
        )

    def sore(self, dose: Dose) -> Floats:
        """Return the mean soreness of each site tomorrow, (N, 14)."""
        new = 1 + person.NEW_FACTOR * math.exp(-self.bouts / person.NEW_BOUTS)
        hard = max(0.0, dose.peak_rpe - 4) / 4
        shape = person.SORE_SETS * new * hard * np.log1p(dose.sites / 4)
        ran = 0.25 * math.log1p(dose.impact_sets + dose.endurance_min / 15)
        fresh = self.of("sore")[:, None] * shape + ran * (dose.sites > 0)
        fading = self.of("recovers")[:, None] * self.sites
        both = np.maximum(fresh, fading) + 0.3 * np.minimum(fresh, fading)
        return np.asarray(np.minimum(10.0, both))

    def outcome(self, doses: Sequence[Dose]) -> Foretold:
        """Return what becomes of each dose in each particle."""
        each = [self._one(dose) for dose in doses]
        done, off, sore, gain = (np.stack(column, axis=1) for column in zip(*each, strict=True))
        return Foretold(done, off, sore, gain / self.unit[:, None] * share_of(done))

    def _one(self, dose: Dose) -> tuple[Floats, Floats, Floats, Floats]:
        nothing = np.zeros(self.size)
        if not dose.sets:
            still = self.of("recovers") * self.sites.max(axis=1)
            return nothing + 0.97, nothing, still, nothing
        size = dose.load_au / self.of("capacity_au")
        off = self.of("bias") + person.TIRED_RPE * (self.tired(dose) - 0.5)
        off = off + person.LARGE_RPE * np.maximum(0.0, size - 1.1) - person.FORM_RPE * self.form
        off = np.clip(off, -2.5, 10.5 - dose.rpe)
        late = np.maximum(0.0, dose.minutes / self.free_min - 1)
        odds = self.of("grit") - person.OVER_ODDS * np.maximum(0.0, off)
        odds = odds + person.FORM_ODDS * self.form - person.LATE_ODDS * late * 10
        odds -= 0.4 * max(0.0, dose.peak_rpe - 8)
        odds -= person.BEYOND_ODDS * self.beyond * np.minimum(1.0, size)
        gain = self.gain(dose) * np.exp(-person.OVER_LOST * np.maximum(0.0, off - 1))
        return 1 / (1 + np.exp(-odds)), off, self.sore(dose).max(axis=1), gain

    def live(self, dose: Dose | None, share: float = 1.0) -> None:
        """Let a day pass: `share` of `dose` done on it, or None for a day off."""
        recovers = self.of("recovers")
        load = np.zeros(self.size) if dose is None else dose.load_au / self.of("capacity_au")
        if dose is None:
            self.sites = recovers[:, None] * self.sites
            self.bouts = max(0.0, self.bouts - 0.1)
        else:
            self.sites = self.sore(dose) * math.sqrt(share)
            self.bouts += 1
        self.week.append(dose is not None and dose.load_au > person.GENTLE_AU)
        if self.model == "banister":
            self.fatigue = (self.fatigue + load) * np.exp(-2.2 / self.of("tau2") - 0.25)
        elif self.model == "busso":
            fade = math.exp(-1 / models.BUSSO_TAU3)
            grown = load * (0.5 + self.carried / models.UNITS)
            self.fatigue = (self.fatigue * 0.75 + grown) * fade
            self.carried = (self.carried + models.UNITS * load) * fade
        else:
            done = 0.0 if dose is None else dose.muscles * (0.4 + dose.peak_rpe / 12)
            self.carried = (self.carried + done) * recovers[:, None]
            self.fatigue = (self.fatigue + load) * recovers

    def told(self, log_likelihood: Floats) -> None:
        """Weigh the particles by how likely each makes what was seen, (N,); few are drawn anew."""
        self.log_weight = self.log_weight + log_likelihood
        shares = np.exp(self.log_weight - self.log_weight.max())
        total = float(shares.sum())
        if total**2 / float((shares**2).sum()) < self.size / 2:
            self._drawn_anew(shares / total)

    def _drawn_anew(self, shares: Floats) -> None:
        mass = float(np.logaddexp.reduce(self.log_weight))
        ticks = (np.arange(self.size) + self.chance.random()) / self.size
        who = np.minimum(np.searchsorted(np.cumsum(shares), ticks), self.size - 1)
        for name in ("traits", "form", "slept", "stress", "free_min", "sites", "fatigue"):
            setattr(self, name, getattr(self, name)[who])
        self.carried, self.unit = self.carried[who], self.unit[who]
        self.log_weight = np.full(self.size, mass - math.log(self.size))
        values = np.where(_LOGS, np.log(np.where(_LOGS, self.traits, 1.0)), self.traits)
        mean, spread = values.mean(axis=0), values.std(axis=0)
        noise = self.chance.standard_normal(values.shape) * spread * math.sqrt(1 - KEPT**2)
        values = mean + KEPT * (values - mean) + noise
        self.traits = np.where(_LOGS, np.exp(np.where(_LOGS, values, 0.0)), values)
        recovers = _TRAITS.index("recovers")
        self.traits[:, recovers] = np.clip(self.traits[:, recovers], 0.2, 0.85)
