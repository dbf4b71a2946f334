"""Bad input is an RFC 9457 problem that names the field, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from web.people import DAY, PASSWORD, SETUP_TOKEN, Api

_DAY = DAY.isoformat()
BAD: tuple[tuple[str, str, Any, str], ...] = (
    ("PUT", "/athlete", {"mass_kg": -4}, "mass_kg"),
    ("PUT", "/athlete", {"height_m": "tall"}, "height_m"),
    ("PUT", "/athlete", {"goal": "immortality"}, "goal"),
    ("PUT", "/athlete", {"birth_date": "2999-01-01"}, "birth_date"),
    ("PUT", "/athlete", {"time_zone": "Mars/Olympus"}, "time_zone"),
    ("PUT", "/athlete", {"mas_kg": 70}, "mas_kg"),
    ("PUT", "/athlete", {"dislikes": ["nose_lift"]}, "dislikes"),
    ("PUT", "/athlete", {"limitations": [{"site": "tail"}]}, "limitations.0.site"),
    ("POST", "/screening", {"answers": {"horoscope": True}}, "answers.horoscope"),
    ("POST", "/screening", {"answers": {"heart_condition": "maybe"}}, "answers.heart_condition"),
    ("POST", "/checkins", {"date": "yesterday"}, "date"),
    ("POST", "/checkins", {"date": "1066-10-14"}, "date"),
    ("POST", "/checkins", {"date": _DAY, "mood": 6}, "mood"),
    ("POST", "/checkins", {"date": _DAY, "pain": {"knee": 11}}, "pain.knee"),
    ("POST", "/checkins", {"date": _DAY, "symptoms": ["boredom"]}, "symptoms.0"),
    ("POST", "/checkins", {"date": _DAY, "systolic_mmhg": -1}, "systolic_mmhg"),
    ("POST", "/sessions", {"date": _DAY, "choice": "moonwalk"}, "choice"),
    ("GET", "/plan", None, "date"),
    ("GET", "/plan?date=soon", None, "date"),
    ("GET", "/days/2026-02-30", None, "date"),
    ("GET", "/progress?weeks=0", None, "weeks"),
    ("GET", f"/checkins?first={_DAY}&last=2020-01-01", None, "last"),
    ("GET", "/sessions/not-an-id", None, "session_id"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "body", "field"), BAD, ids=lambda value: str(value)[:40]
)
def test_bad_input_names_the_field(sam: Api, method: str, path: str, body: Any, field: str) -> None:
    before = sam.get("/athlete")
    if path == "/sessions":
        sam.check_in()
        before = sam.get("/athlete")
    answer = sam(method, path, body)
    problem = answer.json()
    assert answer.status_code == 422, problem
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["field"] == field
    assert problem["errors"][0]["field"] == field
    assert not problem["errors"][0]["detail"].startswith(f"{field}:")
    assert {"type", "title", "status", "detail"} <= problem.keys()
    assert sam.get("/athlete") == before


@pytest.mark.parametrize(
    ("done", "field"),
    [
        ({"exercise": "back_squat"}, "body"),
        ({"exercise": "back_squat", "reps": -1}, "reps"),
        ({"exercise": "back_squat", "reps": 5, "load_kg": -20}, "load_kg"),
        ({"exercise": "back_squat", "reps": 5, "rpe": 11}, "rpe"),
        ({"exercise": "back_squat", "reps": 5, "at": "2026-05-04T10:00:00"}, "body"),
        ({"exercise": "moon_lift", "reps": 5}, "exercise"),
        ({"exercise": "back_squat", "reps": 5, "load_kg": 501}, "load_kg"),
        ({"exercise": "barbell_bench_press", "reps": 5, "load_kg": 196}, "load_kg"),
        ({"exercise": "back_squat", "reps": 101}, "reps"),
        ({"exercise": "plank", "duration_s": 14_401}, "duration_s"),
        ({"exercise": "back_squat", "reps": 5, "pain": 11}, "pain"),
    ],
)
def test_a_bad_set_names_the_field_and_is_not_logged(
    sam: Api, done: dict[str, Any], field: str
) -> None:
    sam.check_in()
    session = sam.post("/sessions", {"date": _DAY})["id"]
    answer = sam("POST", f"/sessions/{session}/sets", done)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert sam.get(f"/sessions/{session}")["logged"] == []


def test_the_first_account_needs_the_setup_token(client: TestClient) -> None:
    body = {"name": "sam", "password": PASSWORD}
    answer = client.post("/api/v1/accounts", json=body)
    assert (answer.status_code, answer.json()["field"]) == (403, "setup_token")
    wrong = client.post("/api/v1/accounts", json={**body, "setup_token": "a guess of mine"})
    assert (wrong.status_code, wrong.json()["field"]) == (403, "setup_token")


def test_the_setup_token_works_once(client: TestClient, app: FastAPI) -> None:
    body = {"password": PASSWORD, "setup_token": SETUP_TOKEN}
    assert client.post("/api/v1/accounts", json={"name": "a", **body}).status_code == 201
    taken = client.post("/api/v1/accounts", json={"name": "A", **body})
    assert (taken.status_code, taken.json()["field"]) == (409, "name")


def test_too_many_wrong_passwords_say_when_to_try_again(client: TestClient, sam: Api) -> None:
    body = {"name": "sam", "password": "not the password"}
    codes = [client.post("/api/v1/tokens", json=body).status_code for _ in range(5)]
    last = client.post("/api/v1/tokens", json=body)
    assert codes == [401] * 5
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"{", "application/json"), (b"\xff\xfe", "application/json"), (b"a=b", "text/plain")],
)
def test_a_body_that_is_no_json_is_a_problem(sam: Api, content: bytes, kind: str) -> None:
    answer = sam("PUT", "/athlete", content=content, headers={"Content-Type": kind})
    assert answer.status_code in {400, 415, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_unknown_address_of_the_api_is_a_problem(client: TestClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:spotter:not_found")


def test_a_failure_of_ours_tells_nothing_of_the_inside(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise RuntimeError("secret: 61 bpm")

    monkeypatch.setattr("spotter.web.api.accounts.accounts.create_account", broken)
    answer = client.post("/api/v1/accounts", json={"name": "sam", "password": PASSWORD})
    assert answer.status_code == 500
    assert "secret" not in answer.text
