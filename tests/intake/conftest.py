"""The real Apple Health exports, where they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def apple_health() -> Path:
    """Return the folder of real Apple Health exports; skips where there is none."""
    folder = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "apple_health"
    if not folder.is_dir():
        pytest.skip("no Apple Health exports at SPOTTER_TEST_DATA or ../shared/data")
    return folder
