"""Fixtures for everyone: a fresh, migrated database on each backend; skips that CI refuses."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import prometheus_client  # noqa: F401 (decided before a test imports Feast, see its room)
import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from spotter.athletes.profile import Profile
from spotter.store.engine import open_engine
from spotter.store.migrate import upgrade_engine
from spotter.store.uow import Units

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_BESIDE = Path(__file__).parents[2] / "shared" / "data"
_POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("SPOTTER_CI") == "1":
        # Of one commit CI says one thing, twice over; laptops draw new examples each time.
        settings.load_profile("ci")
    config.pluginmanager.register(_NoSkips(), "no-skips-in-ci")


class _NoSkips:
    """With SPOTTER_CI=1 a skipped test fails the run: CI must not pass by not looking."""

    def __init__(self) -> None:
        self.skipped: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._note(report.nodeid, report.longrepr)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self._note(report.nodeid, report.longrepr)

    def _note(self, where: str, why: object) -> None:
        self.skipped[where] = str(why[2]) if isinstance(why, tuple) else str(why)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if os.environ.get("SPOTTER_CI") == "1" and self.skipped:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.skipped:
            return
        for reason in sorted(set(self.skipped.values())):
            count = sum(why == reason for why in self.skipped.values())
            terminalreporter.write_line(f"skipped {count}: {reason}")
        if os.environ.get("SPOTTER_CI") == "1":
            terminalreporter.write_line("SPOTTER_CI=1: skipped tests count as failures", red=True)


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Return the URL of a PostgreSQL server on which databases may be made; skips without one."""
    url = os.environ.get("SPOTTER_TEST_POSTGRES", _POSTGRES)
    engine = create_engine(url, connect_args={"connect_timeout": 3})
    try:
        with engine.connect():
            return url
    except OperationalError:
        pytest.skip("no PostgreSQL at SPOTTER_TEST_POSTGRES or 127.0.0.1:5432")
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """Return the name of a migrated database, from which each test's own is copied."""
    name = f"spotter_test_{secrets.token_hex(6)}"
    with _made(postgres_server, name, "template0"):
        engine = open_engine(_on(postgres_server, name))
        upgrade_engine(engine)
        engine.dispose()
        yield name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a migrated SQLite database."""
    path = tmp_path_factory.mktemp("template") / "spotter.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade_engine(engine)
    # Closing the last connection folds the write-ahead log into the file.
    engine.dispose()
    return path.read_bytes()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a fresh migrated database; the test runs once on each backend."""
    if request.param == "sqlite":
        path = tmp_path / "spotter.db"
        path.write_bytes(request.getfixturevalue("sqlite_template"))
        yield f"sqlite:///{path}"
        return
    server: str = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("postgres_template")
    name = f"spotter_test_{secrets.token_hex(6)}"
    with _made(server, name, template):
        yield _on(server, name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database in which nothing has been made yet, on each backend."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"spotter_test_{secrets.token_hex(6)}"
    with _made(server, name, "template0"):
        yield _on(server, name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Return an engine on `database_url`."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Return an empty data folder."""
    path = tmp_path / "var"
    path.mkdir()
    return path


@pytest.fixture
def units(engine: Engine, data_dir: Path) -> Units:
    """Return a maker of units of work on a fresh database."""
    return Units(engine, data_dir)


@pytest.fixture
def now() -> datetime:
    """Return a Monday morning."""
    return NOW


@pytest.fixture
def athlete_id(units: Units) -> str:
    """Return the id of an athlete who has told nothing yet."""
    return add_athlete(units)


@pytest.fixture
def other_id(units: Units) -> str:
    """Return the id of somebody else."""
    return add_athlete(units)


def add_athlete(units: Units) -> str:
    with units() as uow:
        athlete_id = uow.athletes.add(Profile(), NOW)
        uow.commit()
    return athlete_id


class _made:
    """A database that exists inside `with`."""

    def __init__(self, server: str, name: str, template: str) -> None:
        self.server, self.name, self.template = server, name, template

    def __enter__(self) -> None:
        self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    def __exit__(self, *_: object) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _on(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def apple_health() -> Path:
    """Return the folder of real Apple Health exports; skips where there is none."""
    folder = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "apple_health"
    if not folder.is_dir():
        pytest.skip("no real exports: set SPOTTER_TEST_DATA to the folder that holds apple_health")
    return folder
