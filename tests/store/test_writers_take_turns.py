"""Writers to SQLite are served in the order in which they came, within a process and across."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from spotter.store.engine import open_engine
from spotter.store.turns import InTurn, Turns
from spotter.store.uow import Units

SCRIPT = Path(__file__).with_name("hasty_writer.py")


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: bytes) -> str:
    """Return SQLite only: PostgreSQL has its own lines."""
    path = tmp_path / "spotter.db"
    path.write_bytes(sqlite_template)
    return f"sqlite:///{path}"


def turns_of(engine: Engine) -> Turns:
    connection = engine.raw_connection()
    driver = connection.driver_connection
    assert isinstance(driver, InTurn)
    assert driver.turns is not None
    connection.close()
    return driver.turns


def until(turns: Turns, waiting: int) -> None:
    end = time.monotonic() + 30
    while turns.waiting != waiting and time.monotonic() < end:
        time.sleep(0.001)
    assert turns.waiting == waiting


@contextmanager
def other_process(url: str, how: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(SCRIPT), url, how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_threads_write_in_the_order_in_which_they_came(
    units: Units, engine: Engine, athlete_id: str
) -> None:
    turns, served = turns_of(engine), list[int]()

    def write(number: int) -> None:
        with units() as uow:
            uow.athletes.bump(athlete_id)
            served.append(number)
            uow.commit()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    with units() as uow:
        uow.athletes.bump(athlete_id)
        for number, thread in enumerate(threads):
            thread.start()
            until(turns, number + 1)
        uow.commit()
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def test_a_process_that_writes_without_a_pause_lets_another_in(
    units: Units, database_url: str, athlete_id: str
) -> None:
    written_meanwhile = []
    with other_process(database_url, "hasty"):
        for _ in range(10):
            with units.reading() as uow:
                asked_at = uow.athletes.revision(athlete_id)
            with units() as uow:
                served_at = uow.athletes.bump(athlete_id)
                uow.commit()
            written_meanwhile.append(served_at - asked_at)
    # The one in hand, and those between our look and our place in line; by luck it is dozens.
    assert max(written_meanwhile) <= 6


def test_whoever_is_killed_in_their_turn_keeps_nobody_waiting(
    units: Units, database_url: str, athlete_id: str
) -> None:
    with other_process(database_url, "keep") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        process.kill()
        process.wait()
        with units() as uow:
            assert uow.athletes.bump(athlete_id) == 2
            uow.commit()


def test_a_turn_given_up_without_a_commit_goes_to_the_next(
    units: Units, engine: Engine, athlete_id: str
) -> None:
    with units() as uow:
        uow.athletes.bump(athlete_id)
    until(turns_of(engine), 0)
    with units() as uow:
        assert uow.athletes.bump(athlete_id) == 2


def test_a_commit_that_fails_gives_the_turn_back(
    units: Units, engine: Engine, athlete_id: str
) -> None:
    with units() as uow:
        # Checked at the commit only, which then leaves SQLite's transaction open.
        uow.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        uow.connection.exec_driver_sql(
            "INSERT INTO import_files (athlete_id, path, import_id, rows) VALUES ('a', 'p', 'i', 1)"
        )
        with pytest.raises(IntegrityError):
            uow.commit()
    with units() as uow:
        assert uow.athletes.bump(athlete_id) == 2
        uow.commit()


def test_whoever_waited_too_long_is_told_that_it_is_busy_and_leaves_the_line(
    tmp_path: Path,
) -> None:
    turns = Turns(tmp_path / "db", patience_s=0.05)
    turns.take()
    with pytest.raises(sqlite3.OperationalError, match="locked") as told:
        turns.take()
    assert told.value.sqlite_errorcode == sqlite3.SQLITE_BUSY
    assert turns.waiting == 0
    turns.give()
    turns.take()
    turns.give()
    turns.close()


def test_another_process_that_keeps_its_turn_is_waited_for_no_longer_than_the_patience(
    tmp_path: Path,
) -> None:
    ours, theirs = (Turns(tmp_path / "db", patience_s=0.05) for _ in range(2))
    theirs.take()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        ours.take()
    theirs.give()
    ours.take()
    ours.close()
    theirs.close()


def test_where_no_lock_files_can_be_made_the_process_has_its_own_line(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "no such folder" / "db", patience_s=0.05)
    turns.take()
    with pytest.raises(sqlite3.OperationalError):
        turns.take()
    turns.give()
    turns.take()


def test_an_engine_let_go_can_be_used_again(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    for _ in range(2):
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS t (n)")
        engine.dispose()


def test_the_first_opens_of_a_new_database_do_not_disturb_each_other(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def first_open(engine: Engine, together: threading.Barrier) -> None:
        together.wait()
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS one (id INTEGER)")
        except Exception as error:
            failures.append(error)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # threads change places inside the driver's short calls too
    try:
        for attempt in range(100):
            engines = [open_engine(f"sqlite:///{tmp_path}/{attempt}.db") for _ in range(8)]
            together = threading.Barrier(len(engines))
            threads = [threading.Thread(target=first_open, args=(e, together)) for e in engines]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            for engine in engines:
                engine.dispose()
    finally:
        sys.setswitchinterval(interval)
    assert failures == []
