"""Reads everything a decision rests on out of the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from spotter.athletes.profile import Screening
from spotter.body.checkin import Checkin
from spotter.body.levers import explained
from spotter.body.service import state_on
from spotter.form.watched import WatchedSet
from spotter.kit.time import local_day, zone
from spotter.prescribe.inputs import Inputs, observed
from spotter.safety.known import SafetyState
from spotter.safety.redflags import BY_ID
from spotter.safety.reports import said_after, said_in
from spotter.store.records import AthleteRecord
from spotter.store.uow import UnitOfWork

# Older sessions no longer say what can be lifted today; rule S39 starts over after three months.
LOGS_DAYS = 365
CHECKINS_DAYS = 28
# Sets whose form was judged speak for as long as a drift of the sides is looked for.
WATCHED_DAYS, WATCHED_SETS = 90, 40
# What was said after the day of a session is looked for this far ahead of it.
AHEAD_DAYS = 365


@dataclass(frozen=True, slots=True)
class Gathered:
    """An athlete's inputs, what the gate observes, and the record they came from."""

    record: AthleteRecord
    inputs: Inputs
    state: SafetyState


def gather(uow: UnitOfWork, athlete_id: str, day: date, *, to_train: bool = False) -> Gathered:
    """Return what is known about an athlete on `day`; raises `NotFound` for nobody.

    With `to_train` warnings that lock count even when they were said after `day`: a session of
    yesterday, or one begun for a day gone by, is done with the body of now.
    """
    record = uow.athletes.get(athlete_id)
    body = state_on(uow, athlete_id, day)
    oldest = day - timedelta(days=LOGS_DAYS)
    inputs = Inputs(
        day=day,
        profile=record.profile,
        screening=record.screening,
        body=body,
        readiness=explained(body),
        checkins=_checkins(uow, athlete_id, day),
        logs=tuple(uow.sessions.between(athlete_id, oldest, day)),
        elsewhere=tuple(uow.done_sets.between(athlete_id, oldest, day)),
        watched=_watched(uow, athlete_id, day, record.profile.time_zone),
    )
    if to_train and (late := _said_since(uow, athlete_id, day, record.screening)):
        inputs = replace(inputs, checkins=_as_of_today(inputs.checkins, day, late))
    return Gathered(record, inputs, observed(inputs))


def _checkins(uow: UnitOfWork, athlete_id: str, day: date) -> tuple[Checkin, ...]:
    """Return the check-ins of the last weeks, and older ones that a rule may still hold against.

    A warning that locks does so until a clearance, however many weeks go by.
    """
    recent = day - timedelta(days=CHECKINS_DAYS)
    found = uow.checkins.between(athlete_id, day - timedelta(days=LOGS_DAYS), day)
    return tuple(one for one in found if one.day >= recent or one.extra or said_in(one))


def _watched(uow: UnitOfWork, athlete_id: str, day: date, time_zone: str) -> tuple[WatchedSet, ...]:
    here = zone(time_zone)
    since = datetime.combine(day - timedelta(days=WATCHED_DAYS), time(), here)
    found = uow.form_sets.reports(athlete_id, since, WATCHED_SETS)
    return tuple(WatchedSet.of(kind, local_day(at, here), report) for kind, at, report in found)


def _said_since(
    uow: UnitOfWork, athlete_id: str, day: date, screening: Screening | None
) -> frozenset[str]:
    """Return the locking warnings said after `day` that no clearance has answered."""
    first, last = day + timedelta(days=1), day + timedelta(days=AHEAD_DAYS)
    said = [(one.day, said_in(one)) for one in uow.checkins.between(athlete_id, first, last)]
    said += [(log.day, said_after(log)) for log in uow.sessions.between(athlete_id, first, last)]
    clearance = screening.clearance if screening else None
    return frozenset(
        flag
        for on, flags in said
        if clearance is None or clearance.given_on <= on
        for flag in flags
        if flag in BY_ID and BY_ID[flag].locks
    )


def _as_of_today(
    checkins: tuple[Checkin, ...], day: date, flags: frozenset[str]
) -> tuple[Checkin, ...]:
    earlier = tuple(one for one in checkins if one.day != day)
    today = next((one for one in checkins if one.day == day), Checkin(day))
    return (*earlier, replace(today, symptoms=(today.symptoms or frozenset()) | flags))


def without(inputs: Inputs, session_id: str) -> Inputs:
    """Return `inputs` without one session's log, as they were before it began."""
    return replace(inputs, logs=tuple(log for log in inputs.logs if log.id != session_id))
