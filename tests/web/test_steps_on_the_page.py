"""The profile page takes the steps of the own gym, and keeps them when it is saved again."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from web.browser import send, set_up


def _saved(client: TestClient, **form: str) -> str:
    answer = send(client, "/profile", "/profile", {"time_zone": "UTC", **form})
    assert answer.status_code in {200, 303}, answer.text[:2000]
    return client.get("/profile").text


def _step(html: str, name: str) -> str:
    found = re.search(rf'id="{name}"[^>]*value="([^"]*)"', html)
    assert found is not None
    return found[1]


def test_a_step_told_on_the_page_is_shown_there_again(client: TestClient) -> None:
    html = _saved(set_up(client), barbell_step="5", dumbbell_step="1.25")
    told = [_step(html, f"{name}_step") for name in ("barbell", "dumbbell", "machine")]
    assert told == ["5", "1.25", ""]


def test_a_step_told_in_pounds_is_shown_as_it_was_typed(client: TestClient) -> None:
    html = _saved(set_up(client), barbell_step="5", imperial="yes", shown_imperial="yes")
    assert _step(html, "barbell_step") == "5"


def test_an_emptied_step_is_forgotten(client: TestClient) -> None:
    browser = set_up(client)
    _saved(browser, machine_step="7")
    assert not _step(_saved(browser, machine_step=""), "machine_step")


def test_a_step_that_no_gym_has_is_refused(client: TestClient) -> None:
    answer = send(set_up(client), "/profile", "/profile", {"barbell_step": "500"})
    assert answer.status_code == 422
