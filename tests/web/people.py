"""People who use the API, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from httpx import Response
from starlette.testclient import TestClient

from spotter.safety import screening

SETUP_TOKEN = "setup-token-of-the-tests"
PASSWORD = "four words make sense"
DAY = date(2026, 5, 4)


@dataclass
class Api:
    """A person who calls the API with a token."""

    client: TestClient
    token: str

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> Response:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        if body is not None:
            more["json"] = body
        return self.client.request(method, f"/api/v1{path}", headers=headers, **more)

    def get(self, path: str, **more: Any) -> Any:
        return good(self("GET", path, **more))

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return good(self("POST", path, body, **more))

    def put(self, path: str, body: Any) -> Any:
        return good(self("PUT", path, body))

    def answer_screening(self, day: date = DAY) -> None:
        self.post("/screening", {"answered_on": day.isoformat(), "answers": benign(day)})

    def check_in(self, day: date = DAY, **changes: Any) -> None:
        well = {"sleep_quality": 4, "mood": 4, "energy": 4, "stress": 2, "symptoms": []}
        quiet = {"soreness": {}, "pain": {}, "ill": False}
        self.post("/checkins", {"date": day.isoformat(), **well, **quiet, **changes})

    def plan(self, day: date = DAY) -> Any:
        return self.get(f"/plan?date={day.isoformat()}")


def good(response: Response) -> Any:
    assert response.is_success, response.text
    return response.json()


def benign(day: date) -> dict[str, Any]:
    """Return the answers that raise nothing, as JSON."""
    answers = screening.all_clear(day).answers
    return {name: list(v) if isinstance(v, tuple) else v for name, v in answers.items()}


def join(client: TestClient, name: str, scopes: list[str] | None = None) -> Api:
    """Make an account and return its owner with a token."""
    body = {"name": name, "password": PASSWORD, "setup_token": SETUP_TOKEN}
    good(client.post("/api/v1/accounts", json=body))
    return token_of(client, name, scopes)


def token_of(client: TestClient, name: str, scopes: list[str] | None = None) -> Api:
    wanted = {"scopes": scopes} if scopes else {}
    body = {"name": name, "password": PASSWORD, **wanted}
    return Api(client, good(client.post("/api/v1/tokens", json=body))["token"])
