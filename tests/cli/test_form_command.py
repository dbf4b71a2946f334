"""`spotter form`: a set scored in a terminal, and one line about what cannot be."""

from __future__ import annotations

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from cli.cli_types import Spotter
from form.live.documents import landmark_json
from form.live.sets import frames, squats
from form.video.films import film, sound
from spotter.cli.form_shown import show
from spotter.form.cues import Level
from spotter.form.sets.landmark_files import read
from spotter.form.sets.scoring import How, score
from spotter.form.told import HEADS
from spotter.form.video.bundle import path as bundle

_BESIDE = Path(__file__).parents[3] / "shared" / "data"
FILMS = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "form" / "exercise_videos"


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    file = tmp_path / "set.json"
    file.write_text(landmark_json(frames(squats(3))))
    return file


def test_a_set_is_told_as_json(spotter: Spotter, data: Path, recording: Path) -> None:
    ran = spotter("form", "score", recording, "--exercise", "squat", "--json")
    told = json.loads(ran.out)
    assert ran.status == 0
    assert told["exercise"] == "squat"
    assert told["set"]["count"] == 3
    assert set(told["reps"][0]["scores"]) == {
        *("depth", "stability", "symmetry", "tempo", "alignment", "overall")
    }


def test_a_set_is_told_as_a_table(spotter: Spotter, data: Path, recording: Path) -> None:
    ran = spotter("form", "score", recording, "--exercise", "squat", "--model", "rules")
    assert ran.status == 0
    assert "Squat: 3 repetitions, " in ran.out


def test_every_heading_is_whole_in_eighty_columns(recording: Path) -> None:
    scored = score(read(recording.read_bytes(), "set.json"), How("squat"), "set.json")
    console = Console(width=80, file=StringIO())
    show(scored.document(), Level.BEGINNER, console)
    assert isinstance(console.file, StringIO)
    (head,) = [line for line in console.file.getvalue().splitlines() if "depth" in line]
    assert head.split() == [*HEADS]


def test_what_cannot_be_scored_is_one_line_and_status_two(
    spotter: Spotter, data: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(b"no film at all")
    slow = film(tmp_path / "slow.mp4", range(0, 8000, 1000))
    for file in (damaged, slow, sound(tmp_path / "sound.mp4"), tmp_path / "none.mp4"):
        ran = spotter("form", "score", file)
        assert ran.status == 2
        assert len(ran.err.strip().splitlines()) == 1
        assert ran.err.startswith("spotter: ")


def test_an_exercise_that_is_not_there_names_those_that_are(
    spotter: Spotter, data: Path, recording: Path
) -> None:
    ran = spotter("form", "score", recording, "--exercise", "juggling")
    assert ran.status == 2
    assert "squat, push_up" in ran.err


def test_a_camera_is_not_watched_without_a_screen(
    spotter: Spotter, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spotter.form.video.coaching.has_screen", lambda: False)
    monkeypatch.setattr("spotter.form.video.bundle.present", lambda *_: None)
    ran = spotter("form", "live", "--exercise", "squat")
    assert ran.status == 2
    assert "/form" in ran.err


def test_an_annotated_film_needs_pictures(spotter: Spotter, data: Path, recording: Path) -> None:
    out = recording.with_name("out.mp4")
    ran = spotter("form", "score", recording, "--exercise", "squat", "--annotated", out)
    assert ran.status == 2
    assert "no pictures to annotate" in ran.err
    ran = spotter("form", "score", recording, "--annotated", recording.with_name("out.txt"))
    assert "cannot be written" in ran.err


def test_a_page_is_written_beside_the_answer(spotter: Spotter, data: Path, recording: Path) -> None:
    out = recording.with_name("out.html")
    assert spotter("form", "score", recording, "--exercise", "squat", "--report", out).status == 0
    assert "3 repetitions" in out.read_text(encoding="utf-8")


def test_landmarks_are_not_written_from_landmarks(
    spotter: Spotter, data: Path, recording: Path
) -> None:
    out = recording.with_name("again.json")
    ran = spotter("form", "score", recording, "--exercise", "squat", "--landmarks", out)
    assert ran.status == 2
    assert "holds landmarks already" in ran.err
    assert not out.exists()


@pytest.mark.skipif(
    not (FILMS.is_dir() and bundle("lite").is_file()),
    reason="no real films (SPOTTER_TEST_DATA) or no pose networks (make setup)",
)
def test_an_audited_film_is_recognised_counted_and_not_watched_twice(
    spotter: Spotter, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "landmarks.json"
    first = spotter("form", "score", FILMS / "squat_c17.mp4", "--json", "--landmarks", out)
    told = json.loads(first.out)
    assert (told["exercise"], told["set"]["count"], told["named"]) == ("squat", 1, False)
    assert told["confidence"] > 0.8
    assert len(list((data / "landmarks").iterdir())) == 1
    again = spotter("form", "score", FILMS / "squat_c17.mp4", "--json")
    assert json.loads(again.out) == told
    from_landmarks = json.loads(spotter("form", "score", out, "--json").out)
    assert from_landmarks["set"]["count"] == 1
    assert from_landmarks["set"]["score"] == pytest.approx(told["set"]["score"], abs=3)


@pytest.mark.skipif(not bundle("lite").is_file(), reason="no pose networks (make setup)")
def test_a_film_in_which_nobody_is_seen_says_so(
    spotter: Spotter, data: Path, tmp_path: Path
) -> None:
    ran = spotter("form", "score", film(tmp_path / "grey.mp4", range(0, 1500, 50)), "--no-cache")
    assert ran.status == 2
    assert "Nobody is to be seen in grey.mp4" in ran.err
    assert len(ran.err.strip().splitlines()) == 1
