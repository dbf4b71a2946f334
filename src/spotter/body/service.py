"""What the other rooms ask of an athlete's body: check in, the state of a day, new raw data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from spotter.athletes.profile import Profile
from spotter.body import raw
from spotter.body.baseline import MONTH, WEEK, state
from spotter.body.checkin import Checkin
from spotter.body.daily import aggregate
from spotter.body.history import build
from spotter.body.levers import explained
from spotter.body.priority import NO_ORDER, Order
from spotter.body.sets import ImportedSet, imported_sets
from spotter.body.state import BodyState, Day
from spotter.body.strain import Heart
from spotter.body.touch import touch
from spotter.body.view import Json, day_document
from spotter.events.types import Event
from spotter.kit.errors import BadInput
from spotter.kit.time import utc_now, zone
from spotter.safety.reports import never_lowered

if TYPE_CHECKING:
    # What is computed without a database should not wait for one to be imported.
    from spotter.store.uow import UnitOfWork

# How far back a day's own values look: 28 days of load and sleep need, and the week within which
# two entries make the days between them known.
LOOKBACK = timedelta(days=MONTH + WEEK)
# A night belongs to the date of its waking: a record of one date can be part of its neighbours.
_NEIGHBOURS = (timedelta(days=-1), timedelta(days=0), timedelta(days=1))


def record_checkin(uow: UnitOfWork, athlete_id: str, checkin: Checkin, now: datetime) -> None:
    """Write the check-in of its day, replacing an earlier one; stored plans become stale.

    What was told earlier that day as a warning sign cannot be unsaid by a later check-in: only a
    clinician's clearance lifts it. Raises `NotFound` for nobody, and `BadInput` for a day of the
    cycle told by somebody who did not choose to track it.
    """
    if checkin.cycle_day is not None and not uow.athletes.get(athlete_id).profile.tracks_cycle:
        raise BadInput(
            "Switch on cycle tracking in the profile first; without it nothing of it is kept.",
            field="cycle_day",
        )
    uow.athletes.bump(athlete_id)
    earlier = uow.checkins.get(athlete_id, checkin.day)
    if earlier is not None:
        checkin = never_lowered(earlier, checkin)
    uow.checkins.put(athlete_id, checkin)
    data = {"day": checkin.day.isoformat()}
    uow.outbox.add(Event("checkin.recorded", athlete_id, now, data))
    touch(uow, athlete_id, [checkin.day], now)


def checkin_on(uow: UnitOfWork, athlete_id: str, day: date) -> Checkin | None:
    """Return the check-in of `day`, None when there is none."""
    return uow.checkins.get(athlete_id, day)


def days_between(uow: UnitOfWork, athlete_id: str, first: date, last: date) -> dict[date, Day]:
    """Return the days from `first` to `last` with everything said, logged and looked back on."""
    reach = first - LOOKBACK
    days = uow.days.between(athlete_id, reach, last)
    days.setdefault(last, Day(last, {}, {}))
    checkins = uow.checkins.between(athlete_id, reach, last)
    logs = uow.sessions.between(athlete_id, reach, last)
    return build(days, checkins, logs, since=first)


def state_on(uow: UnitOfWork, athlete_id: str, day: date) -> BodyState:
    """Return the state of the body on `day`, as far as it was known by then."""
    return state(days_between(uow, athlete_id, day - timedelta(days=MONTH), day), day)


def day_view(uow: UnitOfWork, athlete_id: str, day: date) -> Json:
    """Return one day as JSON values: metrics with their baselines, and readiness.

    Raises `NotFound` for nobody.
    """
    uow.athletes.get(athlete_id)
    found = state_on(uow, athlete_id, day)
    return day_document(found, explained(found))


def compute(
    profile: Profile,
    raw_paths: Sequence[Path],
    days: Set[date] | None = None,
    order: Order = NO_ORDER,
) -> dict[date, Day]:
    """Return the days that raw files touch, without any database: the slow part of `recompute`.

    `days` are the local dates of the records that changed (None: all); their neighbours are
    computed too. `order` is whom the athlete believes first. A date asked for that holds nothing
    any more comes back as a day of no values.
    """
    wanted = None if days is None else around(days)
    # The age on each day, so that a day comes out the same whenever it is computed.
    found = aggregate(
        raw.scan(raw_paths),
        zone(profile.time_zone),
        wanted,
        heart_on=lambda day: Heart.of(profile.age_on(day), profile.sex),
        order=order,
    )
    return found if wanted is None else {day: Day(day, {}, {}) for day in sorted(wanted)} | found


def compute_sets(
    profile: Profile,
    files: Mapping[Path, str],
    days: Set[date] | None = None,
    *,
    unit: str | None = None,
) -> list[ImportedSet]:
    """Return the sets that raw `files` (file → import) tell, as `compute` does the days.

    `unit` (kg or lb) is what loads are in whose unit was guessed, None to leave it at the guess.
    """
    home = zone(profile.time_zone)
    return imported_sets(files, home, None if days is None else around(days), unit=unit)


def around(days: Set[date]) -> set[date]:
    """Return `days` and their neighbours."""
    return {day + step for day in days for step in _NEIGHBOURS}


def put_days(uow: UnitOfWork, athlete_id: str, computed: Mapping[date, Day], now: datetime) -> None:
    """Store what `compute` returned; stored plans become stale. Raises `NotFound` for nobody."""
    uow.athletes.bump(athlete_id)
    full = [day for day in computed.values() if day.values]
    uow.days.put(athlete_id, full)
    uow.days.remove(athlete_id, [day for day, one in computed.items() if not one.values])
    if full:
        data = {
            "first": min(one.day for one in full).isoformat(),
            "last": max(one.day for one in full).isoformat(),
            "days": len(full),
        }
        uow.outbox.add(Event("day.updated", athlete_id, now, data))
    touch(uow, athlete_id, computed, now)


def recompute(
    uow: UnitOfWork,
    athlete_id: str,
    raw_paths: Sequence[Path],
    days: Set[date] | None,
    now: datetime | None = None,
) -> None:
    """Compute and store the days that records touch, `raw_paths` being all files of the athlete.

    On SQLite this holds the write lock while it computes: large imports call `compute` first and
    `put_days` in their transaction. Raises `NotFound` for nobody.
    """
    profile, order = uow.athletes.get(athlete_id).profile, uow.source_orders.of(athlete_id)
    put_days(uow, athlete_id, compute(profile, raw_paths, days, order), now or utc_now())
