"""Whose turn it is to write: SQLite has one write lock, and gives it to whoever asks luckily.

A writer that finds the lock taken sleeps and tries again, and any that comes in between is quicker;
under many writers some wait for ever. Here they stand in line, first come, first served: threads of
one process in a queue, processes by two file locks. Correct it is without: `BEGIN IMMEDIATE` guards
the database, and where files cannot be locked the line is only that of the process.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import time
from collections import deque
from pathlib import Path

# Between two looks at a lock that another process holds.
_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S = 0.0005, 0.005


class Turns:
    """The line of writers to one database; `file` is None for one that only this process sees."""

    def __init__(self, file: Path | None, patience_s: float) -> None:
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._taken = False
        self._line: deque[threading.Event] = deque()
        self._others = None if file is None else _Processes(file)

    @property
    def waiting(self) -> int:
        """How many threads of this process stand in line."""
        return len(self._line)

    def take(self) -> None:
        """Wait for one's turn; it lasts until `give`.

        Raises `sqlite3.OperationalError` (busy, as the database itself says it) when it does not
        come within the patience.
        """
        deadline = time.monotonic() + self._patience_s
        self._stand_in_line()
        if self._others is not None and not self._others.take(deadline):
            self._next()
            raise _busy()

    def give(self) -> None:
        """End one's turn; the next in line has it at once."""
        if self._others is not None:
            self._others.give()
        self._next()

    def close(self) -> None:
        """Let go of the lock files; a later `take` opens them again."""
        if self._others is not None:
            self._others.close()

    def _stand_in_line(self) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Event()
            self._line.append(mine)
        if mine.wait(self._patience_s):
            return
        with self._lock:
            # Given in the last moment, it is ours all the same.
            if mine not in self._line:
                return
            self._line.remove(mine)
        raise _busy()

    def _next(self) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().set()
            else:
                self._taken = False


class _Processes:
    """The turn among processes: who has it holds `-turn`, who is next holds `-next`.

    Whoever has written must pass `-next` again, which the one who waits is holding: so two busy
    processes take turns, where with one lock the same could have it over and over.
    """

    def __init__(self, database: Path) -> None:
        self._paths = [database.with_name(f"{database.name}-{end}") for end in ("next", "turn")]
        self._handles: list[int] = []
        self._without = False

    def take(self, deadline: float) -> bool:
        """Wait for the turn until `deadline` (monotonic seconds); return whether it came."""
        if not self._open():
            return True
        following, turn = self._handles
        if not _locked(following, deadline):
            return False
        try:
            return _locked(turn, deadline)
        finally:
            _unlock(following)

    def give(self) -> None:
        if self._handles:
            _unlock(self._handles[1])

    def close(self) -> None:
        while self._handles:
            os.close(self._handles.pop())

    def _open(self) -> bool:
        if self._handles or self._without:
            return bool(self._handles)
        try:
            for path in self._paths:
                self._handles.append(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            _try(self._handles[0])
            _unlock(self._handles[0])
        except OSError:
            # A folder or a file system that has no such files or locks.
            self.close()
            self._without = True
        return bool(self._handles)


class InTurn(sqlite3.Connection):
    """A connection that takes its turn before it writes and gives it when it has."""

    turns: Turns | None = None
    _holding = False

    def take_turn(self) -> None:
        """Wait in line; raises `sqlite3.OperationalError` when it takes too long."""
        if self.turns is not None and not self._holding:
            self.turns.take()
            self._holding = True

    def commit(self) -> None:
        try:
            super().commit()
        except sqlite3.Error:
            # A transaction left open would keep its turn: SQLAlchemy takes it for ended here.
            self.rollback()
            raise
        self._give_turn()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._give_turn()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._give_turn()

    def _give_turn(self) -> None:
        if self._holding and self.turns is not None:
            self._holding = False
            self.turns.give()


def _busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked: others have been writing for too long")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    error.sqlite_errorname = "SQLITE_BUSY"
    return error


def _locked(handle: int, deadline: float) -> bool:
    pause = _SHORTEST_PAUSE_S
    while not _try(handle):
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_S)
    return True


if sys.platform == "win32":

    def _try(handle: int) -> bool:
        raise OSError("no such locks here")

    def _unlock(handle: int) -> None:
        raise OSError("no such locks here")

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
