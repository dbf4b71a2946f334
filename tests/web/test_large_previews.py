"""A look at a large file is a job: the request does not wait, and the file can then be brought."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from intake.exports import export_text, record
from spotter.bootstrap import Container
from spotter.store.housekeeping import KEEP_LOOKS, tidy
from spotter.web.api import imports as api
from web.browser import csrf, send, set_up
from web.people import Api, join

EXPORT = export_text(record(), record(value="900")).encode()
FILES = {"files": {"file": ("mine.xml", EXPORT)}}


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "LOOK_AT_ONCE_BYTES", 10)


@pytest.fixture
def look(sam: Api) -> str:
    """Return the id of a look that Sam asked for."""
    answer = sam("POST", "/imports?dry_run=true", **FILES)
    assert answer.status_code == 202
    asked = answer.json()
    assert (asked["state"], asked["dry_run"], asked["preview"]) == ("queued", True, None)
    found: str = asked["id"]
    return found


def test_the_preview_stands_in_the_look_once_a_worker_has_read_the_file(
    sam: Api, box: Container, look: str
) -> None:
    box.worker().run_until_idle()
    found = sam.get(f"/imports/{look}")
    assert (found["state"], found["total_bytes"]) == ("finished", len(EXPORT))
    assert found["preview"]["records"] == {"heart_rate": 1}
    assert found["preview"]["rejected"] == {"total": 1, "reasons": {"impossible_value": 1}}
    (refused,) = sam.get(f"/imports/{look}/rejected")["records"]
    assert refused["told"]["value"] == 900


def test_a_look_brings_nothing_in(sam: Api, box: Container, look: str) -> None:
    box.worker().run_until_idle()
    assert sam.get("/imports") == {"imports": []}
    assert list(box.data_dir.glob("athletes/*/raw/*")) == []
    assert sam.get("/sources/priority") == {"signals": []}


def test_what_was_looked_at_is_brought_without_sending_it_again(
    sam: Api, box: Container, look: str
) -> None:
    assert sam("POST", f"/imports/{look}/bring").status_code == 409
    box.worker().run_until_idle()
    assert sam("POST", f"/imports/{look}/bring").status_code == 202
    assert sam("POST", f"/imports/{look}/bring").status_code == 409
    box.worker().run_until_idle()
    (found,) = sam.get("/imports")["imports"]
    assert (found["id"], found["state"], found["duplicate"]) == (look, "finished", False)
    assert found["counts"]["added"] == 1
    assert len(sam.get(f"/imports/{look}/rejected")["records"]) == 1
    assert list((box.data_dir / "uploads").iterdir()) == []


def test_a_look_at_what_nobody_reads_fails_in_words_and_leaves_no_file(
    sam: Api, box: Container
) -> None:
    asked = sam("POST", "/imports?dry_run=true", files={"file": ("list.txt", b"eggs and milk\n")})
    box.worker().run_until_idle()
    found = sam.get(f"/imports/{asked.json()['id']}")
    assert found["state"] == "failed"
    assert "format that Spotter reads" in found["error"]
    assert list((box.data_dir / "uploads").iterdir()) == []


def test_a_look_is_forgotten_after_a_day(sam: Api, box: Container, look: str) -> None:
    box.worker().run_until_idle()
    with box.uow() as uow:
        assert tidy(uow, box.clock())["looks"] == 0
        assert tidy(uow, box.clock() + KEEP_LOOKS + timedelta(minutes=1))["looks"] == 1
        uow.commit()
    assert sam("GET", f"/imports/{look}").status_code == 404


def test_nobody_else_brings_what_was_looked_at(
    client: TestClient, sam: Api, box: Container, look: str
) -> None:
    box.worker().run_until_idle()
    assert join(client, "kim")("POST", f"/imports/{look}/bring").status_code == 404


def test_a_person_looks_and_then_brings(client: TestClient, box: Container) -> None:
    browser = set_up(client)
    token = csrf(browser.get("/data").text)
    answer = browser.post("/imports/look", data={"csrf": token}, **FILES)
    assert answer.status_code == 303
    look = answer.headers["location"].removeprefix("/data#import-")
    assert "Waiting" in browser.get("/data").text
    box.worker().run_until_idle()
    page = browser.get("/data").text
    assert "Only looked at" in page
    assert "New records: 1." in page
    assert send(browser, "/data", f"/imports/{look}/bring", {}).status_code == 303
    box.worker().run_until_idle()
    page = browser.get("/data").text
    assert "Only looked at" not in page
    assert "1 new records" in page
