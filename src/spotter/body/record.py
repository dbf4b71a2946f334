"""All that is stored of an athlete, as the features see it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from spotter.body.features.table import Record
from spotter.form.watched import WatchedSet
from spotter.kit.time import local_day, zone

if TYPE_CHECKING:
    # What is computed without a database should not wait for one to be imported.
    from spotter.store.uow import UnitOfWork


def record_of(uow: UnitOfWork, athlete_id: str) -> Record:
    """Return all that is stored of an athlete; raises `NotFound`."""
    profile = uow.athletes.get(athlete_id).profile
    ever = (date.min, date.max)
    here = zone(profile.time_zone)
    return Record(
        athlete_id,
        days=uow.days.between(athlete_id, *ever),
        checkins=uow.checkins.between(athlete_id, *ever),
        logs=uow.sessions.between(athlete_id, *ever),
        done=uow.done_sets.between(athlete_id, *ever),
        profile=profile,
        watched=[
            WatchedSet.of(kind, local_day(at, here), report)
            for kind, at, report in uow.form_sets.reports(athlete_id)
        ],
    )
