"""Oura's own document of its API, and the answers a real account got, where they are."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import NOW
from intake.oura.fake_oura import FakeOura, serving
from intake.oura.house import Hand, House
from spotter.store.uow import Units

_BESIDE = Path(__file__).parents[4] / "shared" / "data"


@pytest.fixture(scope="session")
def oura_folder() -> Path:
    """Return the folder of Oura's OpenAPI document and real answers; skips where there is none."""
    folder = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "oura"
    if not folder.is_dir():
        pytest.skip("no Oura data at SPOTTER_TEST_DATA or ../shared/data")
    return folder


@pytest.fixture(scope="session")
def answers(oura_folder: Path) -> Path:
    """Return the folder of answers that a real account got."""
    return oura_folder / "responses"


@pytest.fixture(scope="session")
def openapi(oura_folder: Path) -> dict[str, Any]:
    """Return Oura's OpenAPI document."""
    found: dict[str, Any] = json.loads((oura_folder / "openapi-1.29.json").read_text())
    return found


@pytest.fixture
def oura(openapi: dict[str, Any]) -> Iterator[FakeOura]:
    """Return Oura as we play it, on a port of this machine."""
    with serving(openapi) as found:
        yield found


@pytest.fixture
def clock() -> Hand:
    """Return a clock that is set by hand."""
    return Hand(NOW)


@pytest.fixture
def house(units: Units, oura: FakeOura, clock: Hand) -> House:
    """Return a Spotter with an athlete in Berlin, whose Oura is ours."""
    return House.of(units, oura, clock)
