"""Sets whose form was judged.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "form_sets",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("athlete_id", sa.String(length=32), nullable=False),
        sa.Column("job_id", sa.String(length=32)),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asked", sa.String(length=32), nullable=False),
        sa.Column("recording", sa.Text()),
        sa.Column("keep", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("exercise", sa.String(length=32)),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("hold_s", sa.Float()),
        sa.Column("score", sa.Float()),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("measured", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("finished_at", _INSTANT),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'finished', 'failed')",
            name=op.f("ck_form_sets_state_known"),
        ),
        sa.CheckConstraint(
            "source IN ('film', 'landmarks', 'live')", name=op.f("ck_form_sets_source_known")
        ),
        sa.ForeignKeyConstraint(
            ["athlete_id"],
            ["athletes.id"],
            name=op.f("fk_form_sets_athlete_id_athletes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_form_sets_job_id_jobs"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_sets")),
    )
    op.create_index("ix_form_sets_athlete_id_created_at", "form_sets", ["athlete_id", "created_at"])
    op.create_index("ix_form_sets_job_id", "form_sets", ["job_id"])
