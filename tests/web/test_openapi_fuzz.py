"""Schemathesis against the OpenAPI document: nothing breaks the server, answers fit the schema."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from spotter.athletes.accounts import ensure_setup_token
from spotter.bootstrap import build
from spotter.settings import Settings
from spotter.web.app import create_app
from web.people import SETUP_TOKEN, Api, join

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


class _Unwelcoming(BaseHTTPRequestHandler):
    """A vendor that accepts no token: the fuzzer makes them up, and the real one is not asked."""

    def do_GET(self) -> None:
        """Refuse."""
        self.send_response(401)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def vendor() -> Iterator[str]:
    """Return the address of a vendor that accepts no token."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Unwelcoming) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory, sqlite_template: bytes, vendor: str) -> Any:
    """Return the schema of an app of its own: what the fuzzer writes harms no other test."""
    folder: Path = tmp_path_factory.mktemp("fuzz")
    (folder / "spotter.db").write_bytes(sqlite_template)
    chosen = Settings(data_dir=folder, max_upload_mb=1, registration="open", oura_api_url=vendor)
    box = build(chosen, clock=lambda: NOW)
    with box.uow() as uow:
        ensure_setup_token(uow, NOW, SETUP_TOKEN)
        uow.commit()
    app = create_app(box)
    person: Api = join(TestClient(app), "sam")
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    schema.config.update(headers={"Authorization": f"Bearer {person.token}"})
    return schema


# A password is hashed slowly on purpose, and wrong ones shut the door: tested elsewhere.
_SLOW = ("/accounts", "/tokens")


def test_no_input_breaks_the_api(fuzzed: Any) -> None:
    operations = [result.ok() for result in fuzzed.get_all_operations()]
    chosen = [each for each in operations if not each.path.endswith(_SLOW)]
    assert len(chosen) >= 18
    answered: Counter[int] = Counter()
    for operation in chosen:
        _fuzz(operation, answered)
    # A fuzzer that never gets in proves nothing.
    assert answered[200] > 50
    assert answered[401] == 0


def _fuzz(operation: Any, answered: Counter[int]) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    def answers_fit(case: Case) -> None:
        answered[case.call_and_validate(checks=CHECKS).status_code] += 1

    answers_fit()
