"""The unit of work: all or nothing, and one writer at a time."""

from __future__ import annotations

import threading
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from spotter.athletes.profile import Goal, Profile
from spotter.kit.errors import NotFound
from spotter.store.uow import UnitOfWork, Units


def test_what_is_not_committed_never_happened(units: Units) -> None:
    with units() as uow:
        athlete_id = uow.athletes.add(Profile())
    with units() as uow, pytest.raises(NotFound):
        uow.athletes.get(athlete_id)


def test_an_error_undoes_everything_since_the_last_commit(units: Units, athlete_id: str) -> None:
    def change() -> None:
        with units() as uow:
            uow.athletes.put_profile(athlete_id, Profile(goal=Goal.MUSCLE))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    with units() as uow:
        assert uow.athletes.get(athlete_id).profile.goal is Goal.HEALTH


def test_rolling_back_undoes_without_leaving(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.athletes.bump(athlete_id)
        uow.rollback()
        assert uow.athletes.revision(athlete_id) == 1


def test_a_unit_is_used_one_at_a_time(units: Units) -> None:
    uow = units()
    with uow, pytest.raises(RuntimeError, match="already open"):
        uow.__enter__()
    with pytest.raises(RuntimeError, match="with uow"):
        uow.commit()


def test_a_reading_unit_cannot_write(units: Units, athlete_id: str) -> None:
    with units.reading() as uow, pytest.raises(DBAPIError):
        uow.athletes.bump(athlete_id)
    with units() as uow:
        assert uow.athletes.bump(athlete_id) == 2
        uow.commit()


def test_reading_does_not_wait_for_a_writer(units: Units, athlete_id: str) -> None:
    with units() as writer:
        writer.athletes.bump(athlete_id)
        with units.reading() as reader:
            assert reader.athletes.revision(athlete_id) == 1


def test_many_writers_at_once_lose_no_change(units: Units, athlete_id: str) -> None:
    def bump() -> None:
        for _ in range(10):
            with units() as uow:
                uow.athletes.get(athlete_id)
                uow.athletes.bump(athlete_id)
                uow.commit()

    threads = [threading.Thread(target=bump) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with units() as uow:
        assert uow.athletes.revision(athlete_id) == 61


def test_a_naive_datetime_is_refused(units: Units) -> None:
    with units() as uow, pytest.raises(Exception, match="aware"):
        uow.athletes.add(Profile(), datetime(2026, 1, 1))


def test_a_number_that_json_lacks_is_refused(units: Units, athlete_id: str) -> None:
    with units() as uow, pytest.raises(Exception, match="JSON compliant"):
        uow.athletes.put_profile(athlete_id, Profile(mass_kg=float("nan")))


def test_the_database_is_set_up_to_be_trusted(engine: Engine) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            wanted = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1}
            found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
        else:
            wanted = {"lock_timeout": "10s", "statement_timeout": "1min", "TimeZone": "UTC"}
            found = {name: connection.execute(text(f"SHOW {name}")).scalar() for name in wanted}
    assert found == wanted


def test_a_repository_works_only_inside_its_unit(units: Units, athlete_id: str) -> None:
    uow: UnitOfWork = units()
    with uow:
        uow.days.span(athlete_id)
    with pytest.raises(Exception, match="closed"):
        uow.days.between(athlete_id, date(2026, 1, 1), date(2026, 1, 2))
