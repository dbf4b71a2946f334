"""Whether a failure means that the disk is full, whoever it was that found no room."""

from __future__ import annotations

import sqlite3

from spotter.kit.room import NO_ROOM

# https://www.sqlite.org/rescode.html: SQLite cannot tell a full disk from a failing one where it
# writes its shared memory and log.
_SQLITE = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_FSYNC,
    }
)
# https://www.postgresql.org/docs/current/errcodes-appendix.html: disk_full.
_POSTGRES = "53100"


def no_room(error: BaseException) -> bool:
    """Tell whether `error` says so: the system's, SQLite's or PostgreSQL's, wrapped or not."""
    # SQLAlchemy, not loaded here, keeps the driver's word in `orig`.
    word = getattr(error, "orig", None) or error
    if isinstance(word, OSError):
        return word.errno in NO_ROOM
    if isinstance(word, sqlite3.Error):
        return getattr(word, "sqlite_errorcode", None) in _SQLITE
    return getattr(word, "sqlstate", None) == _POSTGRES
