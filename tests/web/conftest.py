"""A server without a network, and people who use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from spotter.athletes.accounts import ensure_setup_token
from spotter.bootstrap import Container, build
from spotter.settings import Settings
from spotter.web.app import create_app
from web.people import SETUP_TOKEN, Api, join


@pytest.fixture
def box(tmp_path: Path, sqlite_template: bytes) -> Iterator[Container]:
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "spotter.db").write_bytes(sqlite_template)
    container = build(Settings(data_dir=folder, max_upload_mb=2, registration="open"))
    with container.uow() as uow:
        ensure_setup_token(uow, container.clock(), SETUP_TOKEN)
        uow.commit()
    yield container
    container.close()


@pytest.fixture
def app(box: Container) -> FastAPI:
    return create_app(box)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def sam(client: TestClient) -> Api:
    """Sam, the owner, who answered every health question with no."""
    person = join(client, "sam")
    profile = {
        "goal": "strength",
        "experience": "intermediate",
        "birth_date": "1990-02-03",
        "sex": "female",
        "height_m": 1.7,
        "mass_kg": 65.0,
        "equipment": ["barbell", "rack", "bench", "dumbbell"],
        "time_zone": "Europe/Berlin",
    }
    person.put("/athlete", profile)
    person.answer_screening()
    return person
