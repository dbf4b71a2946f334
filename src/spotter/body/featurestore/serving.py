"""The row that a model is fed: from the online store, or computed where that does not answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from spotter.body.featurestore.rows import KEYS, feature_rows
from spotter.body.featurestore.served import OnlineRow
from spotter.body.featurestore.shelf import Shelf
from spotter.body.record import record_of
from spotter.kit.errors import StoreAway
from spotter.kit.time import Clock
from spotter.store.uow import Units

log = structlog.get_logger(__name__)

# So long nobody asks a store again that was away: each asking may take seconds.
PAUSE_S = 10.0


@dataclass(frozen=True, slots=True)
class Served:
    """A row (None where nothing is known), and whether it had to be computed."""

    row: OnlineRow | None
    computed: bool


@dataclass(slots=True)
class Serving:
    """Gives the newest row of an athlete, whatever the online store does.

    A read takes milliseconds, computing up to a second. `seconds` is a clock that never goes back.
    """

    units: Units
    shelf: Shelf
    clock: Clock
    seconds: Callable[[], float] = time.monotonic
    _asked_from: float = field(default=float("-inf"), init=False)

    def row(self, athlete_id: str) -> Served:
        """Return the athlete's newest row; raises `NotFound` only where it must be computed."""
        if self.seconds() >= self._asked_from:
            try:
                return Served(self.shelf.served.read(athlete_id), computed=False)
            except StoreAway as away:
                self._asked_from = self.seconds() + PAUSE_S
                log.warning("features_computed_instead", why=away.message)
        return Served(self._computed(athlete_id), computed=True)

    def _computed(self, athlete_id: str) -> OnlineRow | None:
        with self.units.reading() as uow:
            record = record_of(uow, athlete_id)
        rows = feature_rows(record, self.clock())
        if rows.is_empty():
            return None
        newest = rows.row(-1, named=True)
        values = {name: newest[name] for name in newest.keys() - KEYS.keys()}
        return OnlineRow(newest["known_from"], values)
