"""The owner's page of accounts: who may see it, and what each of its forms does."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from spotter.bootstrap import Container
from spotter.store.records import AccountRecord
from web.browser import send, set_up, sign_in
from web.people import DAY, PASSWORD

NEW = "five other words make sense"


def fresh(app: FastAPI) -> TestClient:
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def owner(app: FastAPI) -> TestClient:
    return set_up(fresh(app))


@pytest.fixture
def ann(owner: TestClient, app: FastAPI) -> TestClient:
    """A browser of Ann, whom the owner let in."""
    form = {"name": "ann", "password": PASSWORD}
    answer = send(owner, "/accounts", "/accounts", form)
    assert answer.headers["location"] == "/accounts?done=added"
    client = fresh(app)
    assert sign_in(client, "ann", PASSWORD).status_code == 303
    return client


def account(box: Container, name: str) -> AccountRecord | None:
    with box.uow.reading() as uow:
        return uow.accounts.by_name(name)


def id_of(box: Container, name: str) -> str:
    found = account(box, name)
    assert found is not None
    return found.id


def test_a_stranger_is_sent_to_sign_in(client: TestClient) -> None:
    assert client.get("/accounts").headers["location"] == "/login"


def test_only_the_owner_is_shown_the_accounts(owner: TestClient, ann: TestClient) -> None:
    assert "Look after the accounts" in owner.get("/profile").text
    assert "/accounts" not in ann.get("/profile").text
    assert ann.get("/accounts").status_code == 403


@pytest.mark.parametrize("what", ["", "/{id}/password", "/{id}/remove"])
def test_a_member_changes_no_account(
    owner: TestClient, ann: TestClient, box: Container, what: str
) -> None:
    path = "/accounts" + what.format(id=id_of(box, "sam"))
    form = {"name": "bob", "password": NEW, "typed_name": "sam"}
    assert send(ann, "/profile", path, form).status_code == 403
    assert account(box, "bob") is None
    assert account(box, "sam") is not None


def test_a_form_without_the_csrf_token_removes_nobody(
    owner: TestClient, ann: TestClient, box: Container
) -> None:
    path = f"/accounts/{id_of(box, 'ann')}/remove"
    assert owner.post(path, data={"typed_name": "ann"}).status_code == 403
    assert account(box, "ann") is not None


def test_a_name_that_is_taken_is_said_and_kept_in_the_form(
    owner: TestClient, ann: TestClient
) -> None:
    answer = send(owner, "/accounts", "/accounts", {"name": "Ann", "password": PASSWORD})
    assert answer.status_code == 409
    assert 'value="Ann"' in answer.text
    assert PASSWORD not in answer.text


def test_a_new_password_opens_the_account_and_signs_the_person_out(
    owner: TestClient, ann: TestClient, app: FastAPI, box: Container
) -> None:
    path = f"/accounts/{id_of(box, 'ann')}/password"
    assert send(owner, "/accounts", path, {"password": NEW}).status_code == 303
    assert ann.get("/today").headers["location"] == "/login"
    assert sign_in(fresh(app), "ann", NEW).status_code == 303


def test_a_short_password_changes_nothing(
    owner: TestClient, ann: TestClient, box: Container
) -> None:
    path = f"/accounts/{id_of(box, 'ann')}/password"
    assert send(owner, "/accounts", path, {"password": "short"}).status_code == 422
    assert ann.get("/profile").status_code == 200


def test_removing_needs_the_name_typed(owner: TestClient, ann: TestClient, box: Container) -> None:
    path = f"/accounts/{id_of(box, 'ann')}/remove"
    assert send(owner, "/accounts", path, {"typed_name": "bob"}).status_code == 422
    assert account(box, "ann") is not None


def test_a_removed_person_leaves_no_row_and_no_file(
    owner: TestClient, ann: TestClient, box: Container
) -> None:
    found = account(box, "ann")
    assert found is not None
    folder = box.athlete_dir(found.athlete_id)
    folder.mkdir(parents=True)
    (folder / "left.parquet").write_bytes(b"x")
    send(ann, "/today", "/checkins", {"date": DAY.isoformat(), "mood": "3"})
    send(owner, "/accounts", f"/accounts/{found.id}/remove", {"typed_name": "ANN"})
    box.worker().run_until_idle()
    assert account(box, "ann") is None
    assert not folder.exists()
    with box.uow.reading() as uow:
        assert uow.checkins.get(found.athlete_id, DAY) is None
    assert ann.get("/today").headers["location"] == "/login"


@pytest.mark.parametrize("what", ["password", "remove"])
def test_the_owner_does_not_lock_themselves_out(
    owner: TestClient, box: Container, what: str
) -> None:
    path = f"/accounts/{id_of(box, 'sam')}/{what}"
    assert send(owner, "/accounts", path, {"password": NEW, "typed_name": "sam"}).status_code == 403
    assert owner.get("/profile").status_code == 200


def test_an_account_that_is_not_there_is_not_found(owner: TestClient) -> None:
    path = "/accounts/nobody/remove"
    assert send(owner, "/accounts", path, {"typed_name": "x"}).status_code == 404
