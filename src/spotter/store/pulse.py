"""A worker's sign of life: a row that it renews until it ends, however it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from spotter.kit.time import Clock
from spotter.store.uow import UnitOfWork, Units

log = structlog.get_logger(__name__)

# As with leases: three signs may be missed before the fourth is too late.
BEATS_A_LEASE = 4
FORGOTTEN_AFTER = timedelta(days=1)


class Pulse:
    """Renews the row of the worker `name` inside `with`, and takes it away at the end."""

    def __init__(self, units: Units, name: str, clock: Clock, lease_s: float) -> None:
        self._units = units
        self._name = name
        self._clock = clock
        self._every_s = lease_s / BEATS_A_LEASE
        self._started_at = clock()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._try(self._beat)
            if self._done.wait(self._every_s):
                break
        self._try(self._end)

    def _try(self, step: Callable[[UnitOfWork], object]) -> None:
        try:
            with self._units() as uow:
                step(uow)
                uow.commit()
        except (OperationalError, InterfaceError) as error:
            # The database is busy or away; the next sign comes soon.
            log.warning("sign_of_life_missed", worker=self._name, error=type(error).__name__)

    def _beat(self, uow: UnitOfWork) -> None:
        now = self._clock()
        uow.workers.seen(self._name, self._started_at, now)
        uow.workers.forget_silent(now - FORGOTTEN_AFTER)

    def _end(self, uow: UnitOfWork) -> None:
        uow.workers.gone(self._name)
