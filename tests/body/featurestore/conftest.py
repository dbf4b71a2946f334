"""A shelf of features on each online store, and athletes whose days change."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spotter.body.featurestore.materialise import FEATURE_EVENTS, Materialiser
from spotter.body.featurestore.shelf import Shelf
from spotter.events.bus import InProcessBus, Projection
from spotter.events.relay import Relay
from spotter.store.engine import open_engine
from spotter.store.uow import Units

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the URL of a Redis of our own that keeps nothing; skips where none is installed."""
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server installed")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = ("redis-server", "--port", str(port), "--save", "", "--appendonly", "no")
    folder = tmp_path_factory.mktemp("redis")
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as server:
        for _ in range(200):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


@pytest.fixture
def units(sqlite_template: bytes, tmp_path: Path) -> Iterator[Units]:
    """Return units of work on SQLite: which database it is makes no difference here."""
    path = tmp_path / "spotter.db"
    path.write_bytes(sqlite_template)
    engine = open_engine(f"sqlite:///{path}")
    yield Units(engine, tmp_path / "var")
    engine.dispose()


@pytest.fixture(params=["sqlite", "redis"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    """Return an empty shelf; the test runs once on each online store."""
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    shelf = Shelf(tmp_path / "features", url)
    yield shelf
    shelf.close()


@pytest.fixture
def materialiser(units: Units, shelf: Shelf) -> Materialiser:
    return Materialiser(units, shelf, lambda: NOW)


@pytest.fixture
def relay(units: Units, materialiser: Materialiser) -> Relay:
    bus = InProcessBus(units, lambda: NOW)
    bus.subscribe(Projection("features", FEATURE_EVENTS, materialiser.take))
    return Relay(units, bus, lambda: NOW)
