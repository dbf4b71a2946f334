"""Plans that were sealed, sessions that were started, sets that were done."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from spotter.store.tables.base import METADATA, Id, owner

PLANS = Table(
    "plans",
    METADATA,
    owner(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("mac", String(128), nullable=False),
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", Id, primary_key=True),
    owner(),
    Column("day", Date, nullable=False),
    Column("title", Text, nullable=False),
    Column("focus", String(32), nullable=False),
    Column("programme", Text, nullable=False),
    Column("programme_day", Text, nullable=False),
    Column("week", Integer, nullable=False),
    Column("planned_sets", Integer, nullable=False),
    Column("asked_rpe", Float),
    Column("state", String(16), nullable=False),
    Column("session_rpe", Float),
    Column("duration_min", Float),
    Column("mood", Integer),
    Column("pain", JSON, nullable=False),
    Column("symptoms", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("mac", String(128), nullable=False),
    CheckConstraint("state IN ('open', 'finished')", name="state_known"),
    Index("ix_sessions_athlete_id_day", "athlete_id", "day"),
)

SETS = Table(
    "session_sets",
    METADATA,
    Column("session_id", Id, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    owner(),
    Column("client_key", String(64)),
    Column("done", JSON, nullable=False),
    UniqueConstraint("session_id", "client_key"),
    Index("ix_session_sets_athlete_id", "athlete_id"),
)

DONE_SETS = Table(
    "done_sets",
    METADATA,
    owner(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("import_id", Id, ForeignKey("imports.id", ondelete="CASCADE"), nullable=False),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("reps", Integer),
    Column("load_kg", Float),
    Column("rpe", Float),
    Column("duration_s", Integer),
    Column("kind", String(16), nullable=False),
    Column("unit_guessed", Boolean, nullable=False),
    Index("ix_done_sets_import_id", "import_id"),
)

EXERCISE_NAMES = Table(
    "exercise_names",
    METADATA,
    owner(primary_key=True),
    Column("name", String(255), primary_key=True),
    Column("exercise", String(64), nullable=False),
)
