"""Names of training logs mean exercises of the catalogue, or nothing until somebody says so."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.training.catalogue import catalogue
from spotter.training.names import BadData, How, load, plain, resolve, unmapped
from spotter.training.tables import Table

_BESIDE = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize("exercise", catalogue(), ids=lambda one: one.id)
def test_every_exercise_is_found_by_its_own_name(exercise: object) -> None:
    assert resolve(exercise.name).exercise == exercise.id  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        ("Bench Press (Barbell)", "barbell_bench_press"),
        ("BENCH PRESS - Barbell", "barbell_bench_press"),
        ("Lat Pulldown (Cable)", "machine_pulldown"),
        ("Romanian Deadlift (Dumbbell)", "dumbbell_romanian_deadlift"),
    ],
)
def test_an_alias_is_found_however_it_is_punctuated(name: str, exercise: str) -> None:
    assert (resolve(name).exercise, resolve(name).how) == (exercise, How.ALIAS)


def test_another_machine_is_never_taken_for_the_barbell() -> None:
    match = resolve("Bench Press (Smith Machine)")
    assert match.exercise is None
    assert match.how is How.NONE


def test_a_misspelt_name_gets_suggestions_and_no_exercise() -> None:
    match = resolve("Benchpress Barbel")
    assert match.exercise is None
    assert match.suggestions[0][0] == "barbell_bench_press"


def test_what_the_athlete_decided_comes_first() -> None:
    own = {plain("Bench Press"): "dumbbell_bench_press"}
    match = resolve("bench press", own)
    assert (match.exercise, match.how) == ("dumbbell_bench_press", How.ATHLETE)


def test_unmapped_names_are_listed_once_in_order() -> None:
    assert unmapped(["Zercher Carry", "Squat", "Zercher Carry", "Rotates"]) == (
        "Zercher Carry",
        "Rotates",
    )


@given(st.text(max_size=60))
def test_any_text_has_an_answer(name: str) -> None:
    match = resolve(name)
    assert match.exercise is None or match.exercise in catalogue()
    assert all(one in catalogue() and 0 <= score <= 100 for one, score in match.suggestions)


@pytest.mark.parametrize(
    ("aliases", "said"),
    [
        ({"no_such_lift": ["Lift"]}, "is no exercise"),
        ({"push_up": ["Press"], "plank": ["press"]}, "stands for two"),
    ],
)
def test_a_wrong_line_of_the_table_is_named(aliases: dict[str, list[str]], said: str) -> None:
    with pytest.raises(BadData, match=said):
        load(Table({"aliases": aliases}, "names.toml"), catalogue())


# File → its sets, and at least how many of them are of an exercise we know: 25 359 of 36 015 sets
# (70 %) in all. Most others are movements that the catalogue does not have, such as preacher curls.
COVERAGE = {
    "strong/andrew50_lb_2020-2026.csv": (22_888, 0.74),
    "strong/arafathnihar_kg_2023-2024.csv": (2_512, 0.64),
    "sets/lifter_d.csv": (1_635, 0.68),
    "hevy/ajccosta_2024-2026.csv": (8_650, 0.62),
    "hevy/mouadja02_2025.csv": (330, 0.57),
}


@pytest.mark.parametrize("name", COVERAGE)
def test_most_sets_of_real_logs_are_of_exercises_we_know(name: str) -> None:
    path = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "strength_logs" / name
    if not path.is_file():
        pytest.skip("no strength logs at SPOTTER_TEST_DATA or ../shared/data")
    with path.open(encoding="utf-8-sig", newline="") as file:
        sets = Counter(
            row.get("Exercise Name") or row.get("exercise_title") or row["exercise"]
            for row in csv.DictReader(file)
            if row.get("Set Order") != "Rest Timer"
        )
    known = sum(count for one, count in sets.items() if resolve(one).exercise)
    total, least = COVERAGE[name]
    assert sets.total() == total
    assert known / total >= least, f"{known / total:.3f}"
