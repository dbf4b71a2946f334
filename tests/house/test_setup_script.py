"""The launcher: does nothing twice, and says what to do when a step fails."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def launcher(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The setup script, in a house of its own."""
    spec = importlib.util.spec_from_file_location("setup_script", root / "scripts" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    places = {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "FRONTEND": tmp_path / "frontend",
        "PRISM": tmp_path / "prism",
        "POSE": tmp_path / "pose",
        "BUNDLES": tmp_path / "bundles",
        "DIST": tmp_path / "dist",
        "LOG": tmp_path / "var" / "setup.log",
    }
    for name, place in places.items():
        monkeypatch.setattr(module, name, place)
    return module


def test_it_runs_on_nothing_but_the_standard_library(root: Path) -> None:
    text = (root / "scripts" / "setup.py").read_text(encoding="utf-8")
    imported = {
        line.split()[1].partition(".")[0]
        for line in text.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= {*sys.stdlib_module_names, "__future__"}


def test_without_node_it_says_what_is_missing_and_goes_on(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher.FRONTEND.mkdir()
    (launcher.FRONTEND / "package.json").write_text("{}")
    monkeypatch.setattr(launcher.shutil, "which", lambda _: None)
    assert "Node.js is missing" in launcher.front_end()


def test_the_front_end_is_built_once_and_again_after_a_change(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []

    def run(_name: str, command: list[str], **_: object) -> None:
        ran.append(command[1:2])
        (launcher.FRONTEND / "node_modules").mkdir(exist_ok=True)

    launcher.FRONTEND.mkdir()
    (launcher.FRONTEND / "package.json").write_text("{}")
    (launcher.FRONTEND / "main.ts").write_text("1")
    monkeypatch.setattr(launcher, "run", run)
    monkeypatch.setattr(launcher.shutil, "which", lambda name: name)
    assert launcher.front_end() == "built"
    assert launcher.front_end() == "up to date"
    (launcher.FRONTEND / "main.ts").write_text("2")
    assert launcher.front_end() == "built"
    assert ran == [["ci"], ["run"], ["run"]]


def test_the_pose_networks_are_assembled_once_and_again_after_another_version(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def run(_name: str, command: list[str], **_: object) -> None:
        ran.append(command[2])
        for folder in (launcher.BUNDLES, launcher.POSE / "node_modules"):
            folder.mkdir(exist_ok=True)

    launcher.POSE.mkdir()
    (launcher.POSE / "package.json").write_text("{}")
    monkeypatch.setattr(launcher, "run", run)
    monkeypatch.setattr(launcher.shutil, "which", lambda name: name)
    assert launcher.pose() == "assembled"
    assert launcher.pose() == "up to date"
    (launcher.POSE / "package.json").write_text('{"dependencies": {}}')
    assert launcher.pose() == "assembled"
    assert ran == ["--no-audit", "spotter.form.video.assemble"] * 2


def test_without_node_the_pose_networks_are_missed_but_nothing_fails(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher.POSE.mkdir()
    (launcher.POSE / "package.json").write_text("{}")
    monkeypatch.setattr(launcher.shutil, "which", lambda _: None)
    assert "Node.js is missing" in launcher.pose()


def test_a_step_that_fails_shows_the_end_of_its_output_and_names_the_log(
    launcher: ModuleType,
) -> None:
    command = [sys.executable, "-c", "print('no space left'); raise SystemExit(3)"]
    with pytest.raises(launcher.SetupFailed, match=r"no space left[\s\S]*var/setup.log"):
        launcher.run("dependencies", command)


def test_an_environment_that_was_moved_is_made_anew(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(launcher, "run", lambda name, _: made.append(name))
    (launcher.VENV / "bin").mkdir(parents=True)
    (launcher.VENV / "bin" / "python").write_text("")
    (launcher.VENV / "pyvenv.cfg").write_text("command = python -m venv /elsewhere/.venv\n")
    assert launcher.environment().startswith("made with")
    assert made == ["virtual environment"]


def test_an_environment_made_here_is_kept(launcher: ModuleType) -> None:
    (launcher.VENV / "bin").mkdir(parents=True)
    (launcher.VENV / "bin" / "python").write_text("")
    config = f"command = python -m venv {launcher.VENV}\n"
    (launcher.VENV / "pyvenv.cfg").write_text(config)
    assert launcher.environment() == "already there"


def test_dependencies_installed_for_tests_serve_for_running_too(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(launcher, "run", lambda _, command, __: ran.append(command[-1]))
    launcher.VENV.mkdir()
    (launcher.ROOT / "constraints.txt").write_text("rich==1\n")
    (launcher.ROOT / "pyproject.toml").write_text("")
    launcher.dependencies(["dev"])
    assert launcher.dependencies([]) == "up to date"
    (launcher.ROOT / "constraints.txt").write_text("rich==2\n")
    launcher.dependencies([])
    assert ran == [f"{launcher.ROOT}[dev]"] * 2


def test_the_mock_server_is_installed_once_without_scripts_of_its_packages(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []

    def run(_name: str, command: list[str], **_: object) -> None:
        ran.append(command)
        (launcher.PRISM / "node_modules").mkdir(exist_ok=True)

    launcher.PRISM.mkdir()
    (launcher.PRISM / "package.json").write_text("{}")
    monkeypatch.setattr(launcher, "run", run)
    monkeypatch.setattr(launcher.shutil, "which", lambda name: name)
    assert launcher.mock_server() == "installed"
    assert launcher.mock_server() == "up to date"
    assert [command[1] for command in ran] == ["ci"]
    assert "--ignore-scripts" in ran[0]
    monkeypatch.setattr(launcher.shutil, "which", lambda _: None)
    assert "Node.js is missing" in launcher.mock_server()
