"""What an import refused can be looked at page by page; files are kept when one says so."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from intake.exports import export_text, record
from spotter.bootstrap import Container
from spotter.web.pages.rejected import PAGE
from web.browser import csrf, send, set_up
from web.people import Api, join

WRONG = PAGE + 3
EXPORT = export_text(record(), *(record(value=str(900 + n)) for n in range(WRONG))).encode()


@pytest.fixture
def import_id(sam: Api, box: Container) -> str:
    found: str = sam.post("/imports", files={"file": ("export.xml", EXPORT)})["id"]
    box.worker().run_until_idle()
    return found


def test_a_program_reads_what_was_refused_page_by_page(sam: Api, import_id: str) -> None:
    page = sam.get(f"/imports/{import_id}/rejected?first=1&count=2")
    assert (page["total"], page["kept"], page["cut"]) == (WRONG, WRONG, False)
    assert [one["told"]["value"] for one in page["records"]] == [901, 902]
    assert page["records"][0]["text"] == "is a value that no body has"


@pytest.mark.parametrize("query", ["?count=0", "?count=501", "?first=-1", "?reason=ugly"])
def test_a_page_that_cannot_be_is_refused(sam: Api, import_id: str, query: str) -> None:
    assert sam("GET", f"/imports/{import_id}/rejected{query}").status_code == 422


def test_nobody_else_sees_what_was_refused(client: TestClient, sam: Api, import_id: str) -> None:
    kim = join(client, "kim")
    assert kim("GET", f"/imports/{import_id}/rejected").status_code == 404


def test_a_person_pages_through_what_was_refused(client: TestClient, box: Container) -> None:
    browser = set_up(client)
    data = {"csrf": csrf(browser.get("/data").text)}
    browser.post("/imports", data=data, files={"file": ("export.xml", EXPORT)})
    box.worker().run_until_idle()
    found = re.search(r'href="(/imports/\w+/rejected)"', browser.get("/data").text)
    assert found is not None
    first = browser.get(found[1]).text
    assert "value 900)" in first
    assert f"{found[1]}?page=2" in first
    last = browser.get(f"{found[1]}?page=2&reason=impossible_value").text
    assert f"value {900 + WRONG - 1})" in last
    assert "page=3" not in last


def test_files_are_kept_from_the_choice_on_and_deleted_with_it(
    client: TestClient, sam: Api, box: Container
) -> None:
    assert sam.get("/files") == {"keep": False, "files": []}
    sam.put("/files", {"keep": True})
    sam.post("/imports", files={"file": ("export.xml", EXPORT)})
    box.worker().run_until_idle()
    (kept,) = sam.get("/files")["files"]
    assert (kept["name"], kept["size_bytes"]) == ("export.xml", len(EXPORT))
    assert len(list(box.data_dir.glob("athletes/*/files/*"))) == 1
    assert sam.put("/files", {"keep": False}) == {"keep": False, "files": []}
    box.worker().run_until_idle()
    assert list(box.data_dir.glob("athletes/*/files/*")) == []
    assert sam("PUT", "/files", {"keep": "yes"}).status_code == 422


def test_the_page_asks_before_it_keeps_anything(client: TestClient) -> None:
    browser = set_up(client)
    assert "Keep files from now on" in browser.get("/data").text
    assert send(browser, "/data", "/data/files", {"keep": "yes"}).status_code == 303
    assert "Delete kept files" in browser.get("/data").text
