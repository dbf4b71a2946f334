"""Exports for the intake tests: the real ones where they are, and small ones made here."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_DATA = Path(os.environ.get("SPOTTER_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n'
_EXPORTED = ' <ExportDate value="2026-03-01 09:00:00 +0100"/>\n'


@pytest.fixture(scope="session")
def apple_health() -> Path:
    """Return the folder of real Apple Health exports; skips where there is none."""
    folder = _DATA / "apple_health"
    if not folder.is_dir():
        pytest.skip("no Apple Health exports at SPOTTER_TEST_DATA or ../shared/data")
    return folder


@pytest.fixture
def now() -> datetime:
    """Return a Monday morning."""
    return NOW


def record(kind: str = "HeartRate", value: str = "60", unit: str = "count/min", **more: str) -> str:
    """Return one Record line; `more` sets or replaces attributes, without XML escaping."""
    name = kind if kind.startswith("HK") else f"HKQuantityTypeIdentifier{kind}"
    attributes = {
        "type": name,
        "sourceName": "Watch",
        "unit": unit,
        "creationDate": "2026-02-01 08:00:05 +0100",
        "startDate": "2026-02-01 08:00:00 +0100",
        "endDate": "2026-02-01 08:00:00 +0100",
        "value": value,
    } | more
    given = " ".join(f'{key}="{text}"' for key, text in attributes.items())
    return f" <Record {given}/>\n"


def export_text(*elements: str, exported: str = _EXPORTED) -> str:
    """Return an export with these elements."""
    return _HEAD + exported + "".join(elements) + "</HealthData>\n"


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes an export.xml with the elements given."""

    def write(*elements: str, name: str = "export.xml") -> Path:
        path = tmp_path / name
        path.write_text(export_text(*elements), encoding="utf-8")
        return path

    return write


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """Write a deflated zip with `members` to `path`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path
