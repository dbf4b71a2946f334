"""`spotter oura`: the whole life of a connection, on a terminal."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import typer

from cli.cli_types import Spotter
from intake.oura.fake_oura import FakeOura, night, serving

_BESIDE = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spotter: Spotter) -> Iterator[FakeOura]:
    folder = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "oura"
    if not folder.is_dir():
        pytest.skip("no Oura data at SPOTTER_TEST_DATA or ../shared/data")
    with serving(json.loads((folder / "openapi-1.29.json").read_text())) as oura:
        oura.put("sleep", night("2026-02-28"))
        monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("SPOTTER_OURA_API_URL", oura.url)
        monkeypatch.setenv("SPOTTER_OURA_CLIENT_ID", "client")
        monkeypatch.setenv("SPOTTER_OURA_CLIENT_SECRET", "secret")
        assert spotter("accounts", "add", "sam", "--password", "a long enough one").status == 0
        yield oura


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: answer)


def test_with_a_token_from_connecting_to_disconnecting(
    spotter: Spotter, fake: FakeOura, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Not connected" in spotter("oura", "status").out
    assert spotter("oura", "sync").status == 2
    answering(monkeypatch, "access-0")
    connected = spotter("oura", "connect", "--token")
    assert (connected.status, "access-0" in connected.out) == (0, False)
    synced = spotter("oura", "sync")
    assert synced.status == 0
    assert "Connected. Last sync" in synced.out
    told = json.loads(spotter("oura", "status", "--json").out)
    assert (told["state"], told["personal"]) == ("connected", True)
    fake.access = set()
    failed = spotter("oura", "sync")
    assert failed.status == 1
    assert "Connect again" in failed.err
    assert "No longer connected" in spotter("oura", "status").out
    assert spotter("oura", "disconnect").out == "Disconnected.\n"
    assert "Not connected" in spotter("oura", "status").out


def test_by_signing_in_and_pasting_the_address(
    spotter: Spotter,
    fake: FakeOura,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fake.codes.add("code-1")

    def paste(*_: object, **__: object) -> str:
        shown = capsys.readouterr().out
        address = next(word for word in shown.split() if word.startswith("https://cloud."))
        query = parse_qs(urlsplit(address).query)
        return f"{query['redirect_uri'][0]}?code=code-1&state={query['state'][0]}"

    monkeypatch.setattr(typer, "prompt", paste)
    assert spotter("oura", "connect").status == 0
    assert spotter("oura", "sync").status == 0
    answering(monkeypatch, "http://localhost:8000/connections/oura/callback?code=code-2&state=x")
    assert spotter("oura", "connect").status == 2
