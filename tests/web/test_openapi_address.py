"""The API's description is found where tools look for it by habit, too."""

from __future__ import annotations

from starlette.testclient import TestClient


def test_both_addresses_give_the_same_document(client: TestClient) -> None:
    usual = client.get("/openapi.json", follow_redirects=True)
    assert usual.status_code == 200
    assert usual.url.path == "/api/v1/openapi.json"
    assert usual.json() == client.get("/api/v1/openapi.json").json()
    assert "/openapi.json" not in usual.json()["paths"]
