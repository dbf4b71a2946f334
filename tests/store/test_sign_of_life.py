"""Whether a worker lives is told by the worker, and by its silence when it was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from spotter.bootstrap import build
from spotter.kit.time import utc_now
from spotter.settings import Settings
from spotter.store.pulse import FORGOTTEN_AFTER, Pulse
from spotter.store.uow import UnitOfWork, Units
from spotter.store.worker import Worker
from spotter.web.app import create_app

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
# The shortest that may be set.
LEASE_S = 5


def eventually(happens: Callable[[], bool], seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.02)
    return False


def last_seen(units: Units) -> datetime | None:
    with units.reading() as uow:
        return uow.workers.last_seen()


def test_a_worker_that_runs_is_there_and_one_that_was_stopped_is_not(units: Units) -> None:
    stop = threading.Event()
    worker = Worker(units, {})
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    assert eventually(lambda: last_seen(units) is not None)
    stop.set()
    thread.join()
    assert last_seen(units) is None


def test_it_renews_its_sign_while_it_lives(units: Units) -> None:
    with Pulse(units, "here-1-a", utc_now, lease_s=0.1):
        assert eventually(lambda: last_seen(units) is not None)
        first = last_seen(units)
        assert eventually(lambda: last_seen(units) != first)


def test_the_newest_sign_counts_and_workers_are_counted(units: Units) -> None:
    with units() as uow:
        for name, seconds in (("here-1-a", 0), ("here-2-b", 50), ("here-2-b", 60)):
            uow.workers.seen(name, AT, AT + timedelta(seconds=seconds))
        assert uow.workers.last_seen() == AT + timedelta(seconds=60)
        assert uow.workers.count_seen(AT + timedelta(seconds=1)) == 1
        assert uow.workers.count_seen(AT) == 2


def test_a_process_known_to_be_dead_takes_only_its_own_workers_with_it(units: Units) -> None:
    with units() as uow:
        for name in ("here-1-a", "here-1-b", "here-11-c"):
            uow.workers.seen(name, AT, AT)
        assert uow.workers.gone("here-1-") == 2
        assert uow.workers.count_seen(AT) == 1


def test_those_silent_for_a_day_are_forgotten(units: Units) -> None:
    with units() as uow:
        uow.workers.seen("old", AT, utc_now() - FORGOTTEN_AFTER)
        uow.commit()
    with Pulse(units, "new", utc_now, lease_s=60):
        pass
    assert last_seen(units) is None


@dataclass(frozen=True, slots=True)
class FirstAway(Units):
    """Units on a database that cannot be reached the first few times."""

    times: list[int] = field(default_factory=lambda: [3])

    def __call__(self) -> UnitOfWork:
        if self.times[0]:
            self.times[0] -= 1
            raise OperationalError("BEGIN", {}, Exception("away"))
        return UnitOfWork(self.engine, self.data_dir)


def test_a_database_that_is_away_does_not_end_the_sign(units: Units) -> None:
    away = FirstAway(units.engine, units.data_dir)
    with Pulse(away, "here-1-a", utc_now, lease_s=0.1):
        assert eventually(lambda: last_seen(units) is not None)
    assert away.times == [0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_server_notices_that_its_worker_was_killed(database_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var", database_url=database_url, lease_seconds=LEASE_S)
    container = build(settings)
    client = TestClient(create_app(container))

    def ready() -> bool:
        return bool(client.get("/readyz").json()["worker"] == "ok")

    assert not ready()
    environment = os.environ | {
        "SPOTTER_DATA_DIR": str(settings.data_dir),
        "SPOTTER_DATABASE_URL": database_url,
        "SPOTTER_LEASE_SECONDS": str(LEASE_S),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "spotter", "worker"], env=environment, stdout=subprocess.DEVNULL
    ) as worker:
        assert eventually(ready)
        worker.kill()
        worker.wait()
        assert ready()  # nobody can know it yet
        assert eventually(lambda: not ready(), seconds=LEASE_S + 5)
    assert "no worker lives since" in client.get("/readyz").json()["worker"]
    container.close()
