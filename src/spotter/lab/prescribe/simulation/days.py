"""Plays people day by day through the real candidates, and keeps what the service could see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from spotter.athletes.profile import (
    AthleteKind,
    BodySite,
    Experience,
    Goal,
    Limitation,
    Profile,
    Severity,
    Sex,
)
from spotter.body.baseline import state
from spotter.body.checkin import Checkin
from spotter.body.history import build
from spotter.body.readiness import readiness
from spotter.body.state import Day
from spotter.lab.prescribe.simulation.models import MODELS
from spotter.lab.prescribe.simulation.outcome import Drawn, Outcome
from spotter.lab.prescribe.simulation.person import Person
from spotter.lab.prescribe.simulation.traits import USUAL, Population, draw
from spotter.lab.season.people import CLUB, GYM, HOME, KINDS
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.decide import Offer, offered
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.rank import RuleRanker
from spotter.prescribe.ranker.dose import of_session
from spotter.prescribe.ranker.features import Rows
from spotter.safety.screening import all_clear
from spotter.training.session import SessionLog

FIRST = date(2026, 3, 2)
# Readings and answers are looked back on for so many days, as far as baselines reach.
BACK_DAYS = 35
CHECKED_IN, SKIPS = 0.85, 0.06


@dataclass(frozen=True, slots=True)
class Played:
    """One day: what was offered, its rows, the truth about each, one draw, and what was chosen."""

    number: int
    candidates: tuple[Candidate, ...]
    rules: np.ndarray[tuple[int], np.dtype[np.float64]]
    rows: Rows
    truth: Outcome
    drawn: Drawn
    chosen: int


class Chooses(Protocol):
    """A policy: which of the candidates of a day is done."""

    def choose(self, inputs: Inputs, offer: Offer, chance: np.random.Generator) -> int:
        """Return the place of the chosen candidate in `offer.automatic`."""
        ...


@dataclass(frozen=True, slots=True)
class Wandering:
    """The rules, but now and then anything: so that what is seen covers what could be."""

    share: float = 0.35

    def choose(self, inputs: Inputs, offer: Offer, chance: np.random.Generator) -> int:
        """Return the best by the rules, or with probability `share` any candidate."""
        if chance.random() < self.share:
            return int(chance.integers(len(offer.automatic)))
        return int(np.argmax(by_rules(offer)))


def by_rules(offer: Offer) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the score of the scored rule for each automatic candidate, in their order."""
    scored = RuleRanker().rank(offer.automatic, offer.view)
    by_id = {id(one.candidate): one.score for one in scored}
    return np.array([by_id[id(one)] for one in offer.automatic])


def profile(chance: np.random.Generator) -> Profile:
    """Return somebody of the cast with a goal, an age, days and minutes of their own."""
    base = KINDS[list(AthleteKind)[int(chance.integers(len(AthleteKind)))]]
    senior = (base.age_years or 40) >= 65
    experience = base.experience
    if not senior and not base.competes:
        experience = list(Experience)[int(chance.integers(3))]
    hurt = chance.random() < 0.12
    site = (BodySite.KNEE, BodySite.SHOULDER, BodySite.LOWER_BACK)[int(chance.integers(3))]
    return replace(
        base,
        goal=list(Goal)[int(chance.integers(len(Goal)))],
        experience=experience,
        age_years=int(chance.integers(65, 80) if senior else chance.integers(19, 62)),
        sex=Sex.FEMALE if chance.random() < 0.5 else Sex.MALE,
        mass_kg=round(float(chance.normal(74, 10)), 1),
        days_per_week=int(chance.integers(2, 6)),
        minutes_per_session=int(chance.choice([20, 30, 40, 45, 60, 75])),
        equipment=(GYM, CLUB, HOME)[int(chance.integers(3))],
        limitations=(Limitation(site, Severity.MODERATE),) if hurt else (),
    )


def person(seed: int, model: str, people: Population = USUAL) -> Person:
    """Return simulated person number `seed` of a population; the same seed, the same person."""
    chance = np.random.default_rng((seed, 11))
    who = profile(chance)
    traits = draw(who, people, chance)
    return Person(who, traits, MODELS[model](traits), chance, watch=chance.random() < 0.6)


def play(who: Person, days: int, policy: Chooses) -> Iterator[Played]:
    """Yield the days of somebody, each decided by `policy` among the real candidates."""
    nights: dict[date, Day] = {}
    said: list[Checkin] = []
    logs: list[SessionLog] = []
    for number in range(days):
        day = FIRST + timedelta(days=number)
        who.wake()
        nights[day] = who.measured(day)
        if who.chance.random() < CHECKED_IN:
            said.append(who.says(day))
        inputs = _inputs(who.profile, day, nights, said, logs)
        offer = offered(inputs, observed(inputs))
        if number == 0:
            who.settle([of_session(one.session) for one in offer.automatic])
        yield _lived(who, number, inputs, offer, policy, logs)


def _lived(  # noqa: PLR0917
    who: Person,
    number: int,
    inputs: Inputs,
    offer: Offer,
    policy: Chooses,
    logs: list[SessionLog],
) -> Played:
    found = offer.automatic
    doses = [of_session(one.session) for one in found]
    truth = who.outcome(doses)
    drawn = truth.drawn(who.chance)
    place = policy.choose(inputs, offer, who.chance)
    played = Played(number, found, by_rules(offer), seen(offer), truth, drawn, place)
    if found[place].kind is Kind.REST or who.chance.random() < SKIPS:
        who.rest()
    else:
        logs.append(who.train(found[place].session, doses[place], drawn, place, inputs.day))
    return played


def seen(offer: Offer) -> Rows:
    """Return the rows of the automatic candidates, as the service has them."""
    if offer.view.rows is None:
        raise ValueError("the offer carries no features")
    return offer.view.rows(offer.automatic)


def _inputs(
    who: Profile,
    day: date,
    nights: dict[date, Day],
    said: list[Checkin],
    logs: list[SessionLog],
) -> Inputs:
    since = day - timedelta(days=BACK_DAYS)
    lately = {on: one for on, one in nights.items() if on >= since}
    told = tuple(one for one in said if one.day >= since)
    done = tuple(logs)
    body = state(build(lately, told, [one for one in done if one.day >= since]), day)
    return Inputs(day, who, all_clear(FIRST), body, readiness(body), told, done)
