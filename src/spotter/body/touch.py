"""Says, in the transaction that changes a day, that the features resting on it are no longer so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from spotter.events.types import Event

if TYPE_CHECKING:
    # What is computed without a database should not wait for one to be imported.
    from spotter.store.uow import UnitOfWork

EVERY_DAY = date.min
"""Stands for every day of an athlete, whichever there are, such as after a change of profile."""


def touch(uow: UnitOfWork, athlete_id: str, days: Iterable[date], now: datetime) -> None:
    """Note that what is known of `days` changed, and tell it as `features.changed`."""
    changed = sorted(set(days))
    if not changed:
        return
    uow.feature_days.mark(athlete_id, changed)
    told = [[first.isoformat(), last.isoformat()] for first, last in spans(changed)]
    uow.outbox.add(Event("features.changed", athlete_id, now, {"days": told}))


def spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return `days`, ascending, as spans without a gap (first, last)."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
