"""Accounts, their sessions and tokens, and the doors that count knocks."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from spotter.store.tables.base import METADATA, Id, Instant, owner

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", Id, primary_key=True),
    owner(),
    Column("name", String(64), nullable=False),
    Column("name_key", String(64), nullable=False),
    Column("password_hash", Text),
    Column("role", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("athlete_id"),
    UniqueConstraint("name_key"),
    CheckConstraint("role IN ('owner', 'member', 'sample')", name="role_known"),
)


def _account() -> Column[str]:
    return Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)


LOGINS = Table(
    "logins",
    METADATA,
    Column("id", Id, primary_key=True),
    _account(),
    Column("secret_hash", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    UniqueConstraint("secret_hash"),
    Index("ix_logins_account_id", "account_id"),
    Index("ix_logins_expires_at", "expires_at"),
)

TOKENS = Table(
    "tokens",
    METADATA,
    Column("id", Id, primary_key=True),
    _account(),
    Column("name", String(64), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    UniqueConstraint("secret_hash"),
    Index("ix_tokens_account_id", "account_id"),
)

SETUP_TOKENS = Table(
    "setup_tokens",
    METADATA,
    Column("secret_hash", String(64), primary_key=True),
    Column("created_at", Instant, nullable=False),
)

# `door` is a hash of an account name or a network address: neither is kept in clear.
KNOCKS = Table(
    "knocks",
    METADATA,
    Column("door", String(80), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("closed_until", Instant),
    Index("ix_knocks_first_at", "first_at"),
)
