"""What the repositories give back: frozen rows, free of SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from spotter.athletes.profile import Profile, Screening
from spotter.training.session import SessionLog

JobState = Literal["queued", "running", "finished", "failed"]
ImportState = Literal["queued", "running", "finished", "failed"]
SessionState = Literal["open", "finished"]
Role = Literal["owner", "member", "sample"]
ConnectionState = Literal["connected", "revoked"]

# Vendors that a sync fetches from; also the source of what it brings.
SYNCED = frozenset({"oura"})


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
class FormSet:
    """A set whose form was or is to be judged; `done_s` of `total_s` is its job's progress.

    `source` is film, landmarks or live; `asked` the exercise as asked for, `exercise` what it was.
    `recording` is where the film lies while it is needed. `report` is the report of the set,
    `measured` range and asymmetry of each repetition, in degrees.
    """

    id: str
    athlete_id: str
    job_id: str | None
    source: str
    name: str
    asked: str
    recording: str | None
    keep: bool
    state: JobState
    exercise: str | None
    reps: int
    hold_s: float | None
    score: float | None
    report: Mapping[str, Any]
    measured: list[list[float | None]]
    error: str | None
    created_at: datetime
    finished_at: datetime | None
    done_s: int
    total_s: int | None
    note: str


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
    uploaded file waits, as given. `duplicate` says that the same file had been imported before,
    `dry_run` that it was only looked at, `mass_unit` (kg or lb) what the athlete says the loads of
    a log are in, `leaving` that it is being taken back.
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
    dry_run: bool = False
    mass_unit: str | None = None
    finished_at: datetime | None = None
    job_id: str | None = None
    done_bytes: int = 0
    total_bytes: int | None = None
    records: int = 0
    note: str = ""
    leaving: bool = False

    @property
    def is_sync(self) -> bool:
        """Return whether it was fetched from a vendor; a file that was handed in has a hash."""
        return self.sha256 is None and self.source in SYNCED


@dataclass(frozen=True, slots=True)
class SharedRep:
    """A repetition shared to be judged; `motion` as `form.annotation.packed` packs it."""

    id: str
    exercise: str
    motion: bytes


@dataclass(frozen=True, slots=True)
class RejectedRecord:
    """A record that an import refused: why (`intake.reasons`), its type, and what it said."""

    reason: str
    type: str
    told: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ToldName:
    """A name that imported sets have: how many, the last day, how many of them have no sure unit.

    `unsure_kg` is the heaviest load without a sure unit, None when there is none.
    """

    name: str
    sets: int
    last: date
    guessed: int
    unsure_kg: float | None

    def and_(self, other: ToldName) -> ToldName:
        """Return both together, under this name."""
        loads = [one for one in (self.unsure_kg, other.unsure_kg) if one is not None]
        return ToldName(
            self.name,
            self.sets + other.sets,
            max(self.last, other.last),
            self.guessed + other.guessed,
            max(loads, default=None),
        )


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


@dataclass(frozen=True, slots=True)
class ConnectionRecord:
    """An athlete's connection to a vendor.

    `secret` is locked (`store.vault`). `cursors` say up to where each kind of document was fetched,
    `withheld` which kinds the vendor refuses and why. `trouble` is what the last sync failed on, in
    words for the athlete. `expires_at` is when the access ends unless it is renewed.
    """

    athlete_id: str
    vendor: str
    state: ConnectionState
    secret: bytes = field(repr=False)
    personal: bool
    scopes: str
    connected_at: datetime
    expires_at: datetime | None = None
    cursors: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    synced_at: datetime | None = None
    trouble: str | None = None
    renewing_until: datetime | None = None
