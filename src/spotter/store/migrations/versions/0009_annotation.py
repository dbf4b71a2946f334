"""Repetitions that are shared to be judged, and the judgements.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "shared_reps",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("athlete_id", sa.String(length=32), nullable=False),
        sa.Column("recording", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("exercise", sa.String(length=32), nullable=False),
        sa.Column("motion", sa.LargeBinary(), nullable=False),
        sa.Column("consented_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"],
            ["athletes.id"],
            name=op.f("fk_shared_reps_athlete_id_athletes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_reps")),
        sa.UniqueConstraint(
            "athlete_id",
            "recording",
            "exercise",
            "position",
            name=op.f("uq_shared_reps_athlete_id_recording_exercise_position"),
        ),
    )
    op.create_index("ix_shared_reps_athlete_id", "shared_reps", ["athlete_id"])
    op.create_table(
        "ratings",
        sa.Column("rep_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("rated_at", _INSTANT, nullable=False),
        sa.CheckConstraint(
            "verdict IN ('scored', 'skipped', 'flagged')", name=op.f("ck_ratings_verdict_known")
        ),
        sa.ForeignKeyConstraint(
            ["rep_id"],
            ["shared_reps.id"],
            name=op.f("fk_ratings_rep_id_shared_reps"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_ratings_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("rep_id", "account_id", name=op.f("pk_ratings")),
    )
    op.create_index("ix_ratings_account_id", "ratings", ["account_id"])
