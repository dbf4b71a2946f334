"""A look at what a file would bring, through the API and on the page: nothing is stored."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from spotter.bootstrap import Container
from web.browser import csrf, set_up
from web.people import Api

EXPORT = b"""<?xml version="1.0" encoding="UTF-8"?>
<HealthData locale="en_GB">
 <ExportDate value="2026-03-01 08:00:00 +0000"/>
 <Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="kg"
  creationDate="2026-02-01 23:30:00 +0000" startDate="2026-02-01 23:30:00 +0000"
  endDate="2026-02-01 23:30:00 +0000" value="81.5"/>
</HealthData>
"""


def upload(data: bytes = EXPORT) -> dict[str, Any]:
    return {"files": {"file": ("mine.xml", data)}}


def test_a_dry_run_answers_what_would_come_in_and_stores_nothing(sam: Api, box: Container) -> None:
    answer = sam("POST", "/imports?dry_run=true", **upload())
    assert answer.status_code == 200
    # Half past eleven at night in UTC is the next day in Berlin, where Sam lives.
    assert answer.json() == {
        "file": "mine.xml",
        "source": "apple_health",
        "records": {"mass": 1},
        "days": 1,
        "first": "2026-02-02",
        "last": "2026-02-02",
        "added": 1,
        "duplicates": 0,
        "rejected": {"total": 0, "reasons": {}},
        "unmapped": [],
        "members": None,
        "warning": None,
    }
    assert sam.get("/imports") == {"imports": []}
    assert list((box.data_dir / "uploads").iterdir()) == []


def test_a_dry_run_of_what_nobody_reads_is_a_problem_and_leaves_no_file(
    sam: Api, box: Container
) -> None:
    answer = sam("POST", "/imports?dry_run=true", **upload(b"eggs and milk\n"))
    assert (answer.status_code, answer.json()["field"]) == (422, "file")
    assert list((box.data_dir / "uploads").iterdir()) == []


def test_without_dry_run_the_same_request_is_an_import(sam: Api) -> None:
    assert sam("POST", "/imports?dry_run=false", **upload()).status_code == 202
    assert len(sam.get("/imports")["imports"]) == 1


@pytest.fixture
def visitor(client: TestClient) -> TestClient:
    return set_up(client)


def test_the_page_looks_first_without_script(visitor: TestClient, box: Container) -> None:
    page = visitor.get("/data").text
    assert 'action="/imports/look"' in page
    answer = visitor.post("/imports/look", data={"csrf": csrf(page)}, **upload())
    assert answer.status_code == 200
    assert "New records: 1." in answer.text
    assert "Nothing yet." in visitor.get("/data").text
    assert list((box.data_dir / "uploads").iterdir()) == []


def test_the_page_says_why_a_file_is_not_understood(visitor: TestClient) -> None:
    token = csrf(visitor.get("/data").text)
    answer = visitor.post("/imports/look", data={"csrf": token}, **upload(b"eggs and milk\n"))
    assert answer.status_code == 422
    assert "Nothing in this file is a format that Spotter reads" in answer.text


def test_a_look_without_the_token_of_the_page_is_refused(visitor: TestClient) -> None:
    assert visitor.post("/imports/look", **upload()).status_code == 403
