"""A database that is locked or full is said to be so, with when to try again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from spotter.bootstrap import Container
from spotter.kit.room import DiskFull
from spotter.web.outages import Unavailable, named
from spotter.web.problems import MEDIA_TYPE
from web.browser import sign_in
from web.people import Api


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def locked(box: Container, sam: Api) -> Iterator[None]:
    """Somebody else writes for longer than anybody waits."""

    @event.listens_for(box.engine, "checkout")
    def hurry(raw: sqlite3.Connection, *_: object) -> None:
        raw.execute("PRAGMA busy_timeout = 1")

    box.engine.dispose()
    other = sqlite3.connect(box.data_dir / "spotter.db")
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@pytest.mark.usefixtures("locked")
def test_a_locked_database_is_a_503_with_a_time_to_wait(sam: Api) -> None:
    answer = sam("PUT", "/athlete", {"mass_kg": 70})
    assert answer.status_code == 503
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["type"] == "urn:spotter:unavailable"


@pytest.mark.usefixtures("locked")
def test_a_locked_database_still_lets_a_page_say_so(client: TestClient) -> None:
    answer = sign_in(client)
    assert answer.status_code == 503
    assert "retry-after" in answer.headers
    assert "text/html" in answer.headers["content-type"]


def test_a_full_database_is_a_507(box: Container, sam: Api) -> None:
    @event.listens_for(box.engine, "checkout")
    def no_growth(raw: sqlite3.Connection, *_: object) -> None:
        raw.execute("PRAGMA max_page_count = 1")

    box.engine.dispose()
    day = {"sleep_quality": 4, "mood": 4, "energy": 4, "stress": 2, "symptoms": []}
    day |= {"soreness": {}, "pain": {}, "ill": False}
    codes = {
        sam("POST", "/checkins", {"date": f"2026-03-{n:02}", "note": "x" * 400, **day}).status_code
        for n in range(1, 29)
    }
    assert 507 in codes
    assert 500 not in codes


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, Unavailable),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Unavailable),
        (sqlite3.SQLITE_IOERR_READ, Unavailable),
        (sqlite3.SQLITE_IOERR_WRITE, DiskFull),
        (sqlite3.SQLITE_FULL, DiskFull),
    ],
)
def test_sqlite_says_by_its_code_what_is_wrong(code: int, kind: type[Exception]) -> None:
    cause = sqlite3.OperationalError("…")
    cause.sqlite_errorcode = code
    assert isinstance(named(OperationalError("SELECT 1", {}, cause)), kind)


def test_a_mistake_of_ours_stays_one() -> None:
    cause = sqlite3.OperationalError("no such table: days")
    cause.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert named(OperationalError("SELECT 1", {}, cause)) is None
    assert named(FileNotFoundError(2, "gone")) is None


def test_without_free_disk_the_server_is_not_ready(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").json()["disk"] == "ok"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(10**9, 10**9 - 5_000_000, 5_000_000))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "5 MB" in answer.json()["disk"]


def test_an_import_that_waits_on_a_full_disk_says_so(
    client: TestClient, sam: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = sam("POST", "/imports", files={"file": ("e.zip", b"x")}).json()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(10**9, 10**9 - 1000, 1000))
    assert "hardly any room" in sam.get(f"/imports/{asked['id']}")["note"]
    sign_in(client)
    assert "hardly any room" in client.get("/data").text
