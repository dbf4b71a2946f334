"""Repetitions that an athlete shared to be judged, and what raters said of them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from spotter.store.tables.base import METADATA, Id, Instant, owner

SHARED_REPS = Table(
    "shared_reps",
    METADATA,
    Column("id", Id, primary_key=True),
    owner(),
    Column("recording", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("exercise", String(32), nullable=False),
    Column("motion", LargeBinary, nullable=False),
    Column("consented_at", Instant, nullable=False),
    UniqueConstraint("athlete_id", "recording", "exercise", "position"),
    Index("ix_shared_reps_athlete_id", "athlete_id"),
)

RATINGS = Table(
    "ratings",
    METADATA,
    Column("rep_id", Id, ForeignKey("shared_reps.id", ondelete="CASCADE"), primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("verdict", String(16), nullable=False),
    Column("scores", JSON, nullable=False),
    Column("faults", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("rated_at", Instant, nullable=False),
    CheckConstraint("verdict IN ('scored', 'skipped', 'flagged')", name="verdict_known"),
    Index("ix_ratings_account_id", "account_id"),
)
