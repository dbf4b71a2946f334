"""The profile page takes the loads a person knows, and keeps them when it is saved again."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from web.browser import send, set_up

ROW = {
    "known_exercise_0": "barbell_bench_press",
    "known_load_0": "100",
    "known_reps_0": "5",
    "known_on_0": "2026-01-05",
}


def _saved(client: TestClient, **form: str) -> str:
    answer = send(client, "/profile", "/profile", {"time_zone": "UTC", **form})
    assert answer.status_code in {200, 303}, answer.text[:2000]
    return client.get("/profile").text


def _load(html: str) -> str:
    found = re.search(r'id="known_load_0"[^>]*value="([^"]*)"', html)
    assert found is not None
    return found[1]


def test_a_load_told_on_the_page_is_shown_there_again(client: TestClient) -> None:
    assert _load(_saved(set_up(client), **ROW)) == "100"


def test_a_load_told_in_pounds_is_shown_as_it_was_typed(client: TestClient) -> None:
    html = _saved(set_up(client), **ROW, imperial="yes", shown_imperial="yes")
    assert _load(html) == "100"


def test_an_emptied_row_is_forgotten(client: TestClient) -> None:
    browser = set_up(client)
    _saved(browser, **ROW)
    assert not _load(_saved(browser, **{**ROW, "known_exercise_0": ""}))


def test_a_load_that_cannot_be_meant_is_refused_in_words(client: TestClient) -> None:
    browser = set_up(client)
    answer = send(browser, "/profile", "/profile", {**ROW, "known_load_0": "heavy"})
    assert answer.status_code == 422
    assert "Nothing was saved yet" in answer.text
