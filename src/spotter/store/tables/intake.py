"""Imports and the Parquet files that they left behind."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
)

from spotter.store.tables.base import METADATA, Id, Instant, owner

IMPORTS = Table(
    "imports",
    METADATA,
    Column("id", Id, primary_key=True),
    owner(),
    Column("job_id", Id, ForeignKey("jobs.id", ondelete="SET NULL")),
    Column("name", Text, nullable=False),
    Column("sha256", String(64)),
    Column("size_bytes", BigInteger, nullable=False),
    Column("upload", Text),
    Column("state", String(16), nullable=False),
    Column("source", String(64), nullable=False),
    Column("report", JSON, nullable=False),
    Column("error", Text),
    Column("duplicate", Boolean, nullable=False),
    Column("dry_run", Boolean, nullable=False, server_default=false()),
    Column("mass_unit", String(8)),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    CheckConstraint("state IN ('queued', 'running', 'finished', 'failed')", name="state_known"),
    Index("ix_imports_athlete_id_created_at", "athlete_id", "created_at"),
    Index("ix_imports_athlete_id_sha256", "athlete_id", "sha256"),
    Index("ix_imports_job_id", "job_id"),
)

FILES = Table(
    "import_files",
    METADATA,
    owner(primary_key=True),
    Column("path", String(512), primary_key=True),
    Column("import_id", Id, ForeignKey("imports.id", ondelete="CASCADE"), nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("first", Instant),
    Column("last", Instant),
    Index("ix_import_files_import_id", "import_id"),
)

REJECTED = Table(
    "rejected_records",
    METADATA,
    owner(nullable=False),
    Column("import_id", Id, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("reason", String(32), nullable=False),
    Column("type", Text, nullable=False),
    Column("told", JSON, nullable=False),
    Index("ix_rejected_records_athlete_id", "athlete_id"),
)

SOURCE_ORDERS = Table(
    "source_orders",
    METADATA,
    owner(primary_key=True),
    Column("signal", String(64), primary_key=True),
    Column("sources", JSON, nullable=False),
)
