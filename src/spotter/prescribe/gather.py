"""Reads everything a decision rests on out of the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from spotter.body.readiness import readiness
from spotter.body.service import state_on
from spotter.prescribe.inputs import Inputs, observed
from spotter.safety.known import SafetyState
from spotter.store.records import AthleteRecord
from spotter.store.uow import UnitOfWork

# Older sessions no longer say what can be lifted today; rule S39 starts over after three months.
LOGS_DAYS = 365
CHECKINS_DAYS = 28


@dataclass(frozen=True, slots=True)
class Gathered:
    """An athlete's inputs, what the gate observes, and the record they came from."""

    record: AthleteRecord
    inputs: Inputs
    state: SafetyState


def gather(uow: UnitOfWork, athlete_id: str, day: date) -> Gathered:
    """Return what is known about an athlete on `day`; raises `NotFound` for nobody."""
    record = uow.athletes.get(athlete_id)
    body = state_on(uow, athlete_id, day)
    inputs = Inputs(
        day=day,
        profile=record.profile,
        screening=record.screening,
        body=body,
        readiness=readiness(body),
        checkins=tuple(uow.checkins.between(athlete_id, day - timedelta(days=CHECKINS_DAYS), day)),
        logs=tuple(uow.sessions.between(athlete_id, day - timedelta(days=LOGS_DAYS), day)),
    )
    return Gathered(record, inputs, observed(inputs))


def without(inputs: Inputs, session_id: str) -> Inputs:
    """Return `inputs` without one session's log, as they were before it began."""
    return replace(inputs, logs=tuple(log for log in inputs.logs if log.id != session_id))
