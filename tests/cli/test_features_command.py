"""`spotter features`: the catalogue and a day's row."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.cli_types import Spotter
from spotter import settings
from spotter.athletes.profile import Profile
from spotter.body.features.catalogue import FEATURES
from spotter.body.featurestore.served import OnlineRow
from spotter.body.service import put_days
from spotter.body.state import Day
from spotter.bootstrap import build
from spotter.cli.features import app
from spotter.kit.errors import BadInput
from spotter.kit.time import utc_now

DAY = date(2026, 1, 5)

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


def test_a_day_long_after_everything_is_refused(tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    export.write_text(_EXPORT, encoding="utf-8")
    asked = ["show", "--export", str(export), "--date"]
    runner = CliRunner()
    with pytest.raises(BadInput, match="The last day known is 2025-03-03"):
        runner.invoke(app, [*asked, "2026-03-05"], catch_exceptions=False)
    near = runner.invoke(app, [*asked, "2025-03-05", "--json"], catch_exceptions=False)
    assert json.loads(near.stdout)["date"] == "2025-03-05"


def test_what_was_imported_is_shown_of_a_stored_athlete(
    spotter: Spotter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "data"))
    assert spotter("features", "show").status == 2
    log = tmp_path / "strong.csv"
    log.write_text(
        "Date,Workout Name,Exercise Name,Set Order,Weight,Weight Unit,Reps\n"
        "2026-03-02 18:00:00,Push,Bench Press (Barbell),1,80,kg,1\n",
        encoding="utf-8",
    )
    assert spotter("accounts", "add", "sam", "--password", "a long enough one").status == 0
    assert spotter("import", log).status == 0
    ran = spotter("features", "show", "--date", "2026-03-08", "--json")
    found = json.loads(ran.out)
    bench = next(one for one in found["features"] if one["name"] == "e1rm_bench")
    assert found["date"] == "2026-03-08"
    assert bench == {
        "name": "e1rm_bench",
        "value": pytest.approx(80.0),
        "unit": "kg",
        "coverage": pytest.approx(1 / 28),
    }


def test_what_models_are_fed_is_shown_once_the_relay_ran(
    spotter: Spotter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "data"))
    assert spotter("accounts", "add", "sam", "--password", "a long enough one").status == 0
    nothing = spotter("features", "served")
    assert (nothing.status, "No row of features" in nothing.err) == (2, True)
    container = build(settings.load())
    with container.uow() as uow:
        (athlete_id,) = uow.athletes.all_ids()
        put_days(uow, athlete_id, {DAY: Day(DAY, {"resting_hr_bpm": 50}, {})}, utc_now())
        uow.commit()
    container.relay().drain()
    container.close()
    told = json.loads(spotter("features", "served", "--json").out)
    assert (told["computed"], told["features"]["resting_hr_last"]) == (False, 50.0)
    assert "resting_hr_last" in spotter("features", "served").out


def test_the_check_passes_where_nobody_is_and_fails_where_a_value_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path / "var"))
    container = build(settings.load())
    with container.uow() as uow:
        athlete_id = uow.athletes.add(Profile())
        put_days(uow, athlete_id, {DAY: Day(DAY, {"resting_hr_bpm": 50}, {})}, utc_now())
        uow.commit()
    waits = CliRunner().invoke(app, ["check", "--json"], catch_exceptions=False)
    assert json.loads(waits.stdout) == {"athletes": 1, "waiting": 1, "differences": []}
    container.relay().drain()
    agrees = CliRunner().invoke(app, ["check", "--recompute"], catch_exceptions=False)
    assert (agrees.stdout, agrees.exit_code) == ("1 of 1 athletes agree, 0 wait.\n", 0)
    asked = (
        "import sys; from spotter.cli.features import app\n"
        "app(['check'], standalone_mode=False); print('feast' in sys.modules)"
    )
    # Importing Feast takes longer than all that the check does.
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "1 of 1 athletes agree, 0 wait.\nFalse\n"
    row = container.shelf.served.read(athlete_id)
    assert row is not None
    wrong = OnlineRow(row.known_from, {**row.values, "resting_hr_last": 51.0})
    container.shelf.online.write(athlete_id, wrong, utc_now())
    container.close()
    differs = CliRunner().invoke(app, ["check"], catch_exceptions=False)
    assert differs.exit_code == 1
    assert "resting_hr_last differs" in differs.stdout
    assert "51" not in differs.stdout.replace(athlete_id, "")
