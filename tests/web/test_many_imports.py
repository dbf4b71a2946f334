"""Who brought hundreds of files sees the newest first, and the others page by page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from spotter.bootstrap import Container
from spotter.web.pages.data import PAGE
from web.browser import send, set_up

MANY = 2 * PAGE + 3
AT = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def browser(client: TestClient, box: Container) -> TestClient:
    """Return the browser of somebody with many imports and a look, the oldest of all."""
    browser = set_up(client)
    with box.uow() as uow:
        (athlete_id,) = uow.athletes.all_ids()
        for n in range(MANY):
            at = AT + timedelta(hours=n)
            made = uow.imports.add(athlete_id, f"file {n}.csv", 1, dry_run=n == 0, now=at)
            uow.imports.update(athlete_id, made, state="failed", error="It is empty.")
        uow.commit()
    return browser


def names(page: str) -> list[str]:
    return re.findall(r'aria-label="Import of ([^"]+)"', page)


def test_the_newest_are_shown_and_the_others_follow(browser: TestClient) -> None:
    seen, path = [], "/data"
    while path:
        page = browser.get(path).text
        assert len(names(page)) <= PAGE
        seen += names(page)
        found = re.search(r'href="(/data\?page=\d+)#imports">Older', page)
        path = found[1] if found else ""
    newest_first = [f"file {n}.csv" for n in range(MANY - 1, 0, -1)]
    assert seen == ["file 0.csv", *newest_first]


def test_the_way_back_leads_to_the_newest(browser: TestClient) -> None:
    assert 'href="/data#imports">Newer' in browser.get("/data?page=2").text
    assert 'href="/data?page=2#imports">Newer' in browser.get("/data?page=3").text
    assert "Newer" not in browser.get("/data").text


def test_a_page_after_the_last_says_so(browser: TestClient) -> None:
    page = browser.get("/data?page=9").text
    assert (names(page), "no older ones" in page, "Nothing yet" in page) == ([], True, False)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999"])
def test_a_page_that_cannot_be_is_refused(browser: TestClient, page: str) -> None:
    assert browser.get(f"/data?page={page}").status_code == 422


@pytest.mark.parametrize(("said", "back"), [("2", "?page=2"), ("/x", ""), ("", "")])
def test_forgetting_one_leads_back_to_its_page(browser: TestClient, said: str, back: str) -> None:
    page = browser.get("/data?page=2").text
    place = re.findall(r'action="/imports/(\w+)/remove"', page)[0]
    assert 'name="page" value="2"' in page
    answer = send(browser, "/data", f"/imports/{place}/remove", {"page": said})
    assert answer.headers["location"] == f"/data{back}#imports"
