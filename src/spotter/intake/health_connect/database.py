"""A SQLite database that somebody handed in, opened so that it can do nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from spotter.intake.errors import Damaged
from spotter.kit.room import room

Record = Mapping[str, Any]

_PART = 1 << 20
# No text or number of a record comes near; an expression in a schema could make a gigabyte.
_LONGEST = 1 << 20


@contextmanager
def opened(stream: BinaryIO) -> Iterator[Database]:
    """Open the database that `stream` holds, through a copy that has no name while it is read.

    Raises `Damaged` when it is none, `DiskFull` when there is no room for the copy, and whatever
    reading the stream raises.
    """
    with tempfile.NamedTemporaryFile(prefix="spotter-", suffix=".db", delete=False) as copy:
        path = Path(copy.name)
        try:
            with room(path.parent):
                shutil.copyfileobj(stream, copy, _PART)
                copy.flush()
            # Closed by whoever ends the reading, which may be another thread.
            db = sqlite3.connect(
                f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        except BaseException:
            path.unlink()
            raise
        with closing(db):
            try:
                yield Database(db, path)
            # A message that quotes broken text fails to be made.
            except (sqlite3.Error, OverflowError, UnicodeError) as error:
                raise Damaged(f"The database is broken ({error}). Export it again.", 0) from error
            finally:
                path.unlink(missing_ok=True)


class Database:
    """The tables of an open database; views are none of them, and functions in it are not run."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        db.row_factory = sqlite3.Row
        db.text_factory = lambda raw: raw.decode("utf-8", "replace")
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        db.execute("PRAGMA trusted_schema = OFF")
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        os.unlink(path)  # it is open now, and gone even if this process is killed
        self._db = db
        self.tables = {str(row[0]) for row in names}

    def records(self, table: str, wanted: str) -> Iterator[Record]:
        """Yield of each row of `table` the columns `wanted` that there are; nothing without it.

        Names come from this program, never from a file.
        """
        if names := self._there(table, wanted):
            yield from self._asked(f"SELECT {names} FROM {table} AS {table}")  # noqa: S608

    def parts(self, table: str, wanted: str, whole: str, of_whole: str) -> Iterator[Record]:
        """Yield the rows of `table` (which has a `parent_key`), each with the columns `of_whole` of
        the row of `whole` that it is part of."""
        names, more = self._there(table, wanted), self._there(whole, of_whole)
        if names and more:
            # One pass with a look-up by row number: nothing says that `parent_key` has an index.
            # A made-up file may repeat row numbers; still no part is there more than once.
            yield from self._asked(
                f"SELECT {more}, {names} FROM {table} AS {table} "  # noqa: S608
                f"JOIN {whole} AS {whole} ON {whole}.row_id = {table}.parent_key "
                f"LIMIT (SELECT count(*) FROM {table})"
            )

    def _there(self, table: str, wanted: str) -> str:
        if table not in self.tables:
            return ""
        columns = {str(row[1]) for row in self._db.execute(f"PRAGMA table_xinfo({table})")}
        return ", ".join(f"{table}.{name}" for name in wanted.split() if name in columns)

    def _asked(self, query: str) -> Iterator[Record]:
        for row in self._db.execute(query):
            yield dict(row)
