"""Drift tells when features are not what models were trained on, and nothing of single people."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from body.featurestore.nights import NOW
from spotter.body.featurestore.drift import (
    LEAST_ATHLETES,
    TooFewAthletes,
    Windows,
    drift,
    note,
    noted,
    psi,
)
from spotter.body.featurestore.materialise import Materialiser
from spotter.body.featurestore.offline import OfflineRows
from spotter.body.featurestore.rows import SCHEMA
from spotter.body.featurestore.shelf import Shelf
from spotter.cli.features import app
from spotter.events.types import Event
from spotter.kit.errors import BadInput
from spotter.store.uow import Units

LAST = date(2026, 3, 1)
WINDOWS = Windows.before(LAST)


def test_an_index_worked_out_by_hand() -> None:
    trained = pl.Series([1.0, 2.0, 3.0, 4.0, None])
    recent = pl.Series([1.0, 1.0, 4.0, None, None])
    shares = ((0.2, 0.4), (0.2, 1e-4), (0.2, 1e-4), (0.2, 0.2), (0.2, 0.4))
    expected = sum((new - old) * math.log(new / old) for old, new in shares)
    # The deciles of four numbers are 1, 2, 3 and 4; nothing lies above the last.
    assert psi(trained, recent) == pytest.approx(expected)


def test_what_did_not_change_has_no_drift() -> None:
    values = pl.Series(np.random.default_rng(1).standard_normal(500))
    assert psi(values, values) == 0
    assert psi(pl.Series([None] * 5, dtype=pl.Float64), pl.Series([None], dtype=pl.Float64)) == 0
    other = pl.Series(np.random.default_rng(2).standard_normal(500))
    assert 0 < psi(values, other) < 0.1


@pytest.mark.parametrize(
    "recent",
    [
        pl.Series(np.random.default_rng(2).standard_normal(500) + 1),
        pl.Series(np.random.default_rng(2).standard_normal(500) * 3),
        pl.Series([None] * 250 + [*np.random.default_rng(2).standard_normal(250)]),
        pl.Series([0.0] * 500),
    ],
)
def test_a_shift_a_spread_a_gap_and_a_constant_are_drift(recent: pl.Series) -> None:
    assert psi(pl.Series(np.random.default_rng(1).standard_normal(500)), recent) > 0.25


def crowd(folder: Path, athletes: int, shift: float = 0.0) -> OfflineRows:
    """Write rows of people whose resting heart rate moved by `shift` in the last weeks."""
    rows = OfflineRows(folder / "offline")
    days = [LAST - timedelta(days=n) for n in range(120)]
    start = WINDOWS.recent[0]
    for number in range(athletes):
        rng = np.random.default_rng(number)
        heart = 55 + 3 * rng.standard_normal(len(days))
        heart += np.where([day >= start for day in days], shift, 0)
        columns = {
            "athlete_id": [f"a{number}"] * len(days),
            "day": days,
            "known_from": [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days],
            "created": [NOW] * len(days),
            "resting_hr_last": heart,
            "sleep_time_last": 25_000 + 2000 * rng.standard_normal(len(days)),
        }
        empty = {name: [None] * len(days) for name in SCHEMA if name not in columns}
        table = pl.DataFrame({**columns, **empty}, schema_overrides=SCHEMA).select(SCHEMA.names())
        rows.write(table.cast(SCHEMA).sort("day"), f"a{number}", days)
    return rows


def test_the_feature_that_moved_is_named_and_the_others_are_not(tmp_path: Path) -> None:
    found = drift(crowd(tmp_path, LEAST_ATHLETES, shift=6), WINDOWS)
    assert found.athletes == LEAST_ATHLETES
    assert found.psi["resting_hr_last"] > 0.25
    assert found.psi["sleep_time_last"] < 0.1
    # The part of the year moves by itself.
    assert set(SCHEMA.names()[4:]) - set(found.psi) == {"season_sin", "season_cos"}


def test_of_few_people_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(TooFewAthletes):
        drift(crowd(tmp_path, LEAST_ATHLETES - 1), WINDOWS)
    with pytest.raises(TooFewAthletes):
        drift(OfflineRows(tmp_path / "empty"), WINDOWS)


def test_the_metrics_are_told_rounded_numbers_of_enough_people_only(tmp_path: Path) -> None:
    assert noted(tmp_path) == {}
    found = drift(crowd(tmp_path, LEAST_ATHLETES, shift=6), WINDOWS)
    note(found, tmp_path)
    told = noted(tmp_path)
    assert told["resting_hr_last"] == round(found.psi["resting_hr_last"], 2)
    few = {"athletes": LEAST_ATHLETES - 1, "psi": {"resting_hr_last": 9.0}}
    (tmp_path / "drift.json").write_text(json.dumps(few))
    assert noted(tmp_path) == {}
    note(found, tmp_path)
    note(None, tmp_path)
    assert noted(tmp_path) == {}


def test_when_somebody_leaves_what_was_measured_with_them_goes_too(
    units: Units, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "features")
    note(drift(crowd(shelf.folder, LEAST_ATHLETES), WINDOWS), shelf.folder)
    Materialiser(units, shelf, lambda: NOW).take(Event("athlete.deleted", "a0", NOW))
    assert noted(shelf.folder) == {}
    shelf.close()


def test_the_report_names_what_drifted_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path))
    crowd(tmp_path / "features", LEAST_ATHLETES, shift=6)
    asked = ["drift", "--until", LAST.isoformat()]
    done = CliRunner().invoke(app, asked, catch_exceptions=False)
    assert "20 athletes" in done.stdout
    first = next(line for line in done.stdout.splitlines() if "drifted" in line)
    assert "resting_hr_last" in first
    found = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert found["psi"]["resting_hr_last"] > 0.25
    assert noted(tmp_path / "features") == {}


def test_a_day_without_a_year_before_it_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="no year before 0001-01-01"):
        Windows.before(date.min)
