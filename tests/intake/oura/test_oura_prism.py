"""Against Prism, a mock server that Oura's own OpenAPI document drives.

It refuses questions that the document does not allow, and answers with what it says: with examples
made of a real account's answers, or with shapes of its own.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
from jsonschema import Draft202012Validator

from conftest import NOW
from intake.oura.fake_oura import FakeOura
from intake.oura.house import Hand, House
from spotter.intake.oura.app import Revoked
from spotter.intake.oura.client import Client, TooFast, Withheld
from spotter.intake.oura.kinds import KINDS
from spotter.intake.oura.plan import FETCHED, parts
from spotter.store.uow import Units

PRISM = Path(__file__).parent / "prism" / "node_modules" / "@stoplight" / "prism-cli"
META = {"updated_at": "2024-12-15T06:00:00.000Z", "version": 1}
# The schemas of today ask for more than they did when the answers were saved.
SINCE = {"low_battery_alert": False, "period": 0}
UNSEEN: dict[str, list[dict[str, Any]]] = {
    "ring_battery_level": [
        {"timestamp": "2024-12-14T08:00:00Z", "timestamp_unix": 1734163200000, "level": 61}
    ],
    "interbeat_interval": [
        {"timestamp": "2024-12-14T03:00:00Z", "timestamp_unix": 0, "ibi": 1010, "validity": 1},
        {"timestamp": "2024-12-14T03:00:01Z", "timestamp_unix": 0, "ibi": 1004, "validity": 1},
    ],
}


def schema_of(openapi: dict[str, Any], kind: str) -> dict[str, Any]:
    operation = openapi["paths"][f"/v2/usercollection/{kind}"]["get"]
    found = operation["responses"]["200"]["content"]["application/json"]["schema"]
    strict: dict[str, Any] = found["anyOf"][0] if "anyOf" in found else found
    return strict


def real_documents(answers: Path, kind: str) -> list[dict[str, Any]]:
    """Return what a real account got for `kind`, with what the schemas ask for since then."""
    path = next(
        (path for path in answers.glob(f"{kind}_*.json") if path.stem[len(kind) + 1].isdigit()),
        None,
    )
    if path is None:
        return UNSEEN[kind]
    every = json.loads(path.read_text())["data"][:60]
    more = {"timestamp_unix": 0} if kind == "heartrate" else {"meta": META}
    if kind == "daily_cardiovascular_age":
        every = [{"id": f"age-{each['day']}", **each} for each in every]
    return [{**(SINCE if kind == "sleep" else {}), **more, **each} for each in every]


@contextmanager
def prism(document: dict[str, Any], folder: Path) -> Iterator[str]:
    """Yield the address of Prism serving `document`; skips without Node or Prism."""
    node = shutil.which("node")
    if node is None or not PRISM.is_dir():
        pytest.skip("no Node.js, or Prism is not installed (make setup)")
    file = folder / "openapi.json"
    file.write_text(json.dumps(document))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "prism.log").open("wb") as log:
        command = [node, str(PRISM / "dist" / "index.js"), "mock", "--errors"]
        server = subprocess.Popen(
            [*command, "-h", "127.0.0.1", "-p", str(port), str(file)],
            stdout=log, stderr=log, env={**os.environ, "SCARF_ANALYTICS": "false"},
        )  # fmt: skip
        try:
            yield _up(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()
            server.wait(10)


def _up(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        assert server.poll() is None, "Prism has ended"
        try:
            httpx.get(f"{url}/v2/usercollection/tag")
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return url
    raise AssertionError("Prism does not answer")


@pytest.fixture(scope="module")
def served(
    openapi: dict[str, Any], answers: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return Oura's document served, with a real account's answers as its examples."""
    document = copy.deepcopy(openapi)
    for kind in FETCHED:
        body = {"data": real_documents(answers, kind.name), "next_token": None}
        Draft202012Validator(
            {**schema_of(document, kind.name), "components": document["components"]}
        ).validate(body)
        operation = document["paths"][f"/v2/usercollection/{kind.name}"]["get"]
        operation["responses"]["200"]["content"]["application/json"]["example"] = body
    with prism(document, tmp_path_factory.mktemp("prism")) as url:
        yield url


@pytest.fixture
def house(units: Units, served: str) -> House:
    mock = FakeOura({}, url=served)
    return House.of(units, mock, Hand(NOW))


def test_every_kind_of_the_document_is_fetched_or_known(openapi: dict[str, Any]) -> None:
    start = "/v2/usercollection/"
    offered = {path.removeprefix(start) for path in openapi["paths"] if path.startswith(start)}
    assert {kind for kind in offered if "/" not in kind} == set(KINDS)


def test_what_is_asked_is_what_the_document_lets_be_asked(openapi: dict[str, Any]) -> None:
    for kind in FETCHED:
        operation = openapi["paths"][f"/v2/usercollection/{kind.name}"]["get"]
        allowed = {each["name"] for each in operation.get("parameters", [])}
        for cursor in (None, "2026-02-01T00:00:00+00:00"):
            for part in parts(kind, cursor, NOW, None):
                assert set(part.asked) | {"next_token"} <= allowed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_whole_sync_against_the_official_document(house: House, answers: Path) -> None:
    house.connect()
    house.sync()
    assert house.status.trouble is None
    assert house.status.withheld == ()
    rows = house.rows
    for kind in FETCHED:
        if kind.name == "interbeat_interval":
            continue  # beats of five minutes are one row
        held = len(real_documents(answers, kind.name))
        undated = 1 if kind.name == "ring_configuration" else 0
        assert rows.filter(type=kind.name).height == held - undated, kind.name
    assert rows.filter(signal="beats")["si"].to_list() == [2]
    assert rows.filter(pl.col("signal") == "hrv_sdnn").is_empty()
    assert house.later(hours=1) == 1
    assert house.rows.height == rows.height
    assert len(house.imports) == 1


def test_the_errors_of_the_document_are_told_apart(openapi: dict[str, Any], tmp_path: Path) -> None:
    document = copy.deepcopy(openapi)
    expected = {"sleep": (401, Revoked), "workout": (403, Withheld), "session": (429, TooFast)}
    for kind, (code, _) in expected.items():
        operation = document["paths"][f"/v2/usercollection/{kind}"]["get"]
        operation["responses"] = {str(code): operation["responses"][str(code)]}
    with prism(document, tmp_path) as url, Client(url, lambda _: "access", Hand(NOW)) as client:
        for kind, (_, error) in expected.items():
            with pytest.raises(error):
                client.page(KINDS[kind], {})
