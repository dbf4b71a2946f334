"""What a job's handler is given: the job, its progress, and the way to finish it exactly once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from spotter.kit.errors import SpotterError
from spotter.kit.time import Clock
from spotter.store.records import Job
from spotter.store.repositories.jobs import LeaseLost
from spotter.store.uow import UnitOfWork, Units

log = structlog.get_logger(__name__)

# Progress is for people; more than this many writes a second would only slow the work down.
PROGRESS_EVERY_S = 0.5


class Stopping(SpotterError):
    """The worker was asked to stop; the job goes back to the queue untried."""

    code = "stopping"
    status = 503


class Later(SpotterError):
    """The job cannot go on before `after` has passed; it goes back to the queue untried."""

    code = "later"
    status = 503

    def __init__(self, message: str, after: timedelta) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind of job is done.

    `run` does it. To make effect and end one, it calls `work.finish(uow)` inside the transaction
    that writes the effect; otherwise the worker finishes the job after `run` returns. A
    `SpotterError` from `run` fails the job for good, in the error's words; `Later` puts it back for
    a while; anything else is tried again. `failed`, when given, writes what a final failure means
    for other rows, in the same transaction: it gets the unit, the job and the words for the person.
    """

    run: Callable[[Work], None]
    failed: Callable[[UnitOfWork, Job, str], None] | None = None


class Work:
    """A leased job in a handler's hands.

    A thread of its own keeps the lease alive until the work is done, so that a handler need not
    report to keep it, and a killed process stops reporting by itself.
    """

    def __init__(
        self, job: Job, uow: Units, clock: Clock, lease_s: float, stop: threading.Event
    ) -> None:
        self.job = job
        self.uow = uow
        self.finished = False
        self._clock = clock
        self._lease_s = lease_s
        self._stop = stop
        self._lost = threading.Event()
        self._done = threading.Event()
        self._reported = float("-inf")
        self._heart = threading.Thread(target=self._beat, name=f"lease-{job.id}", daemon=True)

    def check(self) -> None:
        """Raise `Stopping` when the worker should stop, `LeaseLost` when the job is not ours."""
        if self._lost.is_set():
            raise LeaseLost("Another worker has taken this job over.")
        if self._stop.is_set():
            raise Stopping("The worker is stopping; the job will be started again.")

    def progress(
        self, done: int, total: int | None = None, note: str = "", *, records: int = 0
    ) -> None:
        """Say how far the work is; cheap to call often, but not inside a writing unit of work.

        Raises what `check` raises.
        """
        self.check()
        now = time.monotonic()
        if now - self._reported < PROGRESS_EVERY_S and done != total:
            return
        self._reported = now
        with self.uow() as uow:
            uow.jobs.progress(self.job, done, total, note, records=records)
            uow.commit()

    def finish(self, uow: UnitOfWork) -> None:
        """End the job within `uow`: it is done exactly when `uow` commits; raises `LeaseLost`."""
        uow.jobs.finish(self.job, self._clock())
        self.finished = True

    def __enter__(self) -> Work:
        self._heart.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._heart.join()

    def _beat(self) -> None:
        while not self._done.wait(self._lease_s / 4):
            try:
                with self.uow() as uow:
                    uow.jobs.heartbeat(self.job, self._clock(), self._lease_s)
                    uow.commit()
            except LeaseLost:
                self._lost.set()
                return
            except (OperationalError, InterfaceError) as error:
                # The database is busy or away; there are three more beats before the lease ends.
                log.warning("heartbeat_missed", job=self.job.id, error=type(error).__name__)


def next_try(attempts: int) -> timedelta:
    """Return how long to wait before trying again after `attempts` tries: 2, 4, 8 … 300 s."""
    return timedelta(seconds=min(2**attempts, 300))
