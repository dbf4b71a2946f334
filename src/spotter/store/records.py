"""What the repositories give back: frozen rows, free of SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from spotter.athletes.profile import Profile, Screening
from spotter.training.session import SessionLog

JobState = Literal["queued", "running", "finished", "failed"]
ImportState = Literal["queued", "running", "finished", "failed"]
SessionState = Literal["open", "finished"]
Role = Literal["owner", "member", "sample"]


@dataclass(frozen=True, slots=True)
class AthleteRecord:
    """An athlete as stored; `revision` grows with every write that touches a plan's inputs."""

    id: str
    profile: Profile
    screening: Screening | None
    revision: int
    keep_raw_file: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A sealed plan document and the athlete revision it was made for."""

    revision: int
    body: bytes
    mac: str


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session with its sealed plan document."""

    log: SessionLog
    body: bytes
    mac: str
    state: SessionState


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import; `done_bytes`, `total_bytes`, `records` and `note` are its job's progress.

    `report` is intake's JSON account of what came in and what was skipped. `upload` is where the
    uploaded file waits, as given. `duplicate` says that the same file had been imported before.
    """

    id: str
    athlete_id: str
    name: str
    size_bytes: int
    state: ImportState
    created_at: datetime
    sha256: str | None = None
    source: str = ""
    upload: str | None = None
    report: Mapping[str, object] = field(default_factory=dict)
    error: str | None = None
    duplicate: bool = False
    finished_at: datetime | None = None
    job_id: str | None = None
    done_bytes: int = 0
    total_bytes: int | None = None
    records: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of durable work.

    `worker` and `attempts` together are the lease: whoever holds another pair may no longer write.
    """

    id: str
    kind: str
    athlete_id: str | None
    key: str
    payload: Mapping[str, object]
    state: JobState
    attempts: int
    max_attempts: int
    created_at: datetime
    run_after: datetime
    worker: str | None = None
    lease_until: datetime | None = None
    done: int = 0
    total: int | None = None
    records: int = 0
    note: str = ""
    error: str | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account; without `password_hash` nobody can sign in to it by password."""

    id: str
    athlete_id: str
    name: str
    role: Role
    created_at: datetime
    password_hash: str | None = None


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """An API token as listed; its secret was shown once and is not kept."""

    id: str
    account_id: str
    name: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Credential:
    """What one indexed query knows about a presented session or token secret."""

    id: str
    account_id: str
    athlete_id: str
    name: str
    role: Role
    revision: int
    expires_at: datetime | None
    scopes: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Knock:
    """Failed sign-ins at one door since `first_at`."""

    failures: int
    first_at: datetime
    closed_until: datetime | None
