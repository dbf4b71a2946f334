"""The processes that do long work, each with the moment at which it last showed itself."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from spotter.store.tables.base import METADATA, Instant

WORKERS = Table(
    "workers",
    METADATA,
    Column("name", String(128), primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)
