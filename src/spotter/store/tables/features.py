"""Days whose features were computed from what is no longer so."""

from __future__ import annotations

from sqlalchemy import Column, Date, String, Table

from spotter.store.tables.base import METADATA, owner

FEATURE_DAYS = Table(
    "feature_days",
    METADATA,
    owner(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("mark", String(32), nullable=False),
)
