"""Every route of the API × (nobody, a token without the scope, somebody else's object).

A new route fails here until it has a row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from web.browser import sign_in
from web.people import DAY, Api, join, token_of

OPEN = "open"


@dataclass(frozen=True)
class Row:
    """One route: the scope it needs, a request that would do, and whose object its path names."""

    method: str
    path: str
    scope: str
    body: Any = None
    query: str = ""
    files: bool = False
    owned: str = ""
    more: dict[str, Any] = field(default_factory=dict)


_DAY = DAY.isoformat()
_SET = {"exercise": "plank", "duration_s": 30}
_ACCOUNT = {"name": "new", "password": "another long password"}
_PASSWORDS = {"current_password": "not this one", "new_password": "another long password"}
MATRIX = (
    Row("POST", "/accounts", OPEN, _ACCOUNT),
    Row("PUT", "/accounts/me/password", "write", _PASSWORDS),
    Row("POST", "/tokens", OPEN, {"name": "sam", "password": "not this one"}),
    Row("GET", "/tokens", "read"),
    Row("DELETE", "/tokens/{token_id}", "any", owned="token"),
    Row("GET", "/athlete", "read"),
    Row("PUT", "/athlete", "write", {"goal": "strength"}),
    Row("GET", "/athlete/suggested", "read"),
    Row("POST", "/athlete/suggested", "write", {}),
    Row("POST", "/screening", "write", {"answers": {}}),
    Row("POST", "/imports", "import", files=True),
    Row("POST", "/imports", "import", files=True, query="?dry_run=true"),
    Row("GET", "/imports", "read"),
    Row("GET", "/imports/templates/{name}", "read"),
    Row("GET", "/imports/{import_id}", "read", owned="import"),
    Row("GET", "/imports/{import_id}/rejected", "read", owned="import"),
    Row("POST", "/imports/{import_id}/bring", "write", owned="import"),
    Row("DELETE", "/imports/{import_id}", "write", owned="import"),
    Row("GET", "/files", "read"),
    Row("PUT", "/files", "write", {"keep": False}),
    Row("GET", "/exercises/names", "read"),
    Row("PUT", "/exercises/names", "write", {"names": {}}),
    Row("PUT", "/exercises/mass-unit", "write", {"mass_unit": None}),
    Row("GET", "/sources/priority", "read"),
    Row("PUT", "/sources/priority", "write", {"orders": {}}),
    Row("GET", "/connections/oura", "read"),
    Row("PUT", "/connections/oura", "write", {"token": "not one"}),
    Row("POST", "/connections/oura/sync", "write"),
    Row("DELETE", "/connections/oura", "write"),
    Row("GET", "/days/{date}", "read"),
    Row("GET", "/plan", "read", query=f"?date={_DAY}"),
    Row("POST", "/checkins", "write", {"date": _DAY, "mood": 3}),
    Row("GET", "/checkins", "read", query=f"?first={_DAY}&last={_DAY}"),
    Row("POST", "/sessions", "write", {"date": _DAY}),
    Row("GET", "/sessions", "read"),
    Row("GET", "/sessions/{session_id}", "read", owned="session"),
    Row("POST", "/sessions/{session_id}/sets", "write", _SET, owned="session"),
    Row("POST", "/sessions/{session_id}/finish", "write", {"session_rpe": 5}, owned="session"),
    Row("GET", "/progress", "read"),
    Row("GET", "/export/training-log.csv", "read"),
    Row("POST", "/form/videos", "write", files=True),
    Row("POST", "/form/landmarks", "write", files=True),
    Row("GET", "/form/videos/{set_id}", "read", owned="form set"),
    Row("GET", "/form/sets", "read"),
    Row("GET", "/export/everything.zip", "read"),
    Row("GET", "/form/sets/{set_id}", "read", owned="form set"),
    Row("GET", "/form/sets/{set_id}/page.html", "read", owned="form set"),
    Row("GET", "/form/sets/{set_id}/film.mp4", "read", owned="form set"),
    Row("DELETE", "/form/sets/{set_id}", "write", owned="form set"),
    Row("POST", "/annotations/recordings", "write", files=True),
    Row("GET", "/annotations/recordings", "read"),
    Row("DELETE", "/annotations/recordings/{recording}", "write"),
    Row("GET", "/annotations/next", "read"),
    Row("PUT", "/annotations/{rep_id}", "write", {"verdict": "skipped"}),
    Row("GET", "/annotations/agreement", "read"),
    Row("GET", "/annotations/export", "read"),
    Row("GET", "/exercises", "read"),
    Row("GET", "/screening/questions", "read"),
    Row("GET", "/symptoms", "read"),
    Row("GET", "/rules", "read"),
    Row("GET", "/sources", "read"),
)
SCOPED = [row for row in MATRIX if row.scope not in {OPEN, "any"}]
CLOSED = [row for row in MATRIX if row.scope != OPEN]
NAMES = {"read", "write", "import"}


def name(row: Row) -> str:
    return f"{row.method} {row.path}{row.query if row.files else ''}"


def send(person: Api, row: Row, ids: dict[str, str] | None = None) -> Any:
    path = row.path
    for key, value in {"date": _DAY, **(ids or {})}.items():
        path = path.replace(f"{{{key}}}", value)
    for key in ("token_id", "import_id", "session_id", "set_id", "rep_id"):
        path = path.replace(f"{{{key}}}", "0" * 32)
    path = path.replace("{recording}", "0" * 64)
    more: dict[str, Any] = {"files": {"file": ("export.zip", b"x")}} if row.files else {}
    return person(row.method, path + row.query, row.body, **more)


def test_every_route_of_the_api_has_a_row(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    routes = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, operations in paths.items()
        for method in operations
    }
    assert routes == {f"{row.method} {row.path}" for row in MATRIX}


@pytest.mark.parametrize("row", CLOSED, ids=name)
@pytest.mark.parametrize("token", ["", "spotter_guess"])
def test_nobody_gets_in(client: TestClient, row: Row, token: str) -> None:
    answer = send(Api(client, token), row)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("row", SCOPED, ids=name)
def test_a_token_without_the_scope_is_refused(client: TestClient, row: Row) -> None:
    join(client, "sam")
    limited = token_of(client, "sam", sorted(NAMES - {row.scope}))
    answer = send(limited, row)
    assert answer.status_code == 403
    assert row.scope in answer.json()["detail"]


@pytest.mark.parametrize("row", SCOPED, ids=name)
def test_a_token_for_imports_alone_opens_nothing_else(client: TestClient, row: Row) -> None:
    join(client, "sam")
    answer = send(token_of(client, "sam", ["import"]), row)
    assert (answer.status_code == 403) is (row.scope != "import")


@pytest.mark.parametrize("row", [row for row in MATRIX if row.owned], ids=name)
def test_somebody_elses_object_does_not_exist(client: TestClient, sam: Api, row: Row) -> None:
    ids = {"token_id": sam.get("/tokens")["tokens"][0]["id"]}
    if row.owned == "session":
        sam.check_in()
        ids["session_id"] = sam.post("/sessions", {"date": _DAY})["id"]
    if row.owned == "import":
        ids["import_id"] = sam.post("/imports", files={"file": ("export.zip", b"x")})["id"]
    if row.owned == "form set":
        ids["set_id"] = sam.post("/form/videos", files={"file": ("squats.mp4", b"x")})["id"]
    other = join(client, "kim")
    answer = send(other, row, ids)
    # Tokens are revoked by a person or by themselves: a token may not even ask about others.
    assert answer.status_code == (403 if row.owned == "token" else 404)
    assert sam.get("/athlete")["id"]


@pytest.mark.parametrize("row", CLOSED, ids=name)
def test_a_cookie_opens_nothing_in_the_api(client: TestClient, row: Row) -> None:
    join(client, "sam")
    assert sign_in(client).status_code == 303
    assert client.get("/profile").status_code == 200
    more: dict[str, Any] = {"files": {"file": ("e.zip", b"x")}} if row.files else {}
    path = row.path.replace("{date}", _DAY)
    for key in ("token_id", "import_id", "session_id", "set_id", "rep_id"):
        path = path.replace(f"{{{key}}}", "0" * 32)
    path = path.replace("{recording}", "0" * 64)
    answer = client.request(row.method, f"/api/v1{path}{row.query}", json=row.body, **more)
    assert answer.status_code == 401


def test_a_token_can_revoke_itself_and_is_then_nobody(client: TestClient) -> None:
    sam = join(client, "sam")
    mine = sam.get("/tokens")["tokens"][0]["id"]
    assert sam("DELETE", f"/tokens/{mine}").status_code == 204
    assert sam("GET", "/athlete").status_code == 401
