"""The unit of work: one transaction, and every repository inside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine

from spotter.store.engine import for_reading
from spotter.store.repositories.accounts import Accounts
from spotter.store.repositories.annotations import Annotations
from spotter.store.repositories.athletes import Athletes
from spotter.store.repositories.checkins import Checkins
from spotter.store.repositories.connections import Connections
from spotter.store.repositories.days import Days
from spotter.store.repositories.done_sets import DoneSets
from spotter.store.repositories.feature_days import FeatureDays
from spotter.store.repositories.form_sets import FormSets
from spotter.store.repositories.imports import Imports
from spotter.store.repositories.jobs import Jobs
from spotter.store.repositories.learned import Learned
from spotter.store.repositories.outbox import Outbox
from spotter.store.repositories.plans import Plans
from spotter.store.repositories.population import Population
from spotter.store.repositories.portable import Portable
from spotter.store.repositories.rejected import Rejected
from spotter.store.repositories.releases import Releases
from spotter.store.repositories.sessions import Sessions
from spotter.store.repositories.source_orders import SourceOrders
from spotter.store.repositories.workers import Workers


class UnitOfWork:
    """One transaction: `with uow: …; uow.commit()`; leaving without `commit` undoes everything.

    The transaction begins with the first query. On SQLite a writing unit waits for the one write
    lock there is (keep slow work outside); a `read_only` one never waits and cannot write.
    """

    athletes: Athletes
    days: Days
    feature_days: FeatureDays
    checkins: Checkins
    sessions: Sessions
    done_sets: DoneSets
    plans: Plans
    imports: Imports
    rejected: Rejected
    source_orders: SourceOrders
    jobs: Jobs
    releases: Releases
    learned: Learned
    population: Population
    outbox: Outbox
    accounts: Accounts
    workers: Workers
    connections: Connections
    annotations: Annotations
    form_sets: FormSets
    portable: Portable

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
            connection = for_reading(connection)
        self._connection = connection
        self.athletes = Athletes(connection)
        self.days = Days(connection)
        self.feature_days = FeatureDays(connection)
        self.checkins = Checkins(connection)
        self.sessions = Sessions(connection)
        self.done_sets = DoneSets(connection)
        self.plans = Plans(connection)
        self.imports = Imports(connection, self.data_dir)
        self.rejected = Rejected(connection)
        self.source_orders = SourceOrders(connection)
        self.jobs = Jobs(connection)
        self.releases = Releases(connection)
        self.learned = Learned(connection)
        self.population = Population(connection)
        self.outbox = Outbox(connection)
        self.accounts = Accounts(connection)
        self.workers = Workers(connection)
        self.connections = Connections(connection)
        self.annotations = Annotations(connection)
        self.form_sets = FormSets(connection)
        self.portable = Portable(connection)
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
