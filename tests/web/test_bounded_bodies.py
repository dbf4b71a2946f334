"""A body is bounded before anybody reads it, whoever sends it and however."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from spotter.web.bodies import MAX_BODY_BYTES, BoundedBodies
from spotter.web.problems import MEDIA_TYPE
from web.people import Api

LONG = b'{"name": "' + b"x" * MAX_BODY_BYTES + b'"}'


def in_chunks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), 65536):
        yield data[start : start + 65536]


@pytest.mark.parametrize("path", ["/accounts", "/tokens", "/screening", "/nothing-here"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_long_body_is_a_problem_document_before_anybody_is_asked_who_they_are(
    client: TestClient, path: str, declared: bool
) -> None:
    content = LONG if declared else in_chunks(LONG)
    answer = client.post(f"/api/v1{path}", content=content)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json()["type"] == "urn:spotter:too_large"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_long_form_is_a_page_that_says_so(client: TestClient) -> None:
    answer = client.post("/login", content=in_chunks(LONG))
    assert answer.status_code == 413
    assert "text/html" in answer.headers["content-type"]
    assert "1000 kB" in answer.text


def test_a_body_in_chunks_within_the_limit_arrives_whole(client: TestClient) -> None:
    body = b'{"name": "nobody", "password": "' + b"x" * 200 + b'"}'
    answer = client.post(
        "/api/v1/tokens",
        content=(body[n : n + 7] for n in range(0, len(body), 7)),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 401


def test_an_upload_may_be_longer(sam: Api) -> None:
    answer = sam("POST", "/imports", files={"file": ("export.zip", b"0" * (MAX_BODY_BYTES + 1))})
    assert answer.status_code == 202


def test_no_more_is_read_than_the_limit() -> None:
    read = 0

    async def endless() -> Message:
        nonlocal read
        read += 65536
        return {"type": "http.request", "body": bytes(65536), "more_body": True}

    async def never(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("the app was asked")

    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/api/v1/accounts", "headers": []}
    asyncio.run(BoundedBodies(never)(scope, endless, keep))
    assert sent[0]["status"] == 413
    assert read <= MAX_BODY_BYTES + 65536
