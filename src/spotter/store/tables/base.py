"""What every table shares: one metadata, named constraints, aware timestamps."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, ForeignKey, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator

from spotter.kit.errors import NotFound

# Every constraint has a name, so that a migration can change it on both databases.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class NoSuchId(NotFound, DontWrapMixin):
    """An id that no row can have, so that no database need be asked for it."""


class Id(TypeDecorator[str]):
    """An id; one from outside with letters that no id has is simply not found."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", value):
            raise NoSuchId("There is nothing with this id.")
        return value


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite holds it without its zone and gets it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("store only aware datetimes")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def owner(*, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    """Return the `athlete_id` column of a row that dies with its athlete."""
    return Column(
        "athlete_id",
        Id,
        ForeignKey("athletes.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=nullable,
    )
