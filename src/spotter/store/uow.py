"""The unit of work: one transaction, and every repository inside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine

from spotter.store.engine import READ_ONLY
from spotter.store.repositories.accounts import Accounts
from spotter.store.repositories.athletes import Athletes
from spotter.store.repositories.checkins import Checkins
from spotter.store.repositories.days import Days
from spotter.store.repositories.imports import Imports
from spotter.store.repositories.jobs import Jobs
from spotter.store.repositories.outbox import Outbox
from spotter.store.repositories.plans import Plans
from spotter.store.repositories.sessions import Sessions


class UnitOfWork:
    """One transaction: `with uow: …; uow.commit()`; leaving without `commit` undoes everything.

    The transaction begins with the first query. On SQLite a writing unit waits for the one write
    lock there is (keep slow work outside); a `read_only` one never waits and cannot write.
    """

    athletes: Athletes
    days: Days
    checkins: Checkins
    sessions: Sessions
    plans: Plans
    imports: Imports
    jobs: Jobs
    outbox: Outbox
    accounts: Accounts

    def __init__(self, engine: Engine, data_dir: Path, *, read_only: bool = False) -> None:
        self.data_dir = data_dir
        self._engine = engine
        self._read_only = read_only
        self._connection: Connection | None = None

    def __enter__(self) -> UnitOfWork:
        if self._connection is not None:
            raise RuntimeError("this unit of work is already open")
        connection = self._engine.connect()
        if self._read_only:
            connection = connection.execution_options(
                **{READ_ONLY: True, "postgresql_readonly": True}
            )
        self._connection = connection
        self.athletes = Athletes(connection)
        self.days = Days(connection)
        self.checkins = Checkins(connection)
        self.sessions = Sessions(connection)
        self.plans = Plans(connection)
        self.imports = Imports(connection, self.data_dir)
        self.jobs = Jobs(connection)
        self.outbox = Outbox(connection)
        self.accounts = Accounts(connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def connection(self) -> Connection:
        """The open connection; raises `RuntimeError` outside `with`."""
        if self._connection is None:
            raise RuntimeError("open the unit of work with `with uow:` first")
        return self._connection

    def commit(self) -> None:
        """Make what was done so far last."""
        self.connection.commit()

    def rollback(self) -> None:
        """Undo what was done since the last commit."""
        self.connection.rollback()


@dataclass(frozen=True, slots=True)
class Units:
    """Makes units of work: `units()` to write, `units.reading()` to look without waiting."""

    engine: Engine
    data_dir: Path

    def __call__(self) -> UnitOfWork:
        return UnitOfWork(self.engine, self.data_dir)

    def reading(self) -> UnitOfWork:
        """Return a unit that cannot write and, on SQLite, never waits for one that does."""
        return UnitOfWork(self.engine, self.data_dir, read_only=True)
