"""What faces ask of prescription: today's plan, sessions and their sets, progress.

Services take an open unit of work and never commit.
"""

from __future__ import annotations

from datetime import date, datetime

from spotter.events.types import Event
from spotter.prescribe.decide import decide
from spotter.prescribe.gather import Gathered, gather
from spotter.prescribe.offline import today_from
from spotter.prescribe.progress import progress
from spotter.prescribe.render import approved_in, document
from spotter.prescribe.sessions import (
    PlanRefused,
    finish,
    log_set,
    session_view,
    sessions_on,
    start_from,
)
from spotter.safety.seal import Sealed, Tampered, reopen, seal
from spotter.store.records import StoredPlan
from spotter.store.uow import UnitOfWork

__all__ = [
    "PlanRefused",
    "finish",
    "log_set",
    "plan",
    "progress",
    "ready_plan",
    "session_view",
    "sessions_on",
    "start",
    "today_from",
]


def ready_plan(uow: UnitOfWork, key: bytes, athlete_id: str, day: date) -> Sealed | None:
    """Return the stored plan of `day` when nothing it rests on has changed since, else None.

    One indexed query and one digest: the unit of work may be a read-only one. A stored document
    that fails its seal is not served.
    """
    return _reopened(uow.plans.fresh(athlete_id, day), key, athlete_id, day)


def _about(athlete_id: str, day: date, revision: int) -> str:
    """Return what the seal of a stored plan is about."""
    return f"plan:{athlete_id}:{day.isoformat()}:{revision}"


def _reopened(stored: StoredPlan | None, key: bytes, athlete_id: str, day: date) -> Sealed | None:
    if stored is None:
        return None
    try:
        return reopen(stored.body, stored.mac, key, _about(athlete_id, day, stored.revision))
    except Tampered:
        return None


def plan(uow: UnitOfWork, key: bytes, athlete_id: str, day: date, now: datetime) -> Sealed:
    """Return the sealed plan of `day`: the stored one when still true, else decided and stored.

    Raises `NotFound` for nobody.
    """
    ready = ready_plan(uow, key, athlete_id, day)
    return ready or _decided(uow, key, gather(uow, athlete_id, day), now)


def _decided(uow: UnitOfWork, key: bytes, gathered: Gathered, now: datetime) -> Sealed:
    record, day = gathered.record, gathered.inputs.day
    decision = decide(gathered.inputs, gathered.state)
    subject = _about(record.id, day, record.revision)
    sealed = seal(document(decision), approved_in(decision), key, subject)
    uow.plans.put(record.id, day, record.revision, sealed.body, sealed.mac)
    told = {
        "day": day.isoformat(),
        "revision": record.revision,
        "verdict": decision.outcome.verdict.value,
        "kind": "" if decision.kind is None else decision.kind.value,
    }
    uow.outbox.add(Event("plan.decided", record.id, now, told))
    return sealed


def start(  # noqa: PLR0917 - the order is part of the contract between the rooms
    uow: UnitOfWork, key: bytes, athlete_id: str, day: date, choice: str, now: datetime
) -> dict[str, object]:
    """Start the session of `day`, or the alternative of kind `choice`; return its view.

    `choice` is main (or planned) for the plan's own session. Raises `PlanRefused` when there is
    none, `Conflict` while another session is open, `BadInput` for an unknown choice.
    """
    # The athlete's row is written first: two starts at once then wait for each other.
    uow.athletes.bump(athlete_id)
    gathered = gather(uow, athlete_id, day, to_train=True)
    decision = decide(gathered.inputs, gathered.state)
    return start_from(uow, key, gathered, decision, choice=choice, now=now)
