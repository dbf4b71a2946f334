"""Connecting Oura on its page and by the API: by the person who began it, in their browser."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from intake.oura.fake_oura import FakeOura, night, serving
from spotter.bootstrap import Container, build
from spotter.settings import Settings
from spotter.web.app import create_app
from web.people import Api, join

PAGE = "/connections/oura"
PASSWORD = "four words make sense"
_BESIDE = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def fake() -> Iterator[FakeOura]:
    folder = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "oura"
    if not folder.is_dir():
        pytest.skip("no Oura data at SPOTTER_TEST_DATA or ../shared/data")
    with serving(json.loads((folder / "openapi-1.29.json").read_text())) as oura:
        oura.put("sleep", night("2026-02-28"))
        yield oura


@pytest.fixture
def box(box: Container, fake: FakeOura) -> Iterator[Container]:
    box.close()
    settings = replace(
        box.settings,
        oura_client_id="client",
        oura_client_secret="secret",
        oura_api_url=fake.url,
        oura_login_url=fake.url,
    )
    container = build(settings)
    yield container
    container.close()


def csrf_of(page: str) -> str:
    return page.split('name="csrf" value="')[1].split('"', maxsplit=1)[0]


def sign_in(client: TestClient, name: str) -> str:
    """Sign `name` in with the browser; return the CSRF token of their forms."""
    form = {"csrf": csrf_of(client.get("/login").text), "name": name, "password": PASSWORD}
    assert client.post("/login", data=form).status_code == 303
    return csrf_of(client.get(PAGE).text)


def begin(client: TestClient) -> str:
    """Begin the sign-in at Oura; return the state it was given."""
    answer = client.get(f"{PAGE}/start")
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["client_id"] == ["client"]
    assert query["redirect_uri"] == ["http://testserver/connections/oura/callback"]
    return query["state"][0]


def test_from_the_page_to_oura_and_back_to_a_synced_night(
    client: TestClient, box: Container, fake: FakeOura
) -> None:
    sam = join(client, "sam")
    csrf = sign_in(client, "sam")
    assert "Not connected" in client.get(PAGE).text
    state = begin(client)
    fake.codes.add("code-1")
    back = client.get(f"{PAGE}/callback?code=code-1&state={state}&scope=daily")
    assert (back.status_code, back.headers["location"]) == (303, PAGE)
    box.worker().run_until_idle()
    page = client.get(PAGE).text
    assert "Connected" in page
    assert "Last sync" in page
    assert "access-1" not in page
    assert sam.get("/connections/oura")["state"] == "connected"
    (brought,) = sam.get("/imports")["imports"]
    assert (brought["source"], brought["counts"]["by_kind"]["sleep"]) == ("oura", 5)
    again = client.post(f"{PAGE}/sync", data={"csrf": csrf})
    assert again.status_code == 303
    assert sam("POST", "/connections/oura/sync").status_code == 202
    gone = client.post(f"{PAGE}/disconnect", data={"csrf": csrf})
    assert gone.headers["location"] == PAGE
    assert fake.revoked == ["access-1"]
    assert sam.get("/connections/oura")["state"] == "none"


def test_a_sign_in_begun_by_another_or_too_long_ago_connects_nothing(
    client: TestClient, box: Container, fake: FakeOura
) -> None:
    sam = join(client, "sam")
    sign_in(client, "sam")
    state = begin(client)
    fake.codes.add("code-1")
    other = TestClient(client.app, follow_redirects=False)
    kim = join(client, "kim")
    sign_in(other, "kim")
    foreign = other.get(f"{PAGE}/callback?code=code-1&state={state}")
    assert foreign.status_code == 422
    assert "begun elsewhere" in foreign.text
    until, nonce, mac = state.split(".")
    late = f"{int(until) - 700}.{nonce}.{mac}"
    for wrong in ("", "x", "9.9.9", state[:-1], late, f"{until}.{nonce}", "1" * 40, "²." + nonce):
        answer = client.get(f"{PAGE}/callback", params={"code": "code-1", "state": wrong})
        assert answer.status_code == 422
    assert {sam.get("/connections/oura")["state"], kim.get("/connections/oura")["state"]} == {
        "none"
    }
    assert fake.codes == {"code-1"}


def test_a_sign_in_counts_once(client: TestClient, fake: FakeOura) -> None:
    sam = join(client, "sam")
    csrf = sign_in(client, "sam")
    state = begin(client)
    fake.codes.update({"code-1", "code-2"})
    assert client.get(f"{PAGE}/callback?code=code-1&state={state}").status_code == 303
    client.post(f"{PAGE}/disconnect", data={"csrf": csrf})
    again = client.get(f"{PAGE}/callback?code=code-2&state={state}")
    assert again.status_code == 422
    assert sam.get("/connections/oura")["state"] == "none"


def test_who_deletes_everything_leaves_no_access_at_oura(
    client: TestClient, fake: FakeOura
) -> None:
    join(client, "sam")
    join(client, "kim")
    csrf = sign_in(client, "sam")
    fake.codes.add("code-1")
    client.get(f"{PAGE}/callback?code=code-1&state={begin(client)}")
    gone = client.post("/data/delete", data={"csrf": csrf, "password": PASSWORD})
    assert gone.headers["location"] == "/"
    assert fake.revoked == ["access-1"]


def test_who_says_no_at_oura_is_told_that_nothing_was_connected(
    client: TestClient, box: Container
) -> None:
    join(client, "sam")
    sign_in(client, "sam")
    answer = client.get(f"{PAGE}/callback?error=access_denied&state={begin(client)}")
    assert answer.status_code == 422
    assert "Nothing was connected" in answer.text


def test_a_form_without_its_token_changes_nothing(client: TestClient, fake: FakeOura) -> None:
    join(client, "sam")
    sign_in(client, "sam")
    for action in ("token", "sync", "disconnect"):
        answer = client.post(f"{PAGE}/{action}", data={"token": "access-0"})
        assert answer.status_code == 403
    assert fake.asked == []


def test_strangers_are_sent_to_sign_in(client: TestClient) -> None:
    join(client, "sam")
    for path in (PAGE, f"{PAGE}/start", f"{PAGE}/callback"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")


def test_a_personal_token_connects_by_the_api_and_is_never_said_again(
    client: TestClient, box: Container, fake: FakeOura
) -> None:
    sam = join(client, "sam")
    refused = sam("PUT", "/connections/oura", {"token": "wrong"})
    assert (refused.status_code, refused.json()["field"]) == (422, "token")
    answer = sam("PUT", "/connections/oura", {"token": "access-0"})
    assert answer.json()["personal"] is True
    assert "access-0" not in answer.text
    box.worker().run_until_idle()
    assert sam.get("/imports")["imports"][0]["state"] == "finished"
    assert join(client, "kim").get("/connections/oura")["state"] == "none"


def test_revoked_access_is_said_on_the_page_and_by_the_api(
    client: TestClient, box: Container, fake: FakeOura
) -> None:
    sam: Api = join(client, "sam")
    sam.put("/connections/oura", {"token": "access-0"})
    fake.access = set()
    box.worker().run_until_idle()
    told = sam.get("/connections/oura")
    assert told["state"] == "revoked"
    assert "Connect again" in told["trouble"]
    sign_in(client, "sam")
    page = client.get(PAGE).text
    assert "No longer connected" in page
    assert "Connect again" in page
    sync = sam("POST", "/connections/oura/sync")
    assert (sync.status_code, sync.json()["type"]) == (409, "urn:spotter:oura_revoked")


def test_without_an_application_the_page_says_what_its_owner_does(
    tmp_path: Path, client: TestClient
) -> None:
    bare = build(Settings(data_dir=tmp_path / "bare", registration="open"))
    browser = TestClient(create_app(bare), follow_redirects=False)
    with bare.uow() as uow:
        from spotter.athletes.accounts import ensure_setup_token
        from web.people import SETUP_TOKEN

        ensure_setup_token(uow, bare.clock(), SETUP_TOKEN)
        uow.commit()
    join(browser, "sam")
    sign_in(browser, "sam")
    assert "SPOTTER_OURA_CLIENT_ID" in browser.get(PAGE).text
    assert browser.get(f"{PAGE}/start").status_code == 409
    bare.close()
