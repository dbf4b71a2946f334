"""One engine per database URL: SQLite in WAL mode, or PostgreSQL with timeouts."""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from spotter.kit.errors import BadInput
from spotter.store.turns import InTurn, Turns

# Seconds that a writer waits for another before it gives up; SQLite has one writer at a time.
BUSY_TIMEOUT_S = 30.0
LOCK_TIMEOUT_S = 10.0
STATEMENT_TIMEOUT_S = 60.0
# Seconds for which a connection to PostgreSQL that worked is believed to work still; trying it is a
# trip to the server before every other.
FRESH_S = 2.0
_PUT_BACK = "spotter_put_back"

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


def _prepare_sqlite(connection: InTurn) -> None:
    # The driver's own BEGIN comes late and is always deferred; `_begin_sqlite` begins instead.
    connection.isolation_level = None
    _log_ahead(connection)
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "cache_size = -16384",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _log_ahead(connection: InTurn) -> None:
    # The mode is a property of the file. Two that change it at once are told that it is locked
    # without any wait (each holds what the other needs), so the first opens of a new database
    # change it in turn.
    if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
        return
    connection.take_turn()
    try:
        connection.execute("PRAGMA journal_mode = WAL").close()
    finally:
        connection.rollback()  # no transaction is open: it only gives the turn


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


def for_reading(connection: Connection) -> Connection:
    """Return `connection` as one that cannot write, before anything was asked of it.

    SQLite reads from one snapshot. On PostgreSQL each query is a transaction of its own: reading
    committed sees no less of what others write, and a beginning and an end are two more trips to
    the server.
    """
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="AUTOCOMMIT")
    return connection.execution_options(**{READ_ONLY: True})


def _postgresql(url: str) -> Engine:
    if find_spec("psycopg") is None:
        raise BadInput(
            "SPOTTER_DATABASE_URL names PostgreSQL, whose driver is not installed here: "
            "pip install -c constraints.txt 'psycopg[binary]'.",
            field="SPOTTER_DATABASE_URL",
        )
    options = (
        f"-c lock_timeout={int(LOCK_TIMEOUT_S * 1000)} "
        f"-c statement_timeout={int(STATEMENT_TIMEOUT_S * 1000)} "
        # What begins no transaction cannot write, see `for_reading`.
        "-c default_transaction_read_only=on "
        "-c timezone=UTC"
    )
    engine = create_engine(
        url,
        json_serializer=_dumps,
        connect_args={"options": options, "connect_timeout": 10},
        pool_size=10,
        # The one used last first: it is the least likely to have to be tried.
        pool_use_lifo=True,
        execution_options={"postgresql_readonly": False},
    )
    event.listen(engine, "checkin", _put_back)
    event.listen(engine, "checkout", partial(_tried, engine))
    return engine


def _put_back(_connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    record.info[_PUT_BACK] = monotonic()


def _tried(
    engine: Engine,
    connection: DBAPIConnection,
    record: ConnectionPoolEntry,
    _fairy: PoolProxiedConnection,
) -> None:
    """Try a connection that nobody used for a while; the pool replaces one that is broken."""
    put_back = record.info.get(_PUT_BACK)
    if put_back is None or monotonic() - put_back < FRESH_S:  # None: it was made just now
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise DisconnectionError("the server closed this connection") from error
