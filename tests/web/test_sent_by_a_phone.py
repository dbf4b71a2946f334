"""A phone sends JSON as it is, with a token that can do nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from spotter.bootstrap import Container
from web.people import Api, join, token_of

ENTRY = {"date": "2026-02-01 08:00:00 +0100", "qty": 70.5}
BODY = {"data": {"metrics": [{"name": "weight_body_mass", "units": "kg", "data": [ENTRY]}]}}


@pytest.fixture
def phone(client: TestClient, sam: Api) -> Api:
    """Return a token of Sam's that may only hand in files."""
    return token_of(client, "sam", ["import"])


def test_bare_json_comes_in(phone: Api, sam: Api, box: Container) -> None:
    answer = phone("POST", "/imports", BODY)
    assert answer.status_code == 202
    box.worker().run_until_idle()
    (found,) = sam.get("/imports")["imports"]
    assert (found["state"], found["source"]) == ("finished", "health_auto_export")
    assert found["counts"]["by_kind"] == {"mass": 1}


def test_the_same_json_as_a_form_is_the_same_import(phone: Api, sam: Api, box: Container) -> None:
    text = json.dumps(BODY).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert phone("POST", "/imports", content=text, headers=headers).status_code == 202
    assert phone("POST", "/imports", files={"file": ("a.json", text)}).status_code == 202
    box.worker().run_until_idle()
    again, _ = sam.get("/imports")["imports"]
    assert again["duplicate"] is True


def test_a_dry_run_of_bare_json_says_what_would_come_in(phone: Api) -> None:
    answer = phone("POST", "/imports?dry_run=true", BODY)
    assert (answer.status_code, answer.json()["records"]) == (200, {"mass": 1})


@pytest.mark.parametrize("text", ["{}", "[1, 2]", "not JSON", '{"data": 5}'])
def test_json_that_nobody_knows_is_refused_at_once(phone: Api, box: Container, text: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = phone("POST", "/imports", content=text.encode(), headers=headers)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:spotter:not_this_format"
    assert list((box.data_dir / "uploads").iterdir()) == []


def test_nothing_at_all_is_refused(phone: Api, box: Container) -> None:
    answer = phone("POST", "/imports", content=b"", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["field"]) == (422, "file")
    assert list((box.data_dir / "uploads").iterdir()) == []


def test_a_body_without_end_is_bounded(phone: Api, box: Container) -> None:
    def much() -> Iterator[bytes]:
        for _ in range(box.settings.max_upload_mb + 1):
            yield b" " * 1_000_000

    answer = phone("POST", "/imports", content=much(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert list((box.data_dir / "uploads").iterdir()) == []


def test_a_page_takes_no_bare_json(client: TestClient) -> None:
    join(client, "sam")
    page = client.get("/login").text
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    form = {"csrf": csrf, "name": "sam", "password": "four words make sense"}
    client.post("/login", data=form)
    assert client.post("/imports", json=BODY).status_code == 403
