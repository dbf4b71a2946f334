"""Long work, durable: one row per job."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from spotter.store.tables.base import METADATA, Id, Instant, owner

JOBS = Table(
    "jobs",
    METADATA,
    Column("id", Id, primary_key=True),
    owner(nullable=True),
    Column("kind", String(64), nullable=False),
    Column("key", String(128), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("max_attempts", Integer, nullable=False),
    Column("run_after", Instant, nullable=False),
    Column("worker", String(128)),
    Column("lease_until", Instant),
    Column("done", BigInteger, nullable=False),
    Column("total", BigInteger),
    Column("records", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
    Column("error", Text),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    UniqueConstraint("kind", "key"),
    CheckConstraint("state IN ('queued', 'running', 'finished', 'failed')", name="state_known"),
    Index("ix_jobs_state_run_after", "state", "run_after"),
    Index("ix_jobs_athlete_id", "athlete_id"),
)
