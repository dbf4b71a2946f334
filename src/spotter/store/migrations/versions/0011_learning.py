"""Choices, what came of them, and what was learned.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "choices",
        sa.Column("athlete_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken", sa.String(length=16), nullable=False),
        sa.Column("session_id", sa.String(length=32)),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("reward", sa.Float()),
        sa.Column("seen", sa.JSON(none_as_null=True)),
        sa.CheckConstraint(
            "taken IN ('open', 'main', 'other')", name=op.f("ck_choices_taken_known")
        ),
        sa.ForeignKeyConstraint(
            ["athlete_id"],
            ["athletes.id"],
            name=op.f("fk_choices_athlete_id_athletes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("athlete_id", "day", name=op.f("pk_choices")),
    )
    op.create_table(
        "evidence",
        sa.Column("athlete_id", sa.String(length=32), nullable=False),
        sa.Column("contexts", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("taught", sa.Boolean(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"],
            ["athletes.id"],
            name=op.f("fk_evidence_athlete_id_athletes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("athlete_id", "contexts", name=op.f("pk_evidence")),
    )
    op.create_table(
        "population",
        sa.Column("contexts", sa.String(length=32), nullable=False),
        sa.Column("body", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("contexts", name=op.f("pk_population")),
    )
