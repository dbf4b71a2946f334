"""What the benchmark of recognition counts, and of whom it only tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from spotter.form.recognition.recogniser import Recognised
from spotter.kit.errors import BadInput
from spotter.lab.form.benchmarks.recognition import Told, report, run
from spotter.lab.form.datasets.counted_films import NamedFilm


def told(exercise: str, ours: str, flat: str = "burpee", called: str = "") -> Told:
    film = NamedFilm(Path(f"{called or exercise}_1.mp4"), called or exercise, exercise, None, "x")
    return film, Recognised(ours, 0.9, {}), Recognised(flat, 0.5, {})


def test_each_class_counts_the_same_in_the_mean_of_classes() -> None:
    films = [told("squat", "squat")] * 9 + [told("pull_up", "squat")]
    found = report(films)
    assert found.mean["accuracy %"] == pytest.approx(90)
    assert found.mean["mean of classes %"] == pytest.approx(50)
    assert not found.reached


def test_both_means_above_the_goal_reach_it() -> None:
    assert report([told("squat", "squat"), told("lunge", "lunge")]).reached


def test_an_exercise_that_is_none_of_ours_is_told_of_and_not_counted() -> None:
    found = report([told("squat", "squat"), told("other", "lunge", called="step_ups")])
    assert [row.name for row in found.rows] == ["squat"]
    assert any("step_ups_1 → lunge" in note for note in found.notes)
    assert len(found.predictions) == 2


def test_a_stranger_is_taken_for_ours_only_where_it_would_be_scored() -> None:
    unsure = Recognised("squat", 0.4, {})
    strange = [
        told("other", "squat", called="dips"),
        told("other", "other", called="dips"),
        (told("other", "x", called="dips")[0], unsure, unsure),
        told("squat", "squat"),
    ]
    found = report(strange, [("side tap", unsure), ("side tap", Recognised("squat", 0.9, {}))])
    assert found.mean["strangers taken for ours %"] == pytest.approx(100 / 3)
    assert any("side tap 50 %" in note for note in found.notes)


def test_what_only_moves_like_one_of_ours_is_told_of_beside_the_figures() -> None:
    found = report([told("squat", "squat"), told("deadlift", "squat", called="good_mornings")])
    assert found.mean["accuracy %"] == pytest.approx(100)
    assert any("50 % of the films and 50 % in the mean" in note for note in found.notes)


def test_a_folder_without_films_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"exercise_videos with manifest\.csv"):
        run(tmp_path, seeds=1, tell=lambda _: None)
