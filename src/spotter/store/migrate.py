"""Bring a database to the present shape; the same migrations on both databases."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

from spotter.store.engine import READ_ONLY, open_engine

_SCRIPTS = Path(__file__).parent / "migrations"
# Any fixed number; it names the lock under which PostgreSQL replicas take turns to migrate.
_MIGRATING = 5_240_132


def upgrade(url: str) -> None:
    """Run every migration that the database at `url` has not had yet, in one transaction."""
    engine = open_engine(url)
    try:
        upgrade_engine(engine)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine) -> None:
    """Run every missing migration through `engine`, in one transaction."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
        command.upgrade(_config(connection), "head")


def is_current(engine: Engine) -> bool:
    """Return whether the database has had every migration."""
    with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present == ScriptDirectory.from_config(_config(None)).get_current_head()


def knows(revision: str) -> bool:
    """Return whether this version can bring a database of `revision` to the present shape."""
    known = ScriptDirectory.from_config(_config(None)).walk_revisions()
    return revision in {script.revision for script in known}


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
