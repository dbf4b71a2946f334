"""Changing the password, by program and by form."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from web.browser import csrf
from web.people import PASSWORD, Api

NEW = "five other words make sense"


def browser(app: FastAPI) -> TestClient:
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


def sign_in(client: TestClient, password: str) -> Response:
    form = {"csrf": csrf(client.get("/login").text), "name": "sam", "password": password}
    return client.post("/login", data=form)


def change(client: TestClient, **form: Any) -> Response:
    page = client.get("/data").text
    return client.post("/data/password", data={"csrf": csrf(page), **form})


def test_a_program_changes_it_with_the_present_one(app: FastAPI, sam: Api) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert sam("PUT", "/accounts/me/password", body).status_code == 204
    assert sign_in(browser(app), PASSWORD).status_code != 303
    assert sign_in(browser(app), NEW).status_code == 303
    assert sam("GET", "/athlete").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"current_password": "not this one", "new_password": NEW}, 403, "current_password"),
        ({"current_password": PASSWORD, "new_password": "password123"}, 422, "new_password"),
        ({"current_password": PASSWORD, "new_password": "short"}, 422, "new_password"),
        ({"current_password": PASSWORD}, 422, "new_password"),
    ],
)
def test_a_problem_names_its_field(sam: Api, body: dict[str, str], status: int, field: str) -> None:
    answer = sam("PUT", "/accounts/me/password", body)
    assert answer.status_code == status
    assert field in answer.text
    assert NEW not in answer.text


def test_the_form_changes_it_and_signs_out_the_other_browser(app: FastAPI, sam: Api) -> None:
    here, there = browser(app), browser(app)
    for one in (here, there):
        assert sign_in(one, PASSWORD).status_code == 303
    answer = change(here, current_password=PASSWORD, new_password=NEW)
    assert answer.status_code == 303
    assert "Your password was changed." in here.get(answer.headers["location"]).text
    assert there.get("/data").headers["location"] == "/login"


def test_the_form_says_what_is_wrong_and_changes_nothing(app: FastAPI, sam: Api) -> None:
    here = browser(app)
    sign_in(here, PASSWORD)
    answer = change(here, current_password="not this one", new_password=NEW)
    assert answer.status_code == 403
    assert "not your present password" in answer.text
    assert sign_in(browser(app), PASSWORD).status_code == 303


def test_the_form_needs_its_token(app: FastAPI, sam: Api) -> None:
    here = browser(app)
    sign_in(here, PASSWORD)
    form = {"current_password": PASSWORD, "new_password": NEW}
    assert here.post("/data/password", data=form).status_code == 403
    assert sign_in(browser(app), PASSWORD).status_code == 303
