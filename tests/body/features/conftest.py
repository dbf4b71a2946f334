"""Where records of real people lie, for the tests that read them."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def wellness(apple_health: Path) -> Path:
    """Return the folder of PMData and LifeSnaps, which lies beside the exports."""
    folder = apple_health.parent / "wellness"
    if not folder.is_dir():
        pytest.skip("no records of real people beside the real exports")
    return folder
