"""Live sets kept from an earlier run of the benchmark count only while the code is the same."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from spotter.lab.form.camera import sets as camera
from spotter.lab.form.camera.chromium import Taken
from spotter.lab.form.camera.sets import DEPENDS, PACKAGE, version


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for part in DEPENDS:
        (tmp_path / part).mkdir(parents=True)
        (tmp_path / part / "one.py").write_text("1\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("part", DEPENDS)
def test_a_change_in_any_part_makes_another_version(package: Path, part: str) -> None:
    before = version(package)
    (package / part / "one.py").write_text("2\n", encoding="utf-8")
    assert version(package) != before


def test_what_python_compiled_and_what_a_set_does_not_touch_changes_nothing(package: Path) -> None:
    before = version(package)
    (package / "form" / "__pycache__").mkdir()
    (package / "form" / "__pycache__" / "one.pyc").write_bytes(b"1")
    (package / "other.py").write_text("3\n", encoding="utf-8")
    assert version(package) == before


def test_the_parts_named_are_those_of_the_package() -> None:
    assert [(PACKAGE / part).is_dir() for part in DEPENDS[:3]] == [True, True, True]


def test_a_set_kept_by_other_code_is_run_again_and_one_by_this_code_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def played(due: list[tuple[Path, str]], kept: Path, tell: object) -> None:
        for film, exercise in due:
            ran.append(film.stem)
            text = json.dumps(asdict(Taken([], {}, "2 repetitions", 20.0)))
            (kept / f"{film.stem}.{exercise}.json").write_text(text, encoding="utf-8")

    monkeypatch.setattr(camera, "_run", played)
    for code in ("old", "old", "new"):
        monkeypatch.setattr(camera, "version", lambda code=code: code)
        (one,) = camera.sets([(Path("squat.mp4"), "auto")], tmp_path, print)
        assert one.summary == "2 repetitions"
    assert ran == ["squat", "squat"]
