"""A Spotter with one athlete and a worker, for tests of the connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import polars as pl

from intake.oura.fake_oura import FakeOura
from spotter.athletes.profile import Profile
from spotter.body import raw
from spotter.body.state import Day
from spotter.intake import service as intake
from spotter.intake.oura import connection
from spotter.intake.oura.app import SYNC, App
from spotter.intake.oura.connection import Oura, Status
from spotter.intake.oura.login import Grant
from spotter.intake.oura.sync import sync_handler
from spotter.store.records import ConnectionRecord, ImportRecord
from spotter.store.uow import Units
from spotter.store.vault import Vault
from spotter.store.worker import Worker


@dataclass
class Hand:
    """A clock that is set by hand."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **how: float) -> None:
        """Let time pass."""
        self.at += timedelta(**how)


@dataclass
class House:
    """What a test of the connection looks at."""

    units: Units
    fake: FakeOura
    clock: Hand
    oura: Oura
    athlete_id: str
    worker: Worker = field(repr=False)

    @classmethod
    def of(cls, units: Units, fake: FakeOura, clock: Hand) -> House:
        app = App("client", "secret", "", fake.url, fake.url)
        oura = Oura(app, Vault(b"k" * 32))
        with units() as uow:
            athlete_id = uow.athletes.add(Profile(time_zone="Europe/Berlin"), clock())
            uow.commit()
        handlers = {
            SYNC: sync_handler(oura, clock),
            intake.IMPORT: intake.import_handler(clock),
        }
        return cls(units, fake, clock, oura, athlete_id, Worker(units, handlers, clock=clock))

    def connect(
        self, *, lasts: timedelta | None = timedelta(days=1), personal: bool = False
    ) -> None:
        """Connect the athlete with the access that the fake accepts first."""
        until = None if lasts is None else self.clock() + lasts
        grant = Grant("access-0", None if personal else "refresh-0", until, "daily heartrate")
        connection.connect(self.units, self.oura, self.athlete_id, grant, self.clock)

    def sync(self) -> int:
        """Do what a worker finds to do now."""
        return self.worker.run_until_idle()

    def later(self, **how: float) -> int:
        """Let time pass, then sync."""
        self.clock.forward(**how)
        return self.sync()

    @property
    def status(self) -> Status:
        with self.units.reading() as uow:
            return connection.status(uow, self.athlete_id)

    @property
    def record(self) -> ConnectionRecord | None:
        with self.units.reading() as uow:
            return uow.connections.get(self.athlete_id, "oura")

    @property
    def imports(self) -> list[ImportRecord]:
        with self.units.reading() as uow:
            return uow.imports.list(self.athlete_id)

    @property
    def rows(self) -> pl.DataFrame:
        """Return every raw row the athlete has, by the manifest."""
        with self.units.reading() as uow:
            files = uow.imports.files(self.athlete_id)
        return raw.scan(files).collect()

    @property
    def files(self) -> int:
        with self.units.reading() as uow:
            return len(uow.imports.files(self.athlete_id))

    def days(self, first: str, last: str) -> dict[date, Day]:
        with self.units.reading() as uow:
            return uow.days.between(
                self.athlete_id, date.fromisoformat(first), date.fromisoformat(last)
            )
