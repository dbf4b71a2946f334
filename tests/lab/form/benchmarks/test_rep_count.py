"""The benchmark of counting: its figures by hand, and the whole way on landmarks kept before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from form.bodies import bent
from spotter.form.clip import Clip
from spotter.form.skeleton import LANDMARKS, Joint
from spotter.form.video import cache
from spotter.lab.form.benchmarks.rep_count import report, run
from spotter.lab.form.datasets.counted_films import PUSHUP_CLIPS, CountedFilm


def _film(name: str, reps: int, source: str = "some/where") -> CountedFilm:
    return CountedFilm(Path(f"{name}.mp4"), "squat", "squat", reps, source)


def test_the_figures_of_a_report_are_those_counted_by_hand() -> None:
    films = [_film("a", 4), _film("b", 2), _film("c", 0), _film("d", 5)]
    mean = report(films, [4, 1, 0, 3], [4, 2, 0, 5]).mean
    assert mean["exact %"] == 50
    assert mean["within one %"] == 75
    assert mean["mean |error| / count"] == pytest.approx((0 + 1 / 2 + 2 / 5) / 3)
    assert mean["exact %, left out"] == 100


def test_the_goal_is_missed_when_one_of_its_parts_is() -> None:
    films = [_film("a", 4), _film("p", 1, PUSHUP_CLIPS), _film("q", 1, PUSHUP_CLIPS)]
    assert report(films, [4, 1, 2], [4, 1, 1]).reached
    assert not report(films, [4, 1, 0], [4, 1, 1]).reached
    assert not report(films, [3, 1, 1], [4, 1, 1]).reached


def test_clips_of_one_push_up_share_a_row() -> None:
    films = [_film("a", 4), _film("p", 1, PUSHUP_CLIPS), _film("q", 1, PUSHUP_CLIPS)]
    found = report(films, [4, 1, 0], [4, 1, 1])
    assert [(row.name, row.count) for row in found.rows] == [("a", 1), ("pushup_clips", 2)]
    assert len(found.predictions) == 3


def _squatting(times: int) -> Clip:
    """Return the landmarks of a person who squats."""
    moments = np.arange(0, 2 * times + 1, 1 / 30)
    deep = np.where(moments < 2 * times, np.sin(np.pi * moments / 2) ** 2, 0)
    body = bent(172 - 92 * deep).xyz_m
    world = np.zeros((len(body), 33, 3), np.float32)
    for joint in Joint:
        name = joint.name.lower().replace("toe", "foot_index")
        if name in LANDMARKS:
            world[:, LANDMARKS.index(name)] = body[:, joint] * [1, -1, -1]
    people = np.ones(len(body), np.int8)
    return Clip(moments, world, world, np.ones(world.shape[:2], np.float32), people, 1.0)


def test_films_watched_before_are_counted_without_watching_them_again(tmp_path: Path) -> None:
    videos = tmp_path / "exercise_videos"
    videos.mkdir()
    (videos / "manifest.csv").write_text(
        "file,exercise,full_reps_audited,origin_repo\na.mp4,squat,3,x/y\nb.mp4,unheard_of,2,y/z\n"
    )
    for name, times in (("a", 3), ("b", 2)):
        (videos / f"{name}.mp4").write_text(name)
        kept = cache.place(videos / f"{name}.mp4", tmp_path / "kept")
        cache.save(_squatting(times), kept)
    found = run(tmp_path, seeds=1, tell=print, landmarks=tmp_path / "kept")
    assert [row["counted"] for row in found.predictions] == [3, 2]
    assert [row["counted as"] for row in found.predictions] == ["squat", "other"]
    assert found.reached
