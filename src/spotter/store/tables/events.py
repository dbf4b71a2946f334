"""The outbox, and what each consumer has already taken in."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from spotter.store.tables.base import METADATA, Id, Instant

# SQLite numbers rows by itself only for INTEGER.
Serial = BigInteger().with_variant(Integer, "sqlite")

# No foreign key to athletes: "athlete.deleted" must outlive its athlete.
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("name", String(64), nullable=False),
    Column("athlete_id", Id, nullable=False),
    Column("at", Instant, nullable=False),
    Column("data", JSON, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", Instant),
    Column("error", Text),
    Column("delivered_at", Instant),
    Column("dead_at", Instant),
    Index("ix_outbox_athlete_id", "athlete_id"),
    Index(
        "ix_outbox_waiting",
        "id",
        sqlite_where=text("delivered_at IS NULL AND dead_at IS NULL"),
        postgresql_where=text("delivered_at IS NULL AND dead_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

# One row per event taken in, not a high-water mark: on PostgreSQL a lower id may commit later.
CONSUMER_OFFSETS = Table(
    "consumer_offsets",
    METADATA,
    Column("consumer", String(64), primary_key=True),
    Column("outbox_id", Serial, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_consumer_offsets_outbox_id", "outbox_id"),
)
