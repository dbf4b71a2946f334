"""Every fault of every exercise has words for a beginner and an advanced person, and a source."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from spotter.form.cues import Cues, Level
from spotter.form.cues.loading import BadCues, book, read
from spotter.form.exercises import EXERCISES
from spotter.form.live.measured import MEASURED, shown_by
from spotter.form.posture import MEASURES

SHIPPED = Path(__file__).parents[3] / "src" / "spotter" / "form" / "cues"
EACH = [(name, fault) for name, one in EXERCISES.items() for fault in one.faults]


@pytest.mark.parametrize(("name", "fault"), EACH)
def test_every_fault_of_an_exercise_has_a_cue(name: str, fault: str) -> None:
    words = [Cues(name, level).of(fault) for level in Level]
    assert len({one.text for one in words}) == 2
    assert all(one.advice and one.better and one.source for one in words)


def test_a_cue_to_be_spoken_begins_upper_and_ends() -> None:
    told = [entry for faults in book().values() for entry in faults.values()]
    assert all(one.beginner[0].isupper() and one.beginner.endswith(".") for one in told)


@pytest.mark.parametrize("name", EXERCISES)
def test_every_limit_of_posture_rests_on_joints_and_names_a_fault_where_it_can(name: str) -> None:
    exercise = EXERCISES[name]
    for limit in exercise.limits:
        assert limit.measure in MEASURED
        assert shown_by(limit, exercise) in {*exercise.faults, None}


def test_every_measure_of_posture_has_its_joints() -> None:
    assert set(MEASURED) == set(MEASURES)


def _without(text: str) -> str:
    return text.replace("[knees_in]", "[knees_out]")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_without, "no cue for knees_in"),
        (lambda text: text + "[hips_low]\nbeginner='A.'\n", "no fault of it"),
        (lambda text: text.replace('source = "valgus"', 'source = "hearsay"'), "hearsay"),
        (lambda text: text.replace('source = "valgus"', ""), "must have"),
        (lambda text: text.replace("Lift your chest.", "Knees never past your toes."), "folklore"),
        (lambda text: text.replace("Lift your chest.", "Lift " * 20), "longer than"),
        (lambda text: text.replace("Lift your chest.", ""), "leaves beginner empty"),
        (lambda text: "squat", "no TOML"),
    ],
)
def test_what_is_wrong_with_a_file_of_cues_is_said(
    change: Callable[[str], str], says: str, tmp_path: Path
) -> None:
    shutil.copytree(SHIPPED, tmp_path / "cues")
    file = tmp_path / "cues" / "words" / "squat.toml"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(BadCues, match=says) as refused:
        read(tmp_path / "cues")
    assert "squat.toml" in refused.value.message


def test_a_missing_file_of_cues_is_named(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "cues")
    (tmp_path / "cues" / "words" / "lunge.toml").unlink()
    with pytest.raises(BadCues, match=r"lunge\.toml"):
        read(tmp_path / "cues")
