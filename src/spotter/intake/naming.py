"""What the exercises of a person's own training logs mean, and in which unit their loads are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from spotter.body.recompute import request_sets
from spotter.body.touch import EVERY_DAY, touch
from spotter.events.types import Event
from spotter.kit.errors import BadInput
from spotter.store.uow import UnitOfWork
from spotter.training.catalogue import catalogue
from spotter.training.names import How, Match, meaning, plain, resolve

MassUnit = Literal["kg", "lb"]
LONGEST_NAME = 255
# As many as a person goes through at once; what looks like each takes a while to find.
MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class Named:
    """A name that imported sets have: how many sets, the last day, and what it means."""

    name: str
    sets: int
    last: date
    match: Match


@dataclass(frozen=True, slots=True)
class Names:
    """Names, those without an exercise first, then by how many sets have it.

    Of either kind there are at most `MOST_NAMES`; `unknown` and `known` count all of them.
    `mass_unit` is what the athlete says loads without a unit are in, None when nothing was said;
    `guessed` counts the sets whose unit is only guessed, `heaviest` is the heaviest of all loads
    without a unit (name, kg), as it is understood now.
    """

    names: tuple[Named, ...]
    unknown: int
    known: int
    mass_unit: str | None
    guessed: int
    heaviest: tuple[str, float] | None


def names_of(uow: UnitOfWork, athlete_id: str) -> Names:
    """Return what the exercises of imported sets are called; raises `NotFound` for nobody."""
    uow.athletes.get(athlete_id)
    own = uow.done_sets.names(athlete_id)
    told = uow.done_sets.told(athlete_id)
    told.sort(key=lambda one: (-one.sets, one.name))
    means = [meaning(one.name, own) is not None for one in told]
    unknown = [one for one, known in zip(told, means, strict=True) if not known]
    # What the athlete said comes before the rest: it can be taken back.
    known = [one for one, known in zip(told, means, strict=True) if known]
    known.sort(key=lambda one: plain(one.name) not in own)
    shown = unknown[:MOST_NAMES] + sorted(known[:MOST_NAMES], key=lambda one: (-one.sets, one.name))
    found = [Named(one.name, one.sets, one.last, resolve(one.name, own)) for one in shown]
    unsure = [one for one in told if one.unsure_kg is not None]
    heaviest = max(unsure, key=lambda one: one.unsure_kg or 0.0, default=None)
    return Names(
        names=tuple(found),
        unknown=len(unknown),
        known=len(known),
        mass_unit=uow.imports.mass_unit(athlete_id),
        guessed=sum(one.guessed for one in told),
        heaviest=None if heaviest is None else (heaviest.name, heaviest.unsure_kg or 0.0),
    )


def put_names(
    uow: UnitOfWork, athlete_id: str, names: Mapping[str, str | None], now: datetime
) -> None:
    """Say which exercise of the catalogue each of `names` means; None takes it back.

    Sets of these names count from then on, those of the past too; stored plans become stale.
    Raises `BadInput` naming what is wrong, `NotFound`; nothing is changed then.
    """
    uow.athletes.get(athlete_id, lock=True)
    for name, exercise in names.items():
        if not 1 <= len(plain(name)) <= LONGEST_NAME:
            raise BadInput(
                f"A name has 1 to {LONGEST_NAME} letters, at least one of them a letter or digit.",
                field="names",
            )
        if exercise is not None and exercise not in catalogue():
            raise BadInput(
                f"'{exercise[:80]}' is no exercise of the catalogue; for '{name[:80]}' name one of "
                "it by its id.",
                field="names",
            )
    before = uow.done_sets.names(athlete_id)
    changed = {plain(name): exercise for name, exercise in names.items()}
    if all(before.get(name) == exercise for name, exercise in changed.items()):
        return
    uow.done_sets.put_names(athlete_id, changed)
    _changed(uow, athlete_id, now)


def put_mass_unit(uow: UnitOfWork, athlete_id: str, unit: MassUnit | None, now: datetime) -> None:
    """Say in which unit the loads of logs are that do not tell it; None goes back to the guess.

    A job reads the sets anew: nothing has to be imported again. Raises `BadInput` where nothing
    was imported yet, `NotFound`.
    """
    uow.athletes.get(athlete_id, lock=True)
    if uow.imports.mass_unit(athlete_id) == unit:
        return
    if not uow.imports.put_mass_unit(athlete_id, unit):
        raise BadInput("Nothing was imported yet whose unit one could tell.", field="mass_unit")
    _changed(uow, athlete_id, now)
    request_sets(uow, athlete_id, now)


def meant(text: str) -> str | None:
    """Return the exercise a person means by `text`, an id or a name, None when there is none."""
    match = resolve(text)
    return match.exercise if match.how is not How.NONE else None


def _changed(uow: UnitOfWork, athlete_id: str, now: datetime) -> None:
    uow.athletes.bump(athlete_id)
    uow.outbox.add(Event("athlete.updated", athlete_id, now))
    touch(uow, athlete_id, [EVERY_DAY], now)
