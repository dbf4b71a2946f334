"""The real logs come in whole; the figures were counted with `csv`, not by the reader."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC
from pathlib import Path

import pytest

from intake.strength_logs import NOW, batches, rows, told
from spotter.body import raw
from spotter.intake import registry
from spotter.intake.pipeline import import_file

_BESIDE = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def logs() -> Path:
    """Return the folder of real strength logs; skips where there is none."""
    folder = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "strength_logs"
    if not folder.is_dir():
        pytest.skip("no strength logs at SPOTTER_TEST_DATA or ../shared/data")
    return folder


# File → source, sets, sessions, unit, left out.
REAL = {
    "strong/andrew50_lb_2020-2026.csv": ("strong", 22_888, 1_163, {"lb"}, 821),
    "strong/arafathnihar_kg_2023-2024.csv": ("strong", 2_512, 83, {"kg"}, 0),
    "strong/variant_mtanzim_alt.csv": ("strong", 9, 1, {"kg"}, 0),
    "strong/variant_mtanzim_example.csv": ("strong", 14, 2, {"kg"}, 0),
    "strong/variant_mtanzim_exampleB.csv": ("strong", 14, 2, {"kg"}, 0),
    "hevy/ajccosta_2024-2026.csv": ("hevy", 8_650, 411, {"kg"}, 0),
    "hevy/mouadja02_2025.csv": ("hevy", 330, 17, {"kg"}, 0),
    "other/fitnotes-android-export-kgs.csv": ("fitnotes", 38, 2, {"kg"}, 0),
    "other/fitnotes-android-export-lbs.csv": ("fitnotes", 38, 2, {"lb"}, 0),
    # Eight rows are cardio, on a day without strength work; five of them have no weight.
    "other/fitnotes-android-export-lbs-edge-cases.csv": ("fitnotes", 46, 2, {"lb", "kg"}, 0),
    # One exercise has `5/5/0/5/5`: a set that failed, beside those that were not done.
    "other/stronglifts-export-kg.csv": ("stronglifts", 53, 5, {"kg"}, 16),
    "other/stronglifts-export-lb.csv": ("stronglifts", 53, 5, {"lb"}, 16),
}


@pytest.mark.parametrize("name", REAL)
def test_every_set_and_session_of_a_real_log_comes_in(name: str, logs: Path) -> None:
    content = (logs / name).read_bytes()
    source, sets, sessions, units, left_out = REAL[name]
    found = rows(content, "set")
    every = batches(content)
    assert registry.source_of(content[:4096]).name == source
    assert (found.height, rows(content, "workout").height) == (sets, sessions)
    assert set(found["unit"]) == units
    assert sum(one.skipped.total() for one in every) == left_out
    assert sum(one.rejected.total() for one in every) == 0


@pytest.mark.parametrize("name", REAL)
def test_every_row_of_a_real_log_has_a_key_of_its_own(name: str, logs: Path) -> None:
    keys = [key for one in batches((logs / name).read_bytes()) for key in one.rows["key"]]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", REAL)
def test_exactly_one_source_reads_a_real_log(name: str, logs: Path) -> None:
    head = (logs / name).read_bytes()[:4096]
    assert [source.detect(head) for source in registry.SOURCES].count(True) == 1


def test_a_log_that_a_script_asked_of_hevy_comes_in(logs: Path) -> None:
    path = logs.parent / "wellness/garmin_hevy/hevy_workouts.csv"
    content = path.read_bytes()
    assert (rows(content, "set").height, rows(content, "workout").height) == (226, 10)
    assert set(rows(content, "set")["unit"]) == {"lb"}
    first = rows(content, "workout").sort("start")["start"][-1]
    assert first.isoformat() == "2026-01-25T01:47:58+00:00"
    assert sum(one.rejected.total() for one in batches(content)) == 0


def test_warm_ups_drops_and_failures_are_told_apart(logs: Path) -> None:
    strong = told(rows((logs / "strong/andrew50_lb_2020-2026.csv").read_bytes(), "set"))
    hevy = told(rows((logs / "hevy/ajccosta_2024-2026.csv").read_bytes(), "set"))
    assert Counter(one["kind"] for one in strong) == {
        "work": 18_654,
        "warm_up": 2_686,
        "failure": 1_060,
        "drop": 488,
    }
    assert Counter(one["kind"] for one in hevy) == {
        "work": 6_984,
        "warm_up": 1_179,
        "drop": 447,
        "failure": 40,
    }


def test_a_forgotten_timer_is_three_hours_and_says_so(logs: Path) -> None:
    found = rows((logs / "strong/andrew50_lb_2020-2026.csv").read_bytes(), "workout")
    capped = [one for one in told(found) if one["duration"] == "capped"]
    assert found["si"].max() == 3 * 3600
    assert max(one["duration_exported_s"] for one in capped) == 14_069 * 60
    assert sum(one["duration_exported_s"] > 4 * 3600 for one in capped) == 320


def test_supersets_and_efforts_of_hevy_are_kept(logs: Path) -> None:
    found = told(rows((logs / "hevy/ajccosta_2024-2026.csv").read_bytes(), "set"))
    assert sum("superset" in one for one in found) == 2_394
    assert sum("rpe" in one for one in found) == 62
    assert sum(one["load"] == "not_entered" for one in found) == 626


def test_pounds_and_kilograms_of_one_log_are_the_same_loads(logs: Path) -> None:
    kg = rows((logs / "other/fitnotes-android-export-kgs.csv").read_bytes(), "set")["si"]
    lb = rows((logs / "other/fitnotes-android-export-lbs.csv").read_bytes(), "set")["si"]
    assert (kg - lb).abs().max() < 0.01  # type: ignore[operator]


def test_the_same_log_again_under_another_name_brings_nothing(logs: Path, tmp_path: Path) -> None:
    first = import_file(logs / "hevy/mouadja02_2025.csv", tmp_path / "1.parquet", now=NOW, zone=UTC)
    again = tmp_path / "renamed.txt"
    again.write_bytes((logs / "hevy/mouadja02_2025.csv").read_bytes())
    known = raw.keys([first.path])
    second = import_file(again, tmp_path / "2.parquet", known, now=NOW, zone=UTC)
    assert (first.tally.added, second.tally.added, second.tally.known) == (347, 0, 347)
