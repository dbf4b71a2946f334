"""What was chosen for each athlete's days, what came of it, and what was learned from that."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, Float, Integer, String, Table

from spotter.store.tables.base import METADATA, Id, owner

CHOICES = Table(
    "choices",
    METADATA,
    owner(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("taken", String(16), nullable=False),
    Column("session_id", Id),
    Column("body", JSON, nullable=False),
    Column("reward", Float),
    Column("seen", JSON(none_as_null=True)),
    CheckConstraint("taken IN ('open', 'main', 'other')", name="taken_known"),
)

EVIDENCE = Table(
    "evidence",
    METADATA,
    owner(primary_key=True),
    Column("contexts", String(32), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("taught", Boolean, nullable=False),
    Column("body", JSON, nullable=False),
)

# Nobody's rows: sums over all who let what suited them be where newcomers start.
POPULATION = Table(
    "population",
    METADATA,
    Column("contexts", String(32), primary_key=True),
    Column("body", JSON(none_as_null=True)),
)
