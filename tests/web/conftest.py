"""A server without a network, and people who use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.testclient import TestClient

from spotter.athletes import secrets
from spotter.athletes.accounts import ensure_setup_token
from spotter.bootstrap import Container, build
from spotter.settings import Settings
from spotter.web.app import create_app
from web.people import SETUP_TOKEN, Api, join


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Hash with argon2 at its cheapest: its price is a matter for the tests of the accounts."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "_hasher", lambda: quick)
        yield


@pytest.fixture
def box(tmp_path: Path, sqlite_template: bytes) -> Iterator[Container]:
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "spotter.db").write_bytes(sqlite_template)
    settings = Settings(
        data_dir=folder,
        max_upload_mb=2,
        registration="open",
        oura_api_url="http://127.0.0.1:9",  # no test asks the real one
    )
    container = build(settings)
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
