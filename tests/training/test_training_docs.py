"""The page on exercises and programmes: its examples load, and it names every key and trait."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

from spotter.training.catalogue import load as load_exercises
from spotter.training.exercise import Exercise, Trait
from spotter.training.programme_files import load as load_programmes
from spotter.training.tables import Table, read, toml_files

PAGE = (Path(__file__).parents[2] / "docs" / "training.md").read_text(encoding="utf-8")
EXERCISE, PROGRAMME = (
    tomllib.loads(code) for code in re.findall(r"```toml\n(.*?)```", PAGE, flags=re.S)
)


def test_the_example_exercise_loads() -> None:
    assert load_exercises([Table(EXERCISE, "training.md")]).get("example_step_squat").cues


def test_the_example_programme_loads_beside_the_shipped_ones() -> None:
    folder = files("spotter.training") / "data" / "programmes"
    shared = [read(file) for file in toml_files(folder / "shared")]
    shipped = [read(file) for file in toml_files(folder)]
    found = load_programmes(shared, [*shipped, Table(PROGRAMME, "training.md")])
    assert "example_programme" in {item.id for item in found}


def test_every_key_of_an_exercise_is_shown() -> None:
    shown = set(EXERCISE["exercise"][0])
    assert shown == {field.name for field in fields(Exercise)} - {"progressions"}


def test_every_trait_is_named() -> None:
    assert [trait for trait in Trait if f"`{trait}`" not in PAGE] == []
