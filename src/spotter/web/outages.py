"""Failures of what is under us that pass, or that somebody with the machine can end."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import OperationalError

from spotter.kit.errors import SpotterError
from spotter.kit.room import DiskFull
from spotter.store.full import no_room

# https://www.sqlite.org/rescode.html: the low byte is the primary code. The others of an
# OperationalError, such as a missing table, are mistakes of ours and stay 500.
_SQLITE_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)
RETRY_AFTER_S = 10


class Unavailable(SpotterError):
    """The database cannot be used just now; `retry_after_s` says when to try again."""

    code = "unavailable"
    status = 503
    retry_after_s = RETRY_AFTER_S

    def __init__(self) -> None:
        super().__init__(
            "The database is busy or cannot be reached. Nothing was changed; try again in "
            f"{RETRY_AFTER_S} seconds."
        )


def named(error: Exception) -> SpotterError | None:
    """Return what `error` means for whoever asked; None when it is a mistake of the program."""
    if no_room(error):
        return DiskFull("There is no room left on the server; nothing was kept. Make room there.")
    if isinstance(error, OSError):
        return None
    cause = error.orig if isinstance(error, OperationalError) else None
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return Unavailable() if code in _SQLITE_PASSING else None
    return Unavailable()
