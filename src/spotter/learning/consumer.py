"""The consumer of events that turns what came of sessions into better choices."""

from __future__ import annotations

from datetime import date

from spotter.events.bus import Consumer
from spotter.events.types import Event, EventName
from spotter.kit.errors import NotFound
from spotter.learning.outcomes import LOOK_BACK, evidence_of, settle, teach, teach_anew
from spotter.store.uow import UnitOfWork

EVENTS: frozenset[EventName] = frozenset(
    {
        "session.finished",
        "checkin.recorded",
        "plan.decided",
        "athlete.updated",
        "athlete.deleted",
    }
)


def take(uow: UnitOfWork, event: Event) -> None:
    """Take one event in; taking it in again changes nothing."""
    if event.name == "athlete.deleted":
        teach_anew(uow)
        return
    try:
        uow.athletes.get(event.athlete_id)
    except NotFound:
        # Deleted meanwhile; "athlete.deleted" follows.
        return
    if event.name == "athlete.updated":
        teach(uow, event.athlete_id, evidence_of(uow, event.athlete_id))
        return
    day = date.fromisoformat(str(event.data["day"]))
    settle(uow, event.athlete_id, day - LOOK_BACK, day)


def learner() -> Consumer:
    """Return the consumer, under the name that remembers what it has taken in."""
    return Consumer("learning", EVENTS, take)
