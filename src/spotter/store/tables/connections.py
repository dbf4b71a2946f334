"""Connections to vendors: who may fetch what for whom; secrets are locked."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, LargeBinary, String, Table, Text

from spotter.store.tables.base import METADATA, Instant, owner

CONNECTIONS = Table(
    "connections",
    METADATA,
    owner(primary_key=True),
    Column("vendor", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("personal", Boolean, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("connected_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("cursors", JSON, nullable=False),
    Column("withheld", JSON, nullable=False),
    Column("synced_at", Instant),
    Column("trouble", Text),
    Column("renewing_until", Instant),
    CheckConstraint("state IN ('connected', 'revoked')", name="state_known"),
)
