"""Films with counted repetitions: which tables are read, and what a name is counted as."""

from __future__ import annotations

from pathlib import Path

import pytest

from spotter.kit.errors import BadInput
from spotter.lab.form.datasets.counted_films import counted_films, kind

_MANIFEST = """file,exercise,full_reps_audited,origin_repo
a.mp4,squat,3,some/where@branch
b.mp4,plank,hold,some/where
c.mp4,pushup,,some/where
gone.mp4,pushup,2,some/where
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with both tables; one film of the first does not lie there."""
    videos, clips = tmp_path / "exercise_videos", tmp_path / "pushup_clips" / "videos"
    videos.mkdir()
    clips.mkdir(parents=True)
    (videos / "manifest.csv").write_text(_MANIFEST)
    for name in "abc":
        (videos / f"{name}.mp4").touch()
    (clips.parent / "clips.csv").write_text("clip,reps_audited\ncorrect_p1,1\n")
    (clips / "correct_p1.mp4").touch()
    return tmp_path


def test_only_films_at_hand_with_a_count_are_read(folder: Path) -> None:
    found = counted_films(folder)
    assert [(film.path.name, film.exercise, film.reps, film.source) for film in found] == [
        ("a.mp4", "squat", 3, "some/where"),
        ("correct_p1.mp4", "push_up", 1, "pushup_clips"),
    ]


def test_one_of_the_two_folders_may_be_named_itself(folder: Path) -> None:
    assert [film.path.name for film in counted_films(folder / "pushup_clips")] == ["correct_p1.mp4"]
    assert [film.path.name for film in counted_films(folder / "exercise_videos")] == ["a.mp4"]


def test_a_folder_without_such_films_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"manifest\.csv"):
        counted_films(tmp_path)


@pytest.mark.parametrize(
    ("called", "exercise"),
    [
        ("pushup", "push_up"),
        ("wall_push_ups", "push_up"),
        ("pullup", "pull_up"),
        ("lunges", "lunge"),
        ("jumping_jacks", "jumping_jack"),
        ("curl", "bicep_curl"),
        ("good_mornings", "deadlift"),
        ("dips", "other"),
        ("step_ups", "other"),
    ],
)
def test_a_name_is_counted_as_what_is_done(called: str, exercise: str) -> None:
    assert kind(called) == exercise
