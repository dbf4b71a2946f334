"""Many films: each watched once, a film that cannot be used is told of, and nothing is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from spotter.form.clip import Clip
from spotter.form.video import cache
from spotter.kit.errors import BadInput
from spotter.lab.form.extraction import clips, films, one, table


def seen(share: float) -> Clip:
    """A hundred pictures, the first `share` of which show a person."""
    world = np.zeros((100, 33, 3), np.float32)
    world[round(share * 100) :] = np.nan
    visibility = np.ones((100, 33), np.float32)
    return Clip(np.arange(100) / 30, world, world, visibility, np.ones(100, np.int8), 1.0)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "films" / "a.mp4"
    path.parent.mkdir()
    path.write_bytes(b"whatever it shows")
    return path


def test_films_are_found_in_folders_and_by_name(film: Path) -> None:
    odd = film.with_name("raw.bin")
    odd.touch()
    film.with_name("notes.txt").touch()
    assert films([film.parent]) == [film]
    assert films([film.parent, odd]) == [film, odd]


def test_a_place_without_a_film_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no film there"):
        films([tmp_path])
    with pytest.raises(BadInput, match="There is no"):
        films([tmp_path / "gone"])


def test_a_film_that_cannot_be_read_is_told_of_and_is_no_crash(film: Path, tmp_path: Path) -> None:
    found = one(film, tmp_path / "kept")
    assert "cannot be read as a film" in found.problem
    assert found.landmarks == ""


def test_a_film_without_a_person_is_told_of(film: Path, tmp_path: Path) -> None:
    cache.save(seen(0.0), cache.place(film, tmp_path))
    assert one(film, tmp_path).problem == "No person was found in a.mp4."


def test_what_was_watched_is_told_and_not_watched_again(film: Path, tmp_path: Path) -> None:
    cache.save(seen(0.6), cache.place(film, tmp_path))
    found = one(film, tmp_path)
    assert (found.pictures, found.seen, found.absences, found.problem) == (100, 0.6, 1, "")
    (clip,) = clips([film], tmp_path, pytest.fail)
    assert len(clip) == 100


def test_the_table_has_a_row_for_each_film_in_order(film: Path, tmp_path: Path) -> None:
    later = film.with_name("b.mp4")
    later.write_bytes(b"another")
    rows = [one(each, tmp_path / "kept") for each in (later, film)]
    table(rows, tmp_path / "films.csv")
    with (tmp_path / "films.csv").open(newline="") as stream:
        assert [Path(row["film"]).name for row in csv.DictReader(stream)] == ["a.mp4", "b.mp4"]
