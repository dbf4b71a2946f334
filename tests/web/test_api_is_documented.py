"""The API's page is written from the API itself."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from spotter.web.api_docs import page

DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def test_the_page_says_what_the_api_does(app: FastAPI) -> None:
    wanted = page(app.openapi())
    assert DOCS.read_text(encoding="utf-8") == wanted, "run: python -m spotter.web.api_docs"


def test_every_operation_is_described_and_grouped(app: FastAPI) -> None:
    for path, item in app.openapi()["paths"].items():
        for method, operation in item.items():
            assert operation.get("description"), f"{method} {path}"
            assert len(operation["tags"]) == 1, f"{method} {path}: {operation['tags']}"


def test_people_can_read_it_on_their_own_server(client: TestClient) -> None:
    text = client.get("/api/docs").text
    assert "/api/v1/sessions/{session_id}/sets" in text
