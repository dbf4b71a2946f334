"""The server answers to its own names only; whoever forwards is believed only when named."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from spotter.bootstrap import Container
from spotter.settings import Settings
from spotter.web.app import create_app
from spotter.web.hosts import names
from spotter.web.problems import MEDIA_TYPE


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]", "192.168.1.20"),
        *(socket.gethostname(), f"{socket.gethostname()}.local:8000"),
    ],
)
def test_its_own_names_and_numbers_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:8000", "1.2.3.4.evil", ""]
)
def test_a_foreign_name_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/api/v1/rules", headers={"host": host})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert "SPOTTER_ALLOWED_HOSTS" in answer.json()["detail"]
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("allowed", ["a.example, spotter.example", "*"])
def test_further_names_can_be_allowed(box: Container, allowed: str) -> None:
    box = replace(box, settings=replace(box.settings, allowed_hosts=allowed))
    client = TestClient(create_app(box))
    assert client.get("/healthz", headers={"host": "spotter.example"}).status_code == 200


def test_the_configured_host_is_a_name_of_ours() -> None:
    assert "gym.lan" in names("gym.lan", "")


def test_nobody_is_believed_to_forward_unless_named() -> None:
    assert Settings().trusted_proxies == ""
