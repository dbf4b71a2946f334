"""The walls between the rooms stand, and each of them really stops what it is there to stop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

BREACHES = {
    "Wall 1: no room imports lab": ("prescribe/breach.py", "import spotter.lab.commands"),
    "Wall 1: training frameworks live in lab only": ("form/breach.py", "import torch"),
    "Wall 2: the domain knows no database, web or vendor": (
        "training/breach.py",
        "import sqlalchemy",
    ),
    "Wall 2: form is pure but for its doors to pictures and models": (
        "form/breach.py",
        "import mediapipe",
    ),
    "Wall 2: prescribe has one door to models": (
        "prescribe/breach.py",
        "import ai_edge_litert",
    ),
    "Wall 3: faces reach a plan only through prescribe's service": (
        "web/breach.py",
        "import spotter.safety.gate",
    ),
    "Wall 4: web, cli and mcp never import each other": (
        "cli/breach.py",
        "import spotter.web.problems",
    ),
}


def _lint(at: Path) -> subprocess.CompletedProcess[str]:
    """Run the import linter in a fresh process on the package that lies in `at`."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as main; main()",
            "--no-cache",
        ],
        cwd=at,
        env={**os.environ, "PYTHONPATH": str(at / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def _contracts(root: Path) -> list[dict[str, Any]]:
    with (root / "pyproject.toml").open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return found


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copytree(
        root / "src" / "spotter",
        tmp_path / "src" / "spotter",
        ignore=shutil.ignore_patterns("__pycache__", "static", "data"),
    )
    return tmp_path


def test_every_wall_stands(root: Path) -> None:
    checked = _lint(root)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_wall_has_a_breach_to_be_tried_with(root: Path) -> None:
    assert {contract["name"] for contract in _contracts(root)} == set(BREACHES)


@pytest.mark.parametrize("wall", BREACHES)
def test_a_breach_of_the_wall_is_found(wall: str, copy: Path) -> None:
    where, what = BREACHES[wall]
    (copy / "src" / "spotter" / where).write_text(f"{what}\n", encoding="utf-8")
    checked = _lint(copy)
    assert checked.returncode != 0
    assert f"{wall} BROKEN" in checked.stdout


def test_every_room_is_behind_the_walls(root: Path) -> None:
    """A room added later must not stand outside by being forgotten."""
    package = root / "src" / "spotter"
    rooms = {f"spotter.{path.parent.name}" for path in package.glob("*/__init__.py")}
    for contract in _contracts(root):
        if contract["name"].startswith("Wall 1"):
            assert rooms - {"spotter.lab"} <= set(contract["source_modules"])
