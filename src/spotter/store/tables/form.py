"""Sets whose form was judged, and the recordings that wait to be."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from spotter.store.tables.base import METADATA, Id, Instant, owner

FORM_SETS = Table(
    "form_sets",
    METADATA,
    Column("id", Id, primary_key=True),
    owner(),
    Column("job_id", Id, ForeignKey("jobs.id", ondelete="SET NULL")),
    Column("source", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("asked", String(32), nullable=False),
    Column("recording", Text),
    Column("keep", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("exercise", String(32)),
    Column("reps", Integer, nullable=False),
    Column("hold_s", Float),
    Column("score", Float),
    Column("report", JSON, nullable=False),
    Column("measured", JSON, nullable=False),
    Column("error", Text),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    CheckConstraint("state IN ('queued', 'running', 'finished', 'failed')", name="state_known"),
    CheckConstraint("source IN ('film', 'landmarks', 'live')", name="source_known"),
    Index("ix_form_sets_athlete_id_created_at", "athlete_id", "created_at"),
    Index("ix_form_sets_job_id", "job_id"),
)
