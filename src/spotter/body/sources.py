"""Who measured what, and whom the athlete believes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from spotter.body.priority import RULES
from spotter.body.recompute import request_recompute
from spotter.body.touch import EVERY_DAY, touch
from spotter.events.types import Event
from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    # What is computed without a database should not wait for one to be imported.
    from spotter.store.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Believed:
    """One signal: what is done by `rule`, who told of it, and the `order` the athlete chose.

    `order` is empty as long as nothing was chosen; `sources` are by name.
    """

    signal: str
    rule: str
    sources: tuple[str, ...]
    order: tuple[str, ...] = ()


def believed(uow: UnitOfWork, athlete_id: str) -> list[Believed]:
    """Return every signal that somebody told of and that can be chosen for; raises `NotFound`."""
    uow.athletes.get(athlete_id)
    seen, chosen = _seen(uow, athlete_id), uow.source_orders.of(athlete_id)
    return [
        Believed(signal, rule, tuple(sorted(seen.get(signal, ()))), chosen.get(signal, ()))
        for signal, rule in RULES.items()
        if signal in seen or signal in chosen
    ]


def put_orders(
    uow: UnitOfWork, athlete_id: str, orders: Mapping[str, Sequence[str]], now: datetime
) -> list[Believed]:
    """Believe the sources of each signal in `orders` in that order; an empty one is by rule again.

    A job computes the days anew on which several sources told of what changed; stored plans become
    stale. Raises `BadInput` for an unknown signal or source, `NotFound`. An order that is there
    already changes nothing.
    """
    uow.athletes.get(athlete_id, lock=True)
    seen, before = _seen(uow, athlete_id), uow.source_orders.of(athlete_id)
    for signal, sources in orders.items():
        _check(signal, sources, seen.get(signal, set()) | set(before.get(signal, ())))
    changed = {
        signal: tuple(sources)
        for signal, sources in orders.items()
        if tuple(sources) != before.get(signal, ())
    }
    if changed:
        uow.source_orders.put(athlete_id, changed)
        uow.athletes.bump(athlete_id)
        uow.outbox.add(Event("athlete.updated", athlete_id, now))
        touch(uow, athlete_id, [EVERY_DAY], now)
        request_recompute(uow, athlete_id, now, changed)
    return believed(uow, athlete_id)


def _check(signal: str, sources: Sequence[str], known: set[str]) -> None:
    if signal not in RULES:
        raise BadInput(
            f"'{signal[:80]}' cannot be chosen for. Known are {', '.join(RULES)}.", field="signal"
        )
    if len(set(sources)) != len(sources):
        raise BadInput("Name each source once.", field=signal)
    if strangers := [one for one in sources if one not in known]:
        there = ", ".join(sorted(known)) or "none"
        raise BadInput(
            f"'{strangers[0][:80]}' told nothing of {signal}. Known are {there}.", field=signal
        )


def _seen(uow: UnitOfWork, athlete_id: str) -> dict[str, set[str]]:
    """Return signal → names of the sources that told of it, as the imports say."""
    found: dict[str, set[str]] = {}
    for one in uow.imports.list(athlete_id):
        kinds: Any = one.report.get("kinds", [])
        for kind in kinds:
            if kind["name"] in RULES and kind["sources"]:
                found.setdefault(kind["name"], set()).update(kind["sources"])
    return found
