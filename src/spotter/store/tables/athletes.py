"""Athletes and what they said about their days."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, Integer, Table

from spotter.store.tables.base import METADATA, Id, Instant, owner

ATHLETES = Table(
    "athletes",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("profile", JSON, nullable=False),
    Column("screening", JSON(none_as_null=True)),
    Column("revision", Integer, nullable=False),
    Column("keep_raw_file", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("revision >= 1", name="revision_positive"),
)

DAYS = Table(
    "days",
    METADATA,
    owner(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("readings", JSON, nullable=False),
    Column("sources", JSON, nullable=False),
)

CHECKINS = Table(
    "checkins",
    METADATA,
    owner(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("answers", JSON, nullable=False),
)
