"""Sets and numbers as a person reads them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from spotter.web.view import dose, words


def planned(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "work", "reps": 5, "duration_s": None, "load_kg": 60.0, "rpe": 7.0,
        "rest_s": 120, "pace": "", "hr_bpm": None, **changes,
    }  # fmt: skip


def test_equal_sets_are_told_once() -> None:
    assert [line["dose"] for line in dose.lines([planned()] * 3, imperial=False)] == [
        "3 × 5 reps · 60 kg"
    ]


def test_a_change_of_load_begins_a_new_line() -> None:
    shown = dose.lines([planned(load_kg=20.0, kind="warm_up"), planned()], imperial=False)
    assert [line["dose"] for line in shown] == ["5 reps · 20 kg", "5 reps · 60 kg"]


def test_an_imperial_athlete_reads_pounds() -> None:
    assert dose.lines([planned()], imperial=True)[0]["dose"] == "5 reps · 130 lb (60 kg)"


def test_one_sided_work_says_that_it_is_counted_per_side() -> None:
    shown = dose.lines([planned(load_kg=None, reps=8)], imperial=False, one_sided=True)
    assert shown[0]["dose"] == "8 reps each side"


def test_timed_work_shows_pace_and_heart_rate() -> None:
    easy = planned(reps=None, duration_s=600, load_kg=None, pace="easy", hr_bpm=[110, 125])
    assert dose.effort(easy) == "RPE 7 · easy · 110–125 bpm · rest 2 min"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (90, "1 min 30 s"), (3900, "1 h 05 min")],
)
def test_durations_read_naturally(seconds: float, shown: str) -> None:
    assert words.duration(seconds) == shown


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2_000_000_000, "2 GB")]
)
def test_sizes_read_as_a_file_manager_shows_them(size: float, shown: str) -> None:
    assert words.byte_size(size) == shown


def test_a_small_step_of_load_is_not_rounded_away() -> None:
    assert words.load(82.25, imperial=False) == "82.25 kg"


def test_a_date_is_written_out() -> None:
    assert words.long_date(date(2026, 5, 4)) == "Monday 4 May 2026"
