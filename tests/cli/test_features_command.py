"""`spotter features`: the catalogue and a day's row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from spotter.body.features.catalogue import FEATURES
from spotter.cli.features import app
from spotter.kit.errors import BadInput

_EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<HealthData locale="en_GB">
 <ExportDate value="2025-03-04 08:00:00 +0000"/>
 <Record type="HKQuantityTypeIdentifierRestingHeartRate" sourceName="Watch" unit="count/min"
  creationDate="2025-03-03 08:00:00 +0000" startDate="2025-03-03 07:00:00 +0000"
  endDate="2025-03-03 07:00:00 +0000" value="52"/>
</HealthData>
"""


def test_the_list_holds_every_feature() -> None:
    found = json.loads(CliRunner().invoke(app, ["list", "--json"]).stdout)
    assert [one["name"] for one in found] == list(FEATURES)


def test_a_row_is_shown_with_its_coverage(tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    export.write_text(_EXPORT, encoding="utf-8")
    asked = ["show", "--export", str(export), "--date", "2025-03-03", "--json"]
    found = json.loads(CliRunner().invoke(app, asked, catch_exceptions=False).stdout)
    (heart,) = (one for one in found["features"] if one["name"] == "resting_hr_last")
    assert heart == {"name": "resting_hr_last", "value": 52.0, "unit": "bpm", "coverage": 1.0}


def test_a_day_before_everything_is_said_to_be_empty(tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    export.write_text(_EXPORT, encoding="utf-8")
    with pytest.raises(BadInput, match="Nothing is known"):
        CliRunner().invoke(
            app, ["show", "--export", str(export), "--date", "2024-01-01"], catch_exceptions=False
        )
