"""The relay: takes events out of the outbox and hands them to the bus, at least once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import structlog

from spotter.events.bus import Bus
from spotter.events.types import EventName
from spotter.kit.errors import StoreAway
from spotter.kit.time import Clock, utc_now
from spotter.store.repositories.outbox import Envelope
from spotter.store.uow import Units

log = structlog.get_logger(__name__)

BATCH = 100
# After this many tries an event is put aside, so that its athlete's later events can go on.
MOST_TRIES = 12
# What is left of somebody who is deleted goes, however long the store that holds it was away.
NEVER_GIVEN_UP: frozenset[EventName] = frozenset({"athlete.deleted"})
LONGEST_PAUSE = timedelta(minutes=10)


class Relay:
    """Drains the outbox in order, each athlete's events strictly so.

    An event is marked delivered only after the bus took it: a relay killed in between hands it
    over again, and consumers recognise it.
    """

    def __init__(self, units: Units, bus: Bus, clock: Clock = utc_now) -> None:
        self._units = units
        self._bus = bus
        self._clock = clock

    def drain(self) -> int:
        """Hand over everything that waits; return how many events were delivered."""
        total = 0
        while True:
            waiting = self._waiting()
            delivered = self._hand_over(waiting)
            total += delivered
            if delivered < BATCH:
                return total

    def run(self, stop: threading.Event, pause_s: float = 1.0) -> None:
        """Drain again and again until `stop` is set."""
        while not stop.is_set():
            try:
                self.drain()
            except Exception:
                # The database may be away for a while; what waits is still there afterwards.
                log.exception("relay_interrupted")
            stop.wait(pause_s)

    def _waiting(self) -> list[Envelope]:
        with self._units.reading() as uow:
            return uow.outbox.waiting(self._clock(), BATCH)

    def _hand_over(self, waiting: list[Envelope]) -> int:
        held: set[str] = set()
        delivered = 0
        for envelope in waiting:
            if envelope.event.athlete_id in held:
                continue
            if self._publish(envelope):
                delivered += 1
            else:
                held.add(envelope.event.athlete_id)
        return delivered

    def _publish(self, envelope: Envelope) -> bool:
        try:
            self._bus.publish(envelope)
        except Exception as error:
            # Whatever a consumer trips over: the event waits and is tried again, none is lost.
            self._put_off(envelope, error)
            return False
        with self._units() as uow:
            uow.outbox.delivered([envelope.id], self._clock())
            uow.commit()
        return True

    def _put_off(self, envelope: Envelope, error: Exception) -> None:
        tries, now = envelope.attempts + 1, self._clock()
        # Only the kind of error: its words may quote the event.
        kind = type(error).__name__
        log.warning(
            "event_not_delivered", outbox_id=envelope.id, name=envelope.event.name, error=kind
        )
        with self._units() as uow:
            # A store that is away will be back; only what fails for its own sake is put aside.
            kept = isinstance(error, StoreAway) or envelope.event.name in NEVER_GIVEN_UP
            if tries >= MOST_TRIES and not kept:
                uow.outbox.bury(envelope.id, kind, now)
            else:
                uow.outbox.failed(envelope.id, kind, _next_try(tries, now))
            uow.commit()


def _next_try(tries: int, now: datetime) -> datetime:
    return now + min(timedelta(seconds=2 ** min(tries, MOST_TRIES)), LONGEST_PAUSE)
