"""PostgreSQL is asked what must be asked, and nothing for a connection that was just used."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from spotter.store import engine as engines
from spotter.store.uow import Units

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def _backend(units: Units) -> int:
    with units.reading() as uow:
        return int(uow.connection.scalar(text("select pg_backend_pid()")) or 0)


def _end(database_url: str, backend: int) -> None:
    other = engines.open_engine(database_url)
    with other.connect() as connection:
        connection.execute(text("select pg_terminate_backend(:it, 5000)"), {"it": backend})
    other.dispose()


def test_a_reading_unit_makes_one_trip_a_query(engine: Engine, tmp_path: Path) -> None:
    units = Units(engine, tmp_path)
    _backend(units)
    with engine.connect() as connection:
        wire = connection.connection.dbapi_connection.pgconn  # type: ignore[union-attr]
    with (tmp_path / "said").open("w") as said:
        wire.trace(said.fileno())
        with units.reading() as uow:
            for number in (1, 2):
                uow.connection.scalar(text(f"select {number}"))
        wire.untrace()
    asked = [line for line in (tmp_path / "said").read_text().splitlines() if "\tF\t" in line]
    assert len(asked) == 2


def test_a_connection_that_lay_a_while_and_was_closed_by_the_server_is_replaced(
    units: Units, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = _backend(units)
    _end(database_url, lost)
    monkeypatch.setattr(engines, "FRESH_S", -1.0)
    assert _backend(units) not in {0, lost}
