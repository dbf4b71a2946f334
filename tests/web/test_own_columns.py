"""A table whose columns have other names comes in once its owner has said what they are."""

from __future__ import annotations

import json

import pytest
from httpx import Response
from starlette.testclient import TestClient

from spotter.bootstrap import Container
from spotter.intake.plain.columns import LAYOUTS
from web.browser import csrf, set_up
from web.people import Api

TABLE = "Tag;Übung;Gewicht;Wdh\n2026-02-01;Squat;62,5;5\n".encode()
NAMES = {"Tag": "start", "Übung": "exercise", "Gewicht": "load_kg", "Wdh": "reps"}
PLACES = {f"column-{place}": name for place, name in enumerate(NAMES.values())}


def send(client: TestClient, path: str, **fields: str) -> Response:
    token = csrf(client.get("/data").text)
    files = {"file": ("mine.csv", TABLE, "text/csv")}
    return client.post(path, data={"csrf": token, **fields}, files=files)


@pytest.fixture
def browser(client: TestClient) -> TestClient:
    return set_up(client)


@pytest.mark.parametrize("path", ["/imports", "/imports/look"])
def test_the_page_asks_for_the_columns_of_a_table_that_nobody_knows(
    browser: TestClient, box: Container, path: str
) -> None:
    answer = send(browser, path)
    assert answer.status_code == 422
    assert "What are the columns of mine.csv?" in answer.text
    assert '<option value="start" selected>' in answer.text, "Tag"
    assert answer.text.count(" selected>") == 2, "Tag and Übung; nobody guesses a unit"
    assert list((box.data_dir / "uploads").iterdir()) == []


def test_the_page_shows_first_what_would_come_in(browser: TestClient) -> None:
    answer = send(browser, "/imports/look", **PLACES)
    assert answer.status_code == 200
    assert "New records: 2." in answer.text


def test_the_page_brings_it_in(browser: TestClient, box: Container) -> None:
    assert send(browser, "/imports", **PLACES).status_code == 303
    box.worker().run_until_idle()
    assert "2 new records" in browser.get("/data").text


def test_names_that_make_no_table_are_asked_for_again_as_they_were(
    browser: TestClient, box: Container
) -> None:
    answer = send(browser, "/imports", **{**PLACES, "column-2": "reps"})
    assert answer.status_code == 422
    assert "Two columns are called" in answer.text
    assert answer.text.count('<option value="reps" selected>') == 2
    assert list((box.data_dir / "uploads").iterdir()) == []


def test_the_api_takes_the_columns_as_json(sam: Api, box: Container) -> None:
    form = {"files": {"file": ("mine.csv", TABLE)}, "data": {"columns": json.dumps(NAMES)}}
    assert sam("POST", "/imports?dry_run=true", **form).json()["records"] == {
        "set": 1,
        "workout": 1,
    }
    assert sam("POST", "/imports", **form).status_code == 202
    box.worker().run_until_idle()
    (found,) = sam.get("/imports")["imports"]
    assert (found["state"], found["source"], found["name"]) == ("finished", "workouts", "mine.csv")


@pytest.mark.parametrize("columns", ["no JSON", "[]", "[" * 4000, '{"Tag": 5}', '{"Tag": "start"}'])
def test_columns_that_make_no_sense_are_named(sam: Api, box: Container, columns: str) -> None:
    form = {"files": {"file": ("mine.csv", TABLE)}, "data": {"columns": columns}}
    answer = sam("POST", "/imports", **form)
    assert (answer.status_code, answer.json()["field"]) == (422, "columns")
    assert list((box.data_dir / "uploads").iterdir()) == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.file)
def test_a_table_to_fill_in_is_on_the_page_and_in_the_api(
    client: TestClient, sam: Api, layout: object
) -> None:
    name = layout.file  # type: ignore[attr-defined]
    assert f'href="/sources/{name}"' in client.get("/sources").text
    page = client.get(f"/sources/{name}")
    assert page.text == sam("GET", f"/imports/templates/{name}").text
    assert page.text == layout.template()  # type: ignore[attr-defined]
    assert client.get("/sources/other.csv").status_code == 404
    assert sam("GET", "/imports/templates/other.csv").status_code == 404
