"""The bus: hands events to whoever must know; in this process by default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from spotter.events.types import Event, EventName
from spotter.kit.time import Clock, utc_now
from spotter.store.repositories.outbox import Envelope
from spotter.store.uow import UnitOfWork


class Bus(Protocol):
    """Where the relay hands events to; a bus may see the same event more than once."""

    def publish(self, envelope: Envelope) -> None:
        """Hand over one event; raises when it could not, and then it is handed over again."""


@dataclass(frozen=True, slots=True)
class Consumer:
    """Somebody who must know: `take` writes its effect through the unit it is given.

    `name` identifies it for ever: it is what remembers which events were taken in.
    """

    name: str
    events: frozenset[EventName]
    take: Callable[[UnitOfWork, Event], None]


@dataclass(frozen=True, slots=True)
class Projection:
    """Somebody whose effect lies outside the database: files, an online store.

    `take` may be given an event again and must then leave everything as it was. It is called
    without a transaction, since what it does may take its time.
    """

    name: str
    events: frozenset[EventName]
    take: Callable[[Event], None]


class InProcessBus:
    """Gives each event to each consumer exactly once in effect, to each projection at least once.

    The effect and the note that the event was taken in commit together; a repeated event finds the
    note and does nothing.
    """

    def __init__(self, units: Callable[[], UnitOfWork], clock: Clock = utc_now) -> None:
        self._units = units
        self._clock = clock
        self._consumers: dict[str, Consumer | Projection] = {}

    def subscribe(self, consumer: Consumer | Projection) -> None:
        """Add a consumer; raises `ValueError` when its name is taken."""
        if consumer.name in self._consumers:
            raise ValueError(f"there is a consumer called {consumer.name} already")
        self._consumers[consumer.name] = consumer

    def publish(self, envelope: Envelope) -> None:
        """Give the event to whoever wants it, each consumer in a transaction of its own."""
        for consumer in self._consumers.values():
            if envelope.event.name not in consumer.events:
                continue
            if isinstance(consumer, Projection):
                consumer.take(envelope.event)
            else:
                self._deliver(consumer, envelope)

    def _deliver(self, consumer: Consumer, envelope: Envelope) -> None:
        with self._units() as uow:
            if uow.outbox.claim(consumer.name, envelope.id, self._clock()):
                consumer.take(uow, envelope.event)
                uow.commit()
