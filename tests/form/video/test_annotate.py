"""A film is written again with what was seen in it, its pictures at their own times."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from form.live.sets import clip_of, frames, squats
from form.video.films import film
from spotter.form.cues import Level
from spotter.form.live.film import score_clip
from spotter.form.sets.page import page
from spotter.form.sets.scoring import Scored
from spotter.form.video.annotate import NotThisKind, annotate, moments
from spotter.form.video.drawing import GREEN, GREY, ORANGE, RED, colour_of
from spotter.form.video.stills import stills


@pytest.fixture
def scored() -> Scored:
    clip = clip_of(frames(squats(2, fps=15), size=0.3))
    report, events = score_clip(clip, "squat")
    return Scored(report, tuple(events), clip, is_film=True)


def _film(
    path: Path, scored: Scored, *, rotation: int = 0, size: tuple[int, int] = (96, 72)
) -> Path:
    assert scored.clip is not None
    times = [round(float(at) * 1000) for at in scored.clip.times_s]
    return film(path, times, rotation=rotation, size=size)


def _read(path: Path) -> tuple[list[float], list[np.ndarray]]:
    with av.open(str(path)) as container:
        shown = list(container.decode(video=0))
    return [one.time or 0.0 for one in shown], [one.to_ndarray(format="rgb24") for one in shown]


@pytest.mark.parametrize(
    ("kind", "within_s"),
    [(".mp4", 0.002), (".mov", 0.002), (".mkv", 0.002), (".webm", 0.002), (".avi", 1 / 120)],
)
def test_an_annotated_film_has_every_picture_at_its_time(
    kind: str, within_s: float, scored: Scored, tmp_path: Path
) -> None:
    assert scored.clip is not None
    source = _film(tmp_path / "in.mp4", scored)
    out = tmp_path / f"out{kind}"
    annotate(source, scored.clip, scored.report, scored.events, out)
    times, pictures = _read(out)
    np.testing.assert_allclose(times, scored.clip.times_s, atol=within_s)
    assert pictures[0].shape == (72, 96, 3)


def test_the_skeleton_is_drawn_where_the_body_is(scored: Scored, tmp_path: Path) -> None:
    assert scored.clip is not None
    source = _film(tmp_path / "in.mp4", scored)
    annotate(source, scored.clip, scored.report, scored.events, tmp_path / "out.mp4")
    _, before = _read(source)
    _, after = _read(tmp_path / "out.mp4")
    changed = np.abs(after[5].astype(int) - before[5]).max(axis=2) > 40
    assert changed[36:60, 40:56].any()
    assert not changed[40:60, 80:].any()


def test_a_turned_film_is_written_upright(scored: Scored, tmp_path: Path) -> None:
    assert scored.clip is not None
    source = _film(tmp_path / "in.mp4", scored, rotation=90)
    annotate(source, scored.clip, scored.report, scored.events, tmp_path / "out.mp4")
    _, pictures = _read(tmp_path / "out.mp4")
    assert pictures[0].shape == (96, 72, 3)


def test_sides_that_are_odd_lose_a_row_of_dots(scored: Scored, tmp_path: Path) -> None:
    assert scored.clip is not None
    source = _film(tmp_path / "in.avi", scored, size=(97, 73))
    annotate(source, scored.clip, scored.report, scored.events, tmp_path / "out.mp4")
    _, pictures = _read(tmp_path / "out.mp4")
    assert pictures[0].shape == (72, 96, 3)


def test_a_kind_of_file_that_is_no_film_is_refused_and_nothing_is_left(
    scored: Scored, tmp_path: Path
) -> None:
    assert scored.clip is not None
    source = _film(tmp_path / "in.mp4", scored)
    with pytest.raises(NotThisKind):
        annotate(source, scored.clip, scored.report, scored.events, tmp_path / "out.txt")
    assert [one.name for one in tmp_path.iterdir()] == ["in.mp4"]


def test_count_and_colour_follow_the_repetitions(scored: Scored) -> None:
    first = scored.report.reps[0]
    before, after = (
        moments(scored.report, scored.events, first.end_s + shift) for shift in (-0.1, 0.1)
    )
    assert (before.above[0][0], after.above[0][0]) == ("squat  0", "squat  1")
    assert (before.colour, after.colour) == (GREY, colour_of(first.scores["overall"]))


@pytest.mark.parametrize(
    ("score", "colour"), [(70, GREEN), (69.9, ORANGE), (50, ORANGE), (49.9, RED), (None, GREY)]
)
def test_a_score_has_its_colour(score: float | None, colour: tuple[int, int, int]) -> None:
    assert colour_of(score) == colour


def test_stills_are_the_pictures_that_were_asked_for(scored: Scored, tmp_path: Path) -> None:
    assert scored.clip is not None
    source = _film(tmp_path / "in.mp4", scored)
    taken = stills(source, scored.clip, scored.report, scored.events, {3, 9, 9999})
    assert sorted(taken) == [3, 9]
    assert all(picture.startswith(b"\xff\xd8") for picture in taken.values())


def test_the_page_needs_nothing_from_elsewhere_and_escapes_what_a_person_named(
    scored: Scored, tmp_path: Path
) -> None:
    source = _film(tmp_path / "in.mp4", scored)
    html = page(source, scored, "<script>alert(1)</script>.mp4", Level.BEGINNER)
    assert "2 repetitions" in html
    assert html.count("data:image/jpeg") == 2
    assert "<script" not in html
    assert "http" not in html
