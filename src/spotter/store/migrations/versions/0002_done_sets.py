"""Sets of imported training logs, and what the athlete's own names of exercises mean.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from spotter.kit.ids import new_id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_IMPORTS = sa.table("imports", sa.column("athlete_id", sa.String), sa.column("state", sa.String))
_JOBS = sa.table(
    "jobs",
    sa.column("id", sa.String),
    sa.column("kind", sa.String),
    sa.column("athlete_id", sa.String),
    sa.column("key", sa.String),
    sa.column("payload", sa.JSON),
    sa.column("state", sa.String),
    sa.column("attempts", sa.Integer),
    sa.column("max_attempts", sa.Integer),
    sa.column("created_at", _INSTANT),
    sa.column("run_after", _INSTANT),
    sa.column("done", sa.BigInteger),
    sa.column("records", sa.BigInteger),
    sa.column("note", sa.Text),
)


def upgrade() -> None:
    _done_sets()
    _exercise_names()
    _read_again()


def _done_sets() -> None:
    op.create_table(
        "done_sets",
        sa.Column("athlete_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reps", sa.Integer(), nullable=True),
        sa.Column("load_kg", sa.Float(), nullable=True),
        sa.Column("rpe", sa.Float(), nullable=True),
        sa.Column("duration_s", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("unit_guessed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"],
            ["athletes.id"],
            name=op.f("fk_done_sets_athlete_id_athletes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
            name=op.f("fk_done_sets_import_id_imports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("athlete_id", "day", "position", name=op.f("pk_done_sets")),
    )
    op.create_index("ix_done_sets_import_id", "done_sets", ["import_id"], unique=False)


def _exercise_names() -> None:
    op.create_table(
        "exercise_names",
        sa.Column("athlete_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("exercise", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"],
            ["athletes.id"],
            name=op.f("fk_exercise_names_athlete_id_athletes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("athlete_id", "name", name=op.f("pk_exercise_names")),
    )


def _read_again() -> None:
    """Have the worker find the sets in what was imported before."""
    connection, now = op.get_bind(), datetime.now(UTC)
    query = sa.select(_IMPORTS.c.athlete_id).where(_IMPORTS.c.state == "finished").distinct()
    for athlete_id in connection.execute(query).scalars().all():
        job = {
            "id": new_id(),
            "kind": "body.recompute",
            "athlete_id": athlete_id,
            "key": f"{athlete_id}:0002",
            "payload": {},
            "state": "queued",
            "attempts": 0,
            "max_attempts": 5,
            "created_at": now,
            "run_after": now,
            "done": 0,
            "records": 0,
            "note": "",
        }
        connection.execute(_JOBS.insert().values(job))
