"""The worker: takes jobs one at a time, does them, survives being killed at any moment."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable, Mapping

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from spotter.kit.errors import SpotterError
from spotter.kit.time import Clock, utc_now
from spotter.store.full import no_room
from spotter.store.pulse import Pulse
from spotter.store.records import Job
from spotter.store.repositories.jobs import LeaseLost
from spotter.store.uow import Units
from spotter.store.work import Handler, Later, Stopping, Work, next_try

log = structlog.get_logger(__name__)

KILLED = "The work was cut off {attempts} times and was given up. Try again on a machine with more \
free memory and disk."
BROKEN = "Something went wrong inside Spotter ({kind}). The log has the details under job {job}."
FULL = "There is no room left on the server; nothing was kept. Make room there and hand it in \
again."


def process_name(pid: int) -> str:
    """Return what the names of the workers of process `pid` on this machine begin with."""
    return f"{socket.gethostname()}-{pid}-"


class Worker:
    """Runs `handlers` (job kind → handler) until asked to stop."""

    def __init__(
        self,
        uow: Units,
        handlers: Mapping[str, Handler],
        *,
        lease_s: float = 60.0,
        clock: Clock = utc_now,
        name: str | None = None,
    ) -> None:
        self._uow = uow
        self._handlers = dict(handlers)
        self._lease_s = lease_s
        self._clock = clock
        # Unique for ever: a restarted worker with the same process id must not pass for the old.
        self.name = name or f"{process_name(os.getpid())}{secrets.token_hex(4)}"

    def run(
        self,
        stop: threading.Event,
        pause_s: float = 0.5,
        *,
        on_full_disk: Callable[[], None] = lambda: None,
    ) -> None:
        """Do jobs as they come until `stop` is set; then put the one in hand back.

        `on_full_disk` hears each time that the database could not be written for want of room.
        """
        log.info("worker_started", worker=self.name, kinds=sorted(self._handlers))
        with Pulse(self._uow, self.name, self._clock, self._lease_s):
            while not stop.is_set():
                try:
                    busy = self.run_one(stop)
                except (OperationalError, InterfaceError) as error:
                    log.warning("database_away", error=type(error).__name__, full=no_room(error))
                    if no_room(error):
                        on_full_disk()
                    busy = False
                if not busy:
                    stop.wait(pause_s)
        log.info("worker_stopped", worker=self.name)

    def run_until_idle(self) -> int:
        """Do every job that may run now; return how many were taken up."""
        stop, count = threading.Event(), 0
        while self.run_one(stop):
            count += 1
        return count

    def run_one(self, stop: threading.Event) -> bool:
        """Take up one job, if there is one; return whether there was."""
        self._give_up_exhausted()
        if not self._anything():
            return False
        with self._uow() as uow:
            kinds = tuple(self._handlers)
            job = uow.jobs.lease(self.name, self._clock(), self._lease_s, kinds)
            uow.commit()
        if job is None:
            return False
        self._do(job, self._handlers[job.kind], stop)
        return True

    def _anything(self) -> bool:
        # Looking costs no lock; leasing takes SQLite's only one.
        with self._uow.reading() as uow:
            return uow.jobs.ready(self._clock())

    def _give_up_exhausted(self) -> None:
        with self._uow.reading() as uow:
            exhausted = uow.jobs.exhausted(self._clock())
        for job in exhausted:
            self._fail(job, KILLED.format(attempts=job.attempts))

    def _do(self, job: Job, handler: Handler, stop: threading.Event) -> None:
        told = log.bind(job=job.id, kind=job.kind, attempt=job.attempts)
        told.info("job_started")
        work = Work(job, self._uow, self._clock, self._lease_s, stop)
        try:
            with work:
                handler.run(work)
            if not work.finished:
                with self._uow() as uow:
                    work.finish(uow)
                    uow.commit()
        except LeaseLost:
            told.warning("job_lost")
        except Stopping:
            self._release(job)
            told.info("job_put_back")
        except Later as error:
            told.info("job_postponed", seconds=error.after.total_seconds())
            self._postpone(job, error)
        except SpotterError as error:
            told.info("job_failed", error=error.code)
            self._fail(job, error.message)
        except Exception as error:
            # Whatever it is, the job is tried again or given up, and the worker goes on.
            if no_room(error):
                told.warning("disk_full")
                self._fail(job, FULL)
                return
            told.exception("job_broke", error=type(error).__name__)
            self._broke(job, error)
        else:
            told.info("job_finished")

    def _broke(self, job: Job, error: Exception) -> None:
        words = BROKEN.format(kind=type(error).__name__, job=job.id)
        if job.attempts >= job.max_attempts:
            self._fail(job, words)
            return
        with self._uow() as uow:
            try:
                uow.jobs.retry(job, words, self._clock() + next_try(job.attempts))
            except LeaseLost:
                log.warning("job_lost", job=job.id)
                return
            uow.commit()

    def _fail(self, job: Job, words: str) -> None:
        handler = self._handlers.get(job.kind)
        with self._uow() as uow:
            try:
                uow.jobs.fail(job, words, self._clock())
            except LeaseLost:
                log.warning("job_lost", job=job.id)
                return
            if handler is not None and handler.failed is not None:
                handler.failed(uow, job, words)
            uow.commit()

    def _postpone(self, job: Job, error: Later) -> None:
        with self._uow() as uow:
            try:
                uow.jobs.postpone(job, error.message, self._clock() + error.after)
            except LeaseLost:
                log.warning("job_lost", job=job.id)
                return
            uow.commit()

    def _release(self, job: Job) -> None:
        with self._uow() as uow:
            try:
                uow.jobs.release(job)
            except LeaseLost:
                log.warning("job_lost", job=job.id)
                return
            uow.commit()
