"""The page of films: hand one in, follow it, read the report, forget it; nobody else's."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from form.live.documents import landmark_json
from form.live.sets import frames, squats
from spotter.bootstrap import Container
from web.browser import sign_in
from web.people import Api, join


@pytest.fixture
def page(client: TestClient, sam: Api) -> TestClient:
    assert sign_in(client).status_code == 303
    return client


def _csrf(page: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.get("/form/videos").text)
    assert found
    return found[1]


def _hand_in(page: TestClient, csrf: str, exercise: str = "squat", name: str = "set.json") -> str:
    content = landmark_json(frames(squats(2, fps=15, deep=120))).encode()
    fields = {"csrf": csrf, "exercise": exercise, "keep": "no"}
    answer = page.post("/form/videos", data=fields, files={"file": (name, content)})
    if answer.status_code != 303:
        return answer.text
    return str(answer.headers["location"]).partition("#set-")[2]


def test_a_film_is_handed_in_followed_and_read(box: Container, page: TestClient) -> None:
    set_id = _hand_in(page, _csrf(page))
    waiting = page.get("/form/videos").text
    assert f'hx-get="/form/videos/{set_id}/status"' in waiting
    assert "Waiting for its turn." in waiting
    box.worker().run_until_idle()
    told = page.get(f"/form/videos/{set_id}/status").text
    assert "Recording set.json" in told
    assert "2 repetitions" in told
    assert "stops well short of the full range" in told
    assert "Sit lower if it feels good." in told
    assert "hx-get" not in told


def test_a_set_is_forgotten(box: Container, page: TestClient) -> None:
    csrf = _csrf(page)
    set_id = _hand_in(page, csrf)
    box.worker().run_until_idle()
    assert page.post(f"/form/videos/{set_id}/remove", data={"csrf": csrf}).status_code == 303
    assert page.get(f"/form/videos/{set_id}/status").text == ""


def test_what_is_wrong_is_said_on_the_page(page: TestClient) -> None:
    csrf = _csrf(page)
    assert "is no kind of exercise" in _hand_in(page, csrf, exercise="juggling")
    answer = page.post("/form/videos", data={"csrf": csrf})
    assert answer.status_code == 422
    assert "multipart/form-data" in answer.text


def test_a_form_without_its_token_is_refused_and_nothing_is_kept(
    box: Container, page: TestClient
) -> None:
    _hand_in(page, "forged")
    assert "None yet." in page.get("/form/videos").text
    assert list(box.data_dir.glob("uploads/*")) == []


def test_names_of_files_are_shown_as_text(box: Container, page: TestClient) -> None:
    _hand_in(page, _csrf(page), name="<b>x</b>.json")
    assert "<b>x" not in page.get("/form/videos").text


def test_somebody_elses_set_is_not_there(box: Container, page: TestClient) -> None:
    set_id = _hand_in(page, _csrf(page))
    join(page, "kim")
    page.cookies.clear()
    assert sign_in(page, "kim").status_code == 303
    assert page.get(f"/form/videos/{set_id}/status").text == ""
    gone = page.post(f"/form/videos/{set_id}/remove", data={"csrf": _csrf(page)})
    assert gone.status_code == 404
