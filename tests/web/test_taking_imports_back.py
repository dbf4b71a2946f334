"""An import is taken back on the page and through the API, by whom it belongs to."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from spotter.bootstrap import Container
from web.browser import csrf, send, set_up
from web.people import Api

LOG = (
    "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n"
    "2026-02-02 18:00:00,Push,Squat (Barbell),1,135,5\n"
)
FILES = {"file": ("strong.csv", LOG.encode())}


def test_a_taken_back_import_is_no_more_once_the_worker_was_there(sam: Api, box: Container) -> None:
    import_id = sam.post("/imports", files=FILES)["id"]
    assert sam("DELETE", f"/imports/{import_id}").status_code == 409, "it was not read yet"
    box.worker().run_until_idle()
    answer = sam("DELETE", f"/imports/{import_id}")
    assert (answer.status_code, answer.json()["leaving"]) == (202, True)
    box.worker().run_until_idle()
    assert sam("GET", f"/imports/{import_id}").status_code == 404
    assert sam.get("/imports") == {"imports": []}
    assert sam.get("/exercises/names")["names"] == []


@pytest.fixture
def browser(client: TestClient) -> TestClient:
    return set_up(client)


def test_the_page_takes_it_back_and_says_so_meanwhile(browser: TestClient, box: Container) -> None:
    form = {"csrf": csrf(browser.get("/data").text)}
    browser.post("/imports", data=form, files=FILES)
    box.worker().run_until_idle()
    page = browser.get("/data").text
    assert "Take this import back" in page
    place = page.split('action="/imports/')[-1].split("/remove")[0]
    assert send(browser, "/data", f"/imports/{place}/remove", {}).status_code == 303
    assert "Being taken back" in browser.get("/data").text
    box.worker().run_until_idle()
    assert "strong.csv" not in browser.get("/data").text
    answer = browser.get(f"/imports/{place}/status")
    assert (answer.status_code, answer.text) == (200, "")
