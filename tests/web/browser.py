"""A browser without JavaScript: plain forms, sent with the token that came with their page."""

from __future__ import annotations

import re
from typing import Any

from httpx import Response
from starlette.testclient import TestClient

from web.people import DAY, PASSWORD, SETUP_TOKEN, benign


def csrf(html: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def set_up(client: TestClient) -> TestClient:
    """Make the owner's account; the client is signed in to it."""
    token = csrf(client.get("/").text)
    form = {"csrf": token, "setup_token": SETUP_TOKEN, "name": "sam", "password": PASSWORD}
    assert client.post("/setup", data=form).headers["location"].startswith("/profile")
    return client


def send(client: TestClient, page: str, path: str, data: dict[str, Any]) -> Response:
    """Send `data` to `path` as the form on `page` would."""
    return client.post(path, data={"csrf": csrf(client.get(page).text), **data})


def sign_in(client: TestClient, name: str = "sam", password: str = PASSWORD) -> Response:
    """Sign in with the form."""
    return send(client, "/login", "/login", {"name": name, "password": password})


def answer_no(client: TestClient) -> Response:
    """Send the health form with the answers that raise nothing."""
    words = {True: "yes", False: "no"}
    answers = {
        name: words.get(value, value) if isinstance(value, bool) else value
        for name, value in benign(DAY).items()
    }
    return send(client, "/screening", "/screening", answers)


def tell_profile(client: TestClient, **changes: str) -> Response:
    form = {
        "goal": "strength", "experience": "intermediate", "birth_date": "1990-02-03",
        "sex": "female", "days_per_week": "3", "minutes_per_session": "45", "mass": "65",
        "height": "170", "time_zone": "Europe/Berlin", "equipment": ["dumbbell", "bench"],
    }  # fmt: skip
    return send(client, "/profile", "/profile", {**form, **changes})


def check_in_well(client: TestClient) -> Response:
    well = {"sleep_quality": "4", "no_symptoms": "yes", "no_pain": "yes"}
    return send(client, "/today", "/checkins", {"date": DAY.isoformat(), **well})


def start(client: TestClient) -> str:
    """Start the day's session; return the address of its logger."""
    form = {"date": DAY.isoformat(), "choice": "main"}
    return send(client, "/today", "/sessions", form).headers["location"]


def log_every_set(client: TestClient, logger: str) -> str:
    """Log each set as the form proposes it; return the page at the end."""
    page = client.get(logger).text
    for _ in range(80):
        if "Log this set" not in page:
            break
        fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
        answer = client.post(f"{logger}/sets", data={**fields, "rpe": "6"})
        assert answer.status_code in {200, 303}, answer.text
        page = client.get(logger).text
    return page


def finish(client: TestClient, logger: str) -> Response:
    path = f"{logger}/finish"
    return send(client, path, path, {"session_rpe": "6", "mood": "4", "duration_min": "40"})
