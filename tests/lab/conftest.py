"""Two months of the sample athlete, written once for all tests of the room."""

from __future__ import annotations

from datetime import date

import pytest

from spotter.lab.sample.write import Sample, write

LAST = date(2026, 4, 12)


@pytest.fixture(scope="session")
def two_months(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return write(tmp_path_factory.mktemp("sample"), seed=7, months=2, until=LAST)
