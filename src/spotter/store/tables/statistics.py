"""Statistics that were made, and the privacy each of them cost for ever."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, Table

from spotter.store.tables.base import METADATA, Id, Instant

# Nobody's rows: a release is about a crowd, and what it cost is spent even when people leave.
RELEASES = Table(
    "statistics_releases",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("epsilon", Float, nullable=False),
    Column("found", JSON, nullable=False),
)
