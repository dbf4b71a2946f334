"""Films of every kind come out upright, small, with their own times; others say what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from form.video.films import film, sound
from spotter.form.video import decode
from spotter.form.video.errors import (
    FilmTooLong,
    NoPictures,
    NotAFilm,
    PictureTooLarge,
    TooFewPictures,
)

EVEN = [round(number * 1000 / 30) for number in range(15)]


def _times(path: Path, most_fps: float = 30.0) -> list[float]:
    with decode.open_film(path) as opened:
        return [each.time_s for each in opened.pictures(most_fps)]


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.mp4", "libx264"),
        ("a.mov", "mpeg4"),
        ("a.avi", "mjpeg"),
        ("a.mkv", "libx264"),
        ("a.webm", "libvpx"),
    ],
)
def test_each_kind_of_file_is_read(name: str, codec: str, tmp_path: Path) -> None:
    times = _times(film(tmp_path / name, EVEN, codec=codec))
    assert times == pytest.approx([at / 1000 for at in EVEN], abs=0.04)


def test_a_variable_frame_rate_keeps_its_own_times(tmp_path: Path) -> None:
    uneven = [0, 33, 66, 200, 233, 400, 433, 466]
    assert _times(film(tmp_path / "a.mkv", uneven)) == pytest.approx(
        [at / 1000 for at in uneven], abs=0.002
    )


def test_times_count_from_the_first_picture(tmp_path: Path) -> None:
    assert _times(film(tmp_path / "a.mkv", [at + 5000 for at in EVEN]))[0] == 0.0


def test_a_film_in_slow_motion_is_thinned_to_thirty_a_second(tmp_path: Path) -> None:
    many = [round(number * 1000 / 240) for number in range(240)]
    times = _times(film(tmp_path / "a.mkv", many))
    assert 25 <= len(times) <= 40
    assert times[-1] > 0.9


def test_jitter_of_the_clock_costs_no_picture(tmp_path: Path) -> None:
    jittered = [at + (7 if number % 2 else 0) for number, at in enumerate(EVEN)]
    assert len(_times(film(tmp_path / "a.mkv", jittered))) == len(EVEN)


@pytest.mark.parametrize(
    ("rotation", "corner"), [(0, (0, 0)), (90, (-1, 0)), (180, (-1, -1)), (-90, (0, -1))]
)
def test_a_film_of_a_turned_phone_is_upright(
    rotation: int, corner: tuple[int, int], tmp_path: Path
) -> None:
    path = film(tmp_path / "a.mp4", EVEN, codec="libx264", rotation=rotation)
    with decode.open_film(path) as opened:
        rgb = next(opened.pictures()).rgb
    assert rgb.shape[:2] == ((48, 64) if rotation in (0, 180) else (64, 48))
    assert rgb[corner].min() > 200
    assert rgb[24, 24].max() < 100


def test_a_large_picture_is_made_small(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", EVEN[:2], codec="mpeg4", size=(1920, 1080))
    with decode.open_film(path) as opened:
        assert next(opened.pictures()).rgb.shape == (540, 960, 3)


def test_a_picture_of_8k_is_refused_with_advice(tmp_path: Path) -> None:
    path = film(tmp_path / "a.avi", EVEN[:2], codec="mjpeg", size=(7680, 4320))
    with pytest.raises(PictureTooLarge, match="1080p"):
        decode.open_film(path)


def test_a_film_of_four_hours_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", [*EVEN, 4 * 3600 * 1000])
    with pytest.raises(FilmTooLong, match="Cut it"):
        decode.open_film(path)


def test_one_picture_a_second_is_refused(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", [number * 1000 for number in range(6)])
    with pytest.raises(TooFewPictures, match=r"1\.2 pictures a second"):
        _times(path)


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(NoPictures, match="only sound"):
        decode.open_film(sound(tmp_path / "a.m4a"))


def test_a_film_without_a_picture_says_so(tmp_path: Path) -> None:
    with pytest.raises((NoPictures, NotAFilm)):
        _times(film(tmp_path / "a.mkv", []))


@pytest.mark.parametrize("content", [b"", b"not a film at all" * 100, b"\0" * 5000])
def test_something_else_is_refused_by_name(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "holiday.mp4").write_bytes(content)
    with pytest.raises(NotAFilm, match=r"holiday\.mp4.*Export it again"):
        decode.open_film(tmp_path / "holiday.mp4")


def test_a_film_cut_short_gives_what_is_whole(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", [round(number * 1000 / 30) for number in range(90)])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 20 < len(_times(path)) < 70
