"""Where real exports lie, for the tests that read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def apple_health() -> Path:
    """Return the folder of real Apple Health exports; skips where there is none."""
    default = Path(__file__).parents[2] / ".." / "shared" / "data"
    folder = Path(os.environ.get("SPOTTER_TEST_DATA", default)) / "apple_health"
    if not folder.is_dir():
        pytest.skip("no real exports: set SPOTTER_TEST_DATA to the folder that holds apple_health")
    return folder
