"""StrongLifts exports one log in kilograms and in pounds: its sets come in once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.strength_logs import NOW
from intake.test_archives import zipped
from intake.vendor_files import real
from spotter.body import raw
from spotter.intake.keys import OtherKeys
from spotter.intake.pipeline import ImportOutcome, import_file
from spotter.intake.seen import Seen
from spotter.intake.strength.stronglifts import in_the_other
from spotter.kit.units import kg_from_lb, lb_from_kg

SETS, SESSIONS = 53, 5
HEAD = "Date (yyyy/mm/dd),Workout,Exercise,Start Time (h:mm)"


def exports() -> dict[str, Path]:
    folder = real("strength_logs/other")
    return {unit: folder / f"stronglifts-export-{unit}.csv" for unit in ("kg", "lb")}


@pytest.mark.parametrize(("first", "second"), [("kg", "lb"), ("lb", "kg")])
def test_whichever_export_comes_second_brings_nothing(
    first: str, second: str, tmp_path: Path
) -> None:
    files = exports()
    had = import_file(files[first], tmp_path / "1.parquet", now=NOW)
    assert had.tally.added == SETS + SESSIONS
    again = import_file(files[second], tmp_path / "2.parquet", raw.keys([had.path]), now=NOW)
    assert (again.tally.added, again.tally.known) == (0, SETS + SESSIONS)


def test_both_in_one_archive_come_in_once(tmp_path: Path) -> None:
    path = tmp_path / "both.zip"
    path.write_bytes(zipped({file.name: file.read_bytes() for file in exports().values()}))
    outcome = import_file(path, tmp_path / "1.parquet", now=NOW)
    assert (outcome.tally.added, outcome.tally.repeated) == (SETS + SESSIONS, SETS + SESSIONS)


def log(tmp_path: Path, unit: str, *loads: float) -> Path:
    """Write a log of one squat, five times each of `loads`."""
    columns = "".join(f",Set {n} (Reps),Set {n} ({unit})" for n, _ in enumerate(loads, 1))
    cells = "".join(f",5,{load:g}" for load in loads)
    path = tmp_path / f"{unit}.csv"
    path.write_text(f"{HEAD}{columns}\n2026/02/01,1,Squat,8:00 AM{cells}\n", encoding="utf-8")
    return path


def both(tmp_path: Path, kilograms: float, pounds: float) -> ImportOutcome:
    """Return what the log in pounds brings after that in kilograms."""
    had = import_file(log(tmp_path, "KG", kilograms), tmp_path / "1.parquet", now=NOW)
    path = log(tmp_path, "LB", pounds)
    return import_file(path, tmp_path / "2.parquet", raw.keys([had.path]), now=NOW)


@pytest.mark.parametrize(("kilograms", "pounds", "new"), [(20.4, 45, 0), (20.4, 50, 1), (0, 0, 0)])
def test_another_load_is_another_set(
    kilograms: float, pounds: float, new: int, tmp_path: Path
) -> None:
    assert both(tmp_path, kilograms, pounds).tally.added == new


@given(st.floats(0.5, 600))
def test_what_one_load_is_written_as_in_both_units_is_the_same(kept_kg: float) -> None:
    kg, lb = round(kept_kg, 1), round(lb_from_kg(kept_kg), 1)
    assert lb in in_the_other(kg, "kg")
    assert kg in in_the_other(lb, "lb")


@given(st.integers(5, 6_000).map(lambda tenths: tenths / 10))
def test_no_load_is_taken_for_one_that_plates_could_make_beside_it(kg: float) -> None:
    assert all(abs(kg_from_lb(lb) - kg) < 0.1 for lb in in_the_other(kg, "kg"))


def test_a_record_met_under_another_key_is_known_and_not_kept() -> None:
    seen = Seen(np.array([7], dtype=np.uint64))
    keys = np.array([1, 2, 3], dtype=np.uint64)
    also = OtherKeys(np.array([1, 1, 3], np.uint64), np.array([8, 7, 9], np.uint64))
    assert seen.as_met(keys, also).tolist() == [7, 2, 3]
    new, known, repeated = seen.admit(seen.as_met(keys, also))
    assert (new.tolist(), known, repeated) == ([False, True, True], 1, 0)
