"""Which programme fits an athlete, and why: a condition first, then their choice, then the best.

Pure: the same wish gives the same programme.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from spotter.athletes.profile import AthleteKind, Goal
from spotter.athletes.targets import Aim
from spotter.training import programmes
from spotter.training.conditions import FIRST, Condition
from spotter.training.programmes import Programme
from spotter.training.reasons import because

CONDITION_WORDS = {
    Condition.PREGNANCY: "pregnancy",
    Condition.HYPERTENSION: "high blood pressure",
    Condition.ILLNESS: "the way back after an illness",
    Condition.BREAK: "the way back after a break",
    Condition.SEATED: "training from a chair",
    Condition.FALLS: "staying steady on your feet",
    Condition.LOW_BACK: "a lower back that needs care",
    Condition.KNEE: "a knee that needs care",
    Condition.HIP: "a hip that needs care",
    Condition.DIABETES: "type 2 diabetes",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a programme is chosen by.

    `chosen` is the id of the athlete's own choice, empty without one. `aims` are what they aim for
    by a day to come, `event` the day of their next event, `sport` in their own words.
    """

    goal: Goal
    kind: AthleteKind
    days_per_week: int
    minutes: int
    conditions: frozenset[Condition] = frozenset()
    aims: tuple[tuple[Aim, date], ...] = ()
    event: date | None = None
    sport: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """The programme with the reason that says why; `event` is the day it leads up to, if any."""

    programme: Programme
    reason: str
    event: date | None = None


@lru_cache(maxsize=256)
def fit(wish: Wish) -> Fit:
    """Return the programme for `wish`.

    A condition in which care comes first decides, then the athlete's own choice, then another
    condition, an aim with a day, a sport, and the best fit of those for everybody. Raises
    `NotFound` for a choice that does not exist.
    """
    chosen = programmes.programme(wish.chosen) if wish.chosen else None
    careful = _for_condition(wish, wish.conditions & FIRST)
    if careful is not None:
        return _instead(careful, chosen)
    if chosen is not None and _suits_kind(chosen, wish):
        reason = because("programme_chosen", programme=chosen.name)
        return Fit(chosen, reason, _event(chosen, wish))
    found = (
        _for_condition(wish, wish.conditions - FIRST)
        or _for_aim(wish)
        or _for_sport(wish)
        or _for_everybody(wish)
    )
    return _instead(found, chosen)


def _suits_kind(programme: Programme, wish: Wish) -> bool:
    """Return whether a chosen programme may be given: older athletes keep to what is for them."""
    return wish.kind is not AthleteKind.SENIOR or wish.kind in programme.kinds


def _instead(fit_: Fit, chosen: Programme | None) -> Fit:
    """Return `fit_`, saying so where it takes the place of what the athlete chose."""
    if chosen is None or chosen.id == fit_.programme.id:
        return fit_
    why = because(
        "programme_instead",
        programme=fit_.programme.name,
        chosen=chosen.name,
        why=fit_.reason.partition("|")[2],
    )
    return Fit(fit_.programme, why, fit_.event)


def _fitting(wish: Wish) -> Iterator[Programme]:
    for one in programmes.programmes():
        if wish.goal in one.goals and wish.kind in one.kinds:
            yield one


def _roomy(programme: Programme, wish: Wish) -> bool:
    """Return whether the athlete has the days and at least the minutes that `programme` takes."""
    few, many = programme.days_per_week
    return few <= wish.days_per_week <= many and wish.minutes >= programme.minutes[0]


def _for_condition(wish: Wish, conditions: frozenset[Condition]) -> Fit | None:
    for condition in Condition:
        if condition not in conditions:
            continue
        own = [one for one in _fitting(wish) if condition in one.conditions]
        best = next((one for one in own if _roomy(one, wish)), own[0] if own else None)
        if best is not None:
            words = {"programme": best.name, "condition": CONDITION_WORDS[condition]}
            return Fit(best, because("programme_condition", **words), _event(best, wish))
    return None


def _for_aim(wish: Wish) -> Fit | None:
    """Return the programme for the nearest aim that has a day."""
    for aim, day in sorted(wish.aims, key=lambda one: one[1]):
        for one in _fitting(wish):
            if aim in one.aims and _roomy(one, wish):
                named = {"programme": one.name, "aim": aim.value.replace("_", " "), "day": day}
                return Fit(one, because("programme_event", **named), wish.event or day)
    return None


def _for_sport(wish: Wish) -> Fit | None:
    words = frozenset(wish.sport.lower().replace(",", " ").split())
    for one in _fitting(wish):
        if words & frozenset(one.sports) and _roomy(one, wish):
            named = {"programme": one.name, "sport": wish.sport}
            return Fit(one, because("programme_sport", **named), _event(one, wish))
    return None


def _for_everybody(wish: Wish) -> Fit:
    found = programmes.for_athlete(wish.goal, wish.kind, wish.days_per_week, wish.minutes)
    reason = because(
        "programme_fits",
        programme=found.name,
        goal=wish.goal.value.replace("_", " "),
        days=wish.days_per_week,
        minutes=wish.minutes,
    )
    return Fit(found, reason, wish.event)


def _event(programme: Programme, wish: Wish) -> date | None:
    """Return the day that `programme` leads up to: the event, else the nearest of its aims."""
    if wish.event is not None:
        return wish.event
    return min((day for aim, day in wish.aims if aim in programme.aims), default=None)
