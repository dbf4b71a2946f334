"""A film's landmarks: with its times, its gaps, its cuts, and kept by its content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from form.video.films import film
from spotter.form.clip import Clip
from spotter.form.motion import Floats
from spotter.form.video import cache
from spotter.form.video.bundle import Size
from spotter.form.video.decode import Picture
from spotter.form.video.errors import NotAFilm
from spotter.form.video.landmarks import Looks, watch

EVEN = [round(number * 1000 / 30) for number in range(60)]


def body(at: float = 0.5, size: float = 0.2) -> Floats:
    """Landmarks (33, 7) of a body at a place in the picture, told by chance but always the same."""
    shape = np.random.default_rng(1).uniform(-1, 1, (33, 7)).astype(np.float32)
    shape[:, 3:5] = at + size * shape[:, 3:5]
    shape[:, 6] = 0.9
    return shape


class Scripted:
    """Sees what it is told to see at each time."""

    def __init__(self, see: Callable[[float], Floats | None]) -> None:
        self.see, self.closed = see, False

    def __call__(self, _: Size) -> Looks:
        return self

    def look(self, picture: Picture) -> tuple[Floats, int]:
        seen = self.see(picture.time_s)
        return (np.full((33, 7), np.nan, np.float32) if seen is None else seen), 1

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def watched(tmp_path: Path) -> Callable[[Callable[[float], Floats | None]], Clip]:
    path = film(tmp_path / "a.mkv", EVEN)
    return lambda see: watch(path, follow=Scripted(see))


Watched = Callable[[Callable[[float], Floats | None]], Clip]


def test_landmarks_come_with_the_times_of_their_pictures(watched: Watched) -> None:
    clip = watched(lambda _: body())
    assert clip.times_s == pytest.approx(np.array(EVEN) / 1000, abs=0.002)
    assert clip.aspect == pytest.approx(4 / 3)
    assert clip.seen.all()
    assert len(clip.motion()) == len(EVEN)


def test_a_period_without_a_person_is_told_from_when_to_when(watched: Watched) -> None:
    clip = watched(lambda at: None if 0.5 <= at < 1.2 else body())
    assert clip.absences() == [pytest.approx((0.5, 1.2), abs=0.05)]


def test_a_picture_missed_now_and_then_is_no_absence(watched: Watched) -> None:
    clip = watched(lambda at: None if round(at * 30) % 7 == 3 else body())
    assert clip.absences() == []


def test_a_film_without_a_person_is_a_clip_in_which_nobody_is_seen(watched: Watched) -> None:
    clip = watched(lambda _: None)
    assert not clip.seen.any()
    assert clip.absences() == [pytest.approx((0.0, 1.97), abs=0.05)]
    assert not clip.jumps().any()


def test_a_body_that_is_suddenly_elsewhere_is_a_jump(watched: Watched) -> None:
    clip = watched(lambda at: body(0.2 if at < 1 else 0.8))
    assert clip.times_s[clip.jumps()] == pytest.approx([1.0], abs=0.04)


def test_a_body_that_is_suddenly_another_size_is_a_jump(watched: Watched) -> None:
    clip = watched(lambda at: body(size=0.1 if at < 1 else 0.3))
    assert clip.jumps().sum() == 1


def test_a_fast_movement_is_no_jump(watched: Watched) -> None:
    # Hips at 2 m/s: of a body of 1.7 m, 1.2 of its size in a second.
    clip = watched(lambda at: body(0.2 + 0.45 * (at % 1)) if at % 1 < 0.9 else None)
    assert not clip.jumps()[: len(EVEN) // 2].any()


def test_the_networks_are_let_go_of_when_a_film_breaks(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"nothing")
    follower = Scripted(lambda _: None)
    with pytest.raises(NotAFilm):
        watch(tmp_path / "a.mp4", follow=follower)
    good = film(tmp_path / "b.mkv", EVEN)
    watch(good, follow=follower)
    assert follower.closed


def test_a_film_is_watched_once_whatever_its_name(tmp_path: Path) -> None:
    first = film(tmp_path / "a.mkv", EVEN)
    second = tmp_path / "renamed.mkv"
    second.write_bytes(first.read_bytes())
    times = 0

    def counted(path: Path, _: Size) -> Clip:
        nonlocal times
        times += 1
        return watch(path, follow=Scripted(lambda _: body()))

    once = cache.landmarks(first, tmp_path / "kept", watch=counted)
    again = cache.landmarks(second, tmp_path / "kept", watch=counted)
    assert times == 1
    np.testing.assert_array_equal(again.world, once.world)
    assert again.broke_off_s is None


def test_another_network_watches_again(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", EVEN[:4])
    assert cache.place(path, tmp_path, "lite") != cache.place(path, tmp_path, "full")


def test_landmarks_damaged_on_the_disk_are_made_again(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", EVEN)
    kept = cache.place(path, tmp_path / "kept")

    def looked(film: Path, _: Size) -> Clip:
        return watch(film, follow=Scripted(lambda _: body()))

    cache.landmarks(path, tmp_path / "kept", watch=looked)
    kept.write_bytes(kept.read_bytes()[:500])
    assert len(cache.landmarks(path, tmp_path / "kept", watch=looked)) == len(EVEN)
    assert cache.load(kept) is not None


def test_a_watch_that_fails_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"nothing")
    with pytest.raises(NotAFilm):
        cache.landmarks(tmp_path / "a.mp4", tmp_path / "kept")
    assert not list((tmp_path / "kept").glob("*")) if (tmp_path / "kept").exists() else True
