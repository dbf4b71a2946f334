"""The way in: nothing in the browser hides the set-up, and a visitor changes nothing shared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from spotter.athletes import accounts, tokens
from spotter.bootstrap import Container
from spotter.web.signin import COOKIE
from web.browser import csrf
from web.people import DAY, Api, benign


def test_a_dead_session_cookie_does_not_hide_the_set_up(client: TestClient) -> None:
    client.cookies.set(COOKIE, "of-a-database-that-is-gone", domain="testserver.local")
    path, seen = "/", []
    while (answer := client.get(path)).status_code == 303:
        path = answer.headers["location"]
        seen.append(path)
    assert seen == ["/today", "/login", "/"]
    assert "setup token" in answer.text
    assert COOKIE not in client.cookies


def test_signing_in_leads_to_the_set_up_while_there_is_nobody(client: TestClient) -> None:
    assert client.get("/login").headers["location"] == "/"


@pytest.mark.usefixtures("sam")
def test_with_an_owner_the_sign_in_page_is_shown(client: TestClient) -> None:
    assert client.get("/login").status_code == 200


@pytest.fixture
def visitor(box: Container, client: TestClient) -> TestClient:
    """A browser in which somebody looks around as the sample athlete."""
    with box.uow() as uow:
        account = accounts.add_sample_account(uow, "Sample athlete", box.clock())
        opened = accounts.open_login(uow, account, box.clock())
        uow.commit()
    client.cookies.set(COOKIE, opened.secret, domain="testserver.local")
    return client


@pytest.mark.parametrize("path", ["/profile", "/screening"])
def test_a_visitor_does_not_change_the_sample_athlete(visitor: TestClient, path: str) -> None:
    answer = visitor.post(path, data={"csrf": csrf(visitor.get(path).text)})
    assert answer.status_code == 403
    assert "set up your own account" in answer.text


def test_a_visitor_takes_nothing_over_for_the_sample_athlete(visitor: TestClient) -> None:
    form = {"csrf": csrf(visitor.get("/profile").text), "field": "mass_kg", "value": "70"}
    assert visitor.post("/profile/suggested", data=form).status_code == 403


def test_a_visitor_brings_no_file_to_the_sample_athlete(
    visitor: TestClient, box: Container
) -> None:
    form = {"csrf": csrf(visitor.get("/profile").text)}
    answer = visitor.post("/imports", data=form, files={"file": ("export.zip", b"PK")})
    assert answer.status_code == 403
    assert "set up your own account" in answer.text
    folder: Path = box.data_dir / "uploads"
    assert not folder.exists() or not list(folder.iterdir())


def test_a_token_of_the_sample_athlete_changes_nothing_either(
    visitor: TestClient, box: Container
) -> None:
    with box.uow() as uow:
        account = uow.accounts.by_role("sample")
        assert account is not None
        scopes = ["read", "write", "import"]
        made = tokens.create_token(uow, account, "left over", scopes, box.clock())
        uow.commit()
    guest = Api(visitor, made.secret)
    answers = {"answered_on": DAY.isoformat(), "answers": benign(DAY)}
    refused = [
        guest("PUT", "/athlete", {"mass_kg": 70}),
        guest("POST", "/screening", answers),
        guest("POST", "/athlete/suggested", {}),
        guest("POST", "/imports", files={"file": ("export.zip", b"PK")}),
    ]
    assert [each.status_code for each in refused] == [403] * 4
    assert json.loads(refused[0].text)["type"] == "urn:spotter:not_allowed"


@pytest.mark.parametrize("path", ["/profile", "/screening", "/data"])
def test_a_visitor_is_shown_no_form_that_is_refused(visitor: TestClient, path: str) -> None:
    page = visitor.get(path).text
    assert "is shared" in page
    refused = (">Save", 'action="/imports"', 'action="/tokens', 'action="/data/')
    assert [each for each in refused if each in page] == []


def test_a_visitor_is_not_shown_the_accounts(visitor: TestClient) -> None:
    assert "/accounts" not in visitor.get("/profile").text
    assert visitor.get("/accounts").status_code == 403
