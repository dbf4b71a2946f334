"""The durable queue: leases that expire, attempts that are counted, work that is never doubled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from spotter.kit.errors import NotFound, SpotterError
from spotter.kit.ids import new_id
from spotter.kit.time import utc_now
from spotter.store.records import Job
from spotter.store.sql import insert_new
from spotter.store.tables.jobs import JOBS

MAX_ATTEMPTS = 5
# Any fixed number; it names the lock under which PostgreSQL workers choose their next job.
_CHOOSING = 5_240_131
STARTS_AGAIN = "The worker stopped; this starts again from the beginning."


class LeaseLost(SpotterError):
    """Another worker has taken the job over; whatever this one was about to write is dropped."""

    code = "lease_lost"
    status = 409


@dataclass(frozen=True, slots=True)
class Jobs:
    connection: Connection

    def enqueue(
        self,
        kind: str,
        athlete_id: str | None,
        payload: Mapping[str, object],
        key: str,
        *,
        now: datetime | None = None,
        run_after: datetime | None = None,
        max_attempts: int = MAX_ATTEMPTS,
    ) -> str:
        """Ask for work, to be done from `run_after` on; return the job's id.

        It is the earlier one's when `key` was used before.
        """
        asked = now or utc_now()
        row = {
            "id": new_id(),
            "athlete_id": athlete_id,
            "kind": kind,
            "key": key,
            "payload": dict(payload),
            "state": "queued",
            "attempts": 0,
            "max_attempts": max_attempts,
            "run_after": run_after or asked,
            "done": 0,
            "records": 0,
            "note": "",
            "created_at": asked,
        }
        insert_new(self.connection, JOBS, row)
        query = select(JOBS.c.id).where(JOBS.c.kind == kind, JOBS.c.key == key)
        return str(self.connection.execute(query).scalar_one())

    def get(self, job_id: str) -> Job:
        """Return one job; raises `NotFound`."""
        row = self.connection.execute(select(JOBS).where(JOBS.c.id == job_id)).first()
        if row is None:
            raise NotFound("There is no such job.")
        return _job(row)

    def lease(
        self, worker: str, now: datetime, seconds: float, kinds: tuple[str, ...] | None = None
    ) -> Job | None:
        """Take the oldest job that may run now, for `seconds`; None when there is none.

        At most one job of an athlete runs at a time. A job whose lease ran out is taken again.
        """
        if self.connection.dialect.name == "postgresql":
            # Two workers choosing at once could each take a job of the same athlete.
            self.connection.execute(select(func.pg_advisory_xact_lock(_CHOOSING)))
        query = select(JOBS.c.id).where(_may_run(now), ~_athlete_busy(now))
        if kinds is not None:
            query = query.where(JOBS.c.kind.in_(kinds))
        query = query.order_by(JOBS.c.created_at, JOBS.c.id).limit(1)
        job_id = self.connection.execute(query.with_for_update(skip_locked=True)).scalar()
        if job_id is None:
            return None
        taken = {
            "state": "running",
            "worker": worker,
            "attempts": JOBS.c.attempts + 1,
            "lease_until": now + timedelta(seconds=seconds),
            "done": 0,
            "records": 0,
            "error": None,
        }
        self.connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(taken))
        return self.get(job_id)

    def heartbeat(self, job: Job, now: datetime, seconds: float) -> None:
        """Hold the lease for `seconds` more; raises `LeaseLost`."""
        self._write(job, lease_until=now + timedelta(seconds=seconds))

    def progress(
        self, job: Job, done: int, total: int | None, note: str = "", *, records: int = 0
    ) -> None:
        """Record how far `job` is (same units for `done` and `total`); raises `LeaseLost`."""
        self._write(job, done=done, total=total, note=note, records=records)

    def finish(self, job: Job, now: datetime | None = None) -> None:
        """Close `job`, in the transaction that holds its effect; raises `LeaseLost`."""
        self._write(
            job, state="finished", worker=None, lease_until=None, finished_at=now or utc_now()
        )

    def fail(self, job: Job, error: str, now: datetime | None = None) -> None:
        """Give `job` up for good, with words for the person who asked; raises `LeaseLost`."""
        self._write(
            job,
            state="failed",
            error=error,
            worker=None,
            lease_until=None,
            finished_at=now or utc_now(),
        )

    def withdraw(self, job_id: str, worker: str, error: str, now: datetime) -> Job | None:
        """Give up a job that waits or that `worker` holds; return it, None when another has it."""
        ours = or_(JOBS.c.state == "queued", JOBS.c.worker == worker)
        open_ = JOBS.c.state.in_(("queued", "running"))
        job = self.get(job_id)
        ended = {"state": "failed", "error": error, "worker": None, "lease_until": None}
        changed = self.connection.execute(
            update(JOBS).where(JOBS.c.id == job_id, open_, ours).values(**ended, finished_at=now)
        )
        return job if changed.rowcount else None

    def retry(self, job: Job, error: str, run_after: datetime) -> None:
        """Put `job` back to be tried again from `run_after` on; raises `LeaseLost`."""
        self._write(
            job, state="queued", error=error, worker=None, lease_until=None, run_after=run_after
        )

    def postpone(self, job: Job, words: str, run_after: datetime) -> None:
        """Put `job` back until `run_after`, untried: what it waits for is not its fault."""
        self._write(
            job,
            state="queued",
            error=words,
            worker=None,
            lease_until=None,
            run_after=run_after,
            attempts=job.attempts - 1,
        )

    def of_athlete(self, kind: str, athlete_id: str) -> list[Job]:
        """Return the athlete's jobs of `kind` that are not over, the next to run first."""
        query = select(JOBS).where(
            JOBS.c.kind == kind,
            JOBS.c.athlete_id == athlete_id,
            JOBS.c.state.in_(("queued", "running")),
        )
        return [_job(row) for row in self.connection.execute(query.order_by(JOBS.c.run_after))]

    def hasten(self, job_id: str, now: datetime) -> None:
        """Let a queued job run now."""
        self.connection.execute(
            update(JOBS).where(JOBS.c.id == job_id, JOBS.c.state == "queued").values(run_after=now)
        )

    def forget(self, kind: str, athlete_id: str, before: datetime) -> int:
        """Delete the athlete's jobs of `kind` that ended before then; return how many."""
        over = JOBS.c.state.in_(("finished", "failed")), JOBS.c.finished_at < before
        statement = delete(JOBS).where(JOBS.c.kind == kind, JOBS.c.athlete_id == athlete_id, *over)
        return self.connection.execute(statement).rowcount

    def release(self, job: Job) -> None:
        """Put `job` back untried, because its worker was asked to stop; raises `LeaseLost`."""
        self._write(job, state="queued", worker=None, lease_until=None, attempts=job.attempts - 1)

    def abandoned_by(self, workers: str, now: datetime) -> int:
        """End the leases of a process known to be dead; return how many there were.

        `workers` is what its workers' names begin with. Its jobs may be taken again at once, and
        say why they start anew.
        """
        held = JOBS.c.state == "running", JOBS.c.worker.startswith(workers, autoescape=True)
        ended = {"lease_until": now - timedelta(seconds=1), "note": STARTS_AGAIN}
        return self.connection.execute(update(JOBS).where(*held).values(ended)).rowcount

    def exhausted(self, now: datetime) -> list[Job]:
        """Return the jobs whose last permitted attempt ended without a word (a killed worker)."""
        query = select(JOBS).where(
            JOBS.c.state == "running",
            JOBS.c.lease_until < now,
            JOBS.c.attempts >= JOBS.c.max_attempts,
        )
        return [_job(row) for row in self.connection.execute(query)]

    def keys(self, kind: str) -> set[str]:
        """Return the keys of every job of `kind`, done or not."""
        return set(self.connection.execute(select(JOBS.c.key).where(JOBS.c.kind == kind)).scalars())

    def ready(self, now: datetime) -> bool:
        """Return whether any job may run now."""
        query = select(JOBS.c.id).where(_may_run(now), ~_athlete_busy(now)).limit(1)
        return self.connection.execute(query).first() is not None

    def waiting(self, now: datetime | None = None) -> int:
        """Return how many jobs are queued or running; with `now`, without those due later."""
        query = select(func.count()).where(JOBS.c.state.in_(("queued", "running")))
        if now is not None:
            query = query.where(or_(JOBS.c.state == "running", JOBS.c.run_after <= now))
        return self.connection.execute(query).scalar_one()

    def _write(self, job: Job, **changes: Any) -> None:
        held = (
            JOBS.c.id == job.id,
            JOBS.c.state == "running",
            JOBS.c.worker == job.worker,
            JOBS.c.attempts == job.attempts,
        )
        if self.connection.execute(update(JOBS).where(*held).values(changes)).rowcount != 1:
            raise LeaseLost("Another worker has taken this job over; nothing was written.")


def _may_run(now: datetime) -> ColumnElement[bool]:
    queued = and_(JOBS.c.state == "queued", JOBS.c.run_after <= now)
    abandoned = and_(
        JOBS.c.state == "running",
        JOBS.c.lease_until < now,
        JOBS.c.attempts < JOBS.c.max_attempts,
    )
    return or_(queued, abandoned)


def _athlete_busy(now: datetime) -> ColumnElement[bool]:
    other = JOBS.alias("other")
    return exists().where(
        other.c.athlete_id == JOBS.c.athlete_id,
        other.c.id != JOBS.c.id,
        other.c.state == "running",
        other.c.lease_until >= now,
    )


def _job(row: Row[Any]) -> Job:
    return Job(**row._mapping)
