"""The OpenAPI document tells what a client meets when the database is away or the disk full."""

from __future__ import annotations

from fastapi import FastAPI


def test_every_operation_may_answer_that_the_database_is_away(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    silent = [
        f"{method} {path}"
        for path, item in paths.items()
        for method, operation in item.items()
        if "503" not in operation["responses"]
    ]
    assert silent == []


def test_every_operation_that_writes_may_answer_that_the_disk_is_full(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    silent = [
        f"{method} {path}"
        for path, item in paths.items()
        for method, operation in item.items()
        if method != "get" and "507" not in operation["responses"]
    ]
    assert silent == []
