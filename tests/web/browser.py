"""A browser without JavaScript: plain forms, sent with the token that came with their page."""

from __future__ import annotations

import re
from typing import Any

from httpx import Response
from starlette.testclient import TestClient

from web.people import PASSWORD, SETUP_TOKEN


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
