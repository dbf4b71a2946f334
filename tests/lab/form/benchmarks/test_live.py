"""What the benchmark of the live camera counts, and the film it plays as a camera."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from form.video.films import film as made_film
from spotter.kit.errors import BadInput
from spotter.lab.form.benchmarks.live import report, run
from spotter.lab.form.camera.chromium import Network, Taken
from spotter.lab.form.camera.film import BLUE, camera_film
from spotter.lab.form.datasets.counted_films import NamedFilm


def film(called: str, reps: int | None, exercise: str = "") -> NamedFilm:
    return NamedFilm(Path(f"{called}.mp4"), called, exercise or called, reps, "x")


def taken(exercise: str, count: int) -> Taken:
    told: dict[str, Any] = {"exercise": exercise, "confidence": 0.9, "set": {"count": count}}
    return Taken([], told, "", 20.0)


def test_counts_within_one_and_exercises_found_out_reach_the_goal() -> None:
    found = report([(film("squat", 3), taken("squat", 2)), (film("squat", 1), taken("squat", 1))])
    assert (found.mean["within one %"], found.mean["exercise right %"]) == (100, 100)
    assert found.mean["error"] == pytest.approx(0.5)
    assert found.reached


def test_two_repetitions_off_miss_it() -> None:
    assert not report([(film("squat", 3), taken("squat", 5))]).reached


def test_an_exercise_taken_for_another_misses_it_however_well_it_was_counted() -> None:
    assert not report([(film("squat", 3), taken("lunge", 3))]).reached


def test_a_film_that_nobody_counted_says_which_exercise_it_is_and_nothing_of_counts() -> None:
    found = report(
        [(film("squat", 3), taken("squat", 3)), (film("plank", None), taken("plank", 0))]
    )
    assert [row.name for row in found.rows] == ["squat"]
    assert found.mean["exercise right, mean of classes %"] == 100


def test_an_exercise_that_is_none_of_ours_is_counted_and_never_taken_for_right() -> None:
    seen = [
        (film("squat", 3), taken("squat", 3)),
        (film("good_mornings", 3, "deadlift"), taken("deadlift", 3)),
    ]
    found = report(seen)
    assert len(found.rows) == 2
    assert "1 films of our classes" in found.notes[1]


def test_a_folder_without_films_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"exercise_videos with manifest\.csv"):
        run(tmp_path, seeds=1, tell=lambda _: None)


def test_a_camera_shows_blue_and_then_the_film_at_its_own_pace(tmp_path: Path) -> None:
    import av

    slow = made_film(tmp_path / "film.mp4", [0, 100, 200, 300, 400])
    camera = camera_film(slow, tmp_path / "camera.mjpeg", lead_s=0.5)
    with av.open(str(camera), format="mjpeg") as container:
        pictures = [each.to_ndarray(format="rgb24") for each in container.decode(video=0)]
    blue = [
        np.argmax(each.reshape(-1, 3).mean(axis=0)) == 2 and each.std() > 30 for each in pictures
    ]
    assert sum(blue) == 15
    assert blue[:15] == [True] * 15
    # Ten pictures a second, shown at thirty: 400 ms are twelve pictures, and the last one.
    assert len(pictures) - 15 == 13


def test_a_camera_read_as_chromium_reads_it_has_the_colours_of_the_film(tmp_path: Path) -> None:
    import av

    slow = made_film(tmp_path / "film.mp4", [0, 100])
    camera = camera_film(slow, tmp_path / "camera.mjpeg", lead_s=0.1)
    with av.open(str(camera), format="mjpeg") as container:
        first = next(container.decode(video=0))
    video = av.VideoFrame.from_ndarray(first.to_ndarray(), format="yuv420p")
    seen = video.to_ndarray(format="rgb24").reshape(-1, 3).mean(axis=0)
    np.testing.assert_allclose(seen, BLUE, atol=5)


def test_what_goes_to_another_server_is_noticed() -> None:
    network = Network(
        requests=[
            ("GET", "http://127.0.0.1:8000/form", 0),
            ("POST", "https://else.example/log", 9),
        ],
        sockets=["ws://127.0.0.1:8000/form/live"],
    )
    assert network.elsewhere("http://127.0.0.1:8000") == ["https://else.example/log"]
