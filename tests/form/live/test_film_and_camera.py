"""A film and a live camera give the same of the same landmarks."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from form.live.sets import frames, squats
from spotter.form.clip import Clip
from spotter.form.live.film import frames as of_film
from spotter.form.live.film import score_clip
from spotter.form.live.report import SetReport
from spotter.form.live.watcher import Watcher
from spotter.form.recognition.recogniser import Recognised
from spotter.form.told import STRANGER, told
from spotter.form.video import cache
from spotter.form.video.bundle import path as bundle

_BESIDE = Path(__file__).parents[4] / "shared" / "data"
FILMS = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "form" / "exercise_videos"
real = pytest.mark.skipif(
    not (FILMS.is_dir() and bundle("lite").is_file()),
    reason="no real films (SPOTTER_TEST_DATA) or no pose networks (make setup)",
)


def _live(clip: Clip, name: str = "auto") -> SetReport:
    watcher = Watcher(name, aspect=clip.aspect)
    for frame in of_film(clip):
        watcher.frame(frame)
    return watcher.finish()


def _clip(times: int) -> Clip:
    every = frames(squats(times))
    return Clip(
        times_s=np.array([one.t_s for one in every]),
        world=np.stack([one.world for one in every]),
        image=np.stack([one.image for one in every]),
        visibility=np.stack([one.visibility for one in every]),
        people=np.ones(len(every), np.int8),
        aspect=1.0,
    )


@pytest.mark.parametrize("name", ["squat", "auto"])
def test_a_film_and_a_camera_report_the_same(name: str) -> None:
    clip = _clip(4)
    film, _ = score_clip(clip, name)
    live = _live(clip, name)
    assert live.document()["reps"] == film.document()["reps"]
    assert live.exercise == film.exercise


def test_a_film_of_an_exercise_that_is_not_sure_is_counted_but_not_scored() -> None:
    clip = _clip(3)
    # Nothing to be told from: of every exercise alike.
    blind = replace(clip, visibility=np.full_like(clip.visibility, 0.3))
    report, _ = score_clip(blind, "auto")
    assert report.confidence < 0.5
    assert report.score is None
    assert "unsure_exercise" in [one.code for one in report.warnings]


def test_a_film_of_none_of_our_exercises_is_counted_but_not_scored_and_says_so() -> None:
    clip = _clip(3)
    stranger = Recognised("other", 0.9, {})
    watcher = Watcher("auto", aspect=clip.aspect, found=stranger)
    for frame in of_film(clip):
        watcher.frame(frame)
    report = watcher.finish()
    assert "unknown_exercise" in [one.code for one in report.warnings]
    assert (report.score, report.document()["known"]) == (None, False)
    assert told(report.document()).name == STRANGER


def test_who_chooses_the_exercise_is_believed() -> None:
    report, _ = score_clip(_clip(3), "other")
    assert report.document()["known"]
    assert told(report.document()).name == "Other"


@real
@pytest.mark.parametrize(
    ("film", "exercise", "reps"), [("pushup_c1", "push_up", 2), ("squat_c8", "squat", 1)]
)
def test_audited_films_are_recognised_and_counted_by_both(
    film: str, exercise: str, reps: int, tmp_path: Path
) -> None:
    clip = cache.landmarks(FILMS / f"{film}.mp4", tmp_path)
    report, _ = score_clip(clip)
    live = _live(clip)
    assert (report.exercise, len(report.reps)) == (exercise, reps)
    assert (live.exercise, len(live.reps)) == (exercise, reps)
    assert live.score == pytest.approx(report.score, abs=3)
