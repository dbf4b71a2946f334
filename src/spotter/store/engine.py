"""One engine per database URL: SQLite in WAL mode, or PostgreSQL with timeouts."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

from spotter.kit.errors import BadInput
from spotter.store.turns import InTurn, Turns

# Seconds that a writer waits for another before it gives up; SQLite has one writer at a time.
BUSY_TIMEOUT_S = 30.0
LOCK_TIMEOUT_S = 10.0
STATEMENT_TIMEOUT_S = 60.0

# Writers in line hold a connection each; readers must find one beside them.
SQLITE_CONNECTIONS_KEPT, SQLITE_CONNECTIONS_MORE = 10, 50

READ_ONLY = "spotter_read_only"


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def open_engine(url: str) -> Engine:
    """Return an engine for `url` (`sqlite:///…` or `postgresql+psycopg://…`).

    Raises `BadInput` naming `SPOTTER_DATABASE_URL` for any other database.
    """
    backend = make_url(url).get_backend_name()
    if backend == "sqlite":
        return _sqlite(url)
    if backend == "postgresql":
        return _postgresql(url)
    raise BadInput(
        f"'{backend}' is not a database Spotter runs on; use sqlite:///file or "
        "postgresql+psycopg://user@host/name.",
        field="SPOTTER_DATABASE_URL",
    )


def _sqlite(url: str) -> Engine:
    file = make_url(url).database or ""
    kept = None if file in ("", ":memory:") else Path(file).absolute()
    arguments: dict[str, Any] = {
        "connect_args": {
            "timeout": BUSY_TIMEOUT_S,
            "check_same_thread": False,
            "factory": InTurn,
        }
    }
    if kept is not None:
        arguments |= {
            "pool_size": SQLITE_CONNECTIONS_KEPT,
            "max_overflow": SQLITE_CONNECTIONS_MORE,
        }
    engine = create_engine(url, json_serializer=_dumps, **arguments)
    turns = Turns(kept, BUSY_TIMEOUT_S)

    def connected(connection: InTurn, _record: object) -> None:
        connection.turns = turns
        _prepare_sqlite(connection)

    def disposed(_engine: Engine) -> None:
        turns.close()

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "engine_disposed", disposed)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    # The driver's own BEGIN comes late and is always deferred; `_begin_sqlite` begins instead.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "cache_size = -16384",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads and then writes fails at once when somebody else wrote in
    # between, without waiting; taking the write lock first makes it wait its turn.
    read_only = bool(connection.get_execution_options().get(READ_ONLY, False))
    if connection.info.get(READ_ONLY, False) is not read_only:
        connection.exec_driver_sql(f"PRAGMA query_only = {int(read_only)}")
        connection.info[READ_ONLY] = read_only
    if not read_only:
        _take_turn(connection)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _take_turn(connection: Connection) -> None:
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, InTurn)
    try:
        driver.take_turn()
    except sqlite3.OperationalError as error:
        raise OperationalError("BEGIN IMMEDIATE", None, error) from error


def fold_log(engine: Engine) -> bool:
    """Fold SQLite's write-ahead log into the database and empty it, so that no deleted word stays.

    Return False when somebody was reading and it must be tried again. PostgreSQL needs none of it:
    its log is recycled and its deleted rows are vacuumed by the server.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        # Not as patient as a writer: whoever asks can come back later.
        cursor.execute("PRAGMA busy_timeout = 500")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
    finally:
        connection.close()
    return row is not None and row[0] == 0


def _postgresql(url: str) -> Engine:
    options = (
        f"-c lock_timeout={int(LOCK_TIMEOUT_S * 1000)} "
        f"-c statement_timeout={int(STATEMENT_TIMEOUT_S * 1000)} "
        "-c timezone=UTC"
    )
    arguments: dict[str, Any] = {"options": options, "connect_timeout": 10}
    return create_engine(
        url, json_serializer=_dumps, connect_args=arguments, pool_pre_ping=True, pool_size=10
    )
