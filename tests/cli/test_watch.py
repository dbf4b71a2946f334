"""`spotter watch`: files come in once, when whole, and by content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.cli_types import Spotter
from cli.test_import_many import export
from spotter.bootstrap import Container
from spotter.cli.handin import database_of
from spotter.cli.watch import Watched, take


@pytest.fixture
def place(sam: str) -> Iterator[tuple[Container, str]]:
    with database_of(sam) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "watched"
    made.mkdir()
    return made


def count(place: tuple[Container, str]) -> int:
    container, athlete_id = place
    with container.uow.reading() as uow:
        return len(uow.imports.list(athlete_id))


def test_a_file_is_given_out_once_when_it_has_stopped_growing(folder: Path) -> None:
    watched, path = Watched(folder), folder / "a.xml"
    path.write_text("one")
    assert list(watched.whole()) == []
    path.write_text("one and more")
    assert list(watched.whole()) == []
    assert list(watched.whole()) == [path]
    assert list(watched.whole()) == []


def test_an_empty_or_hidden_file_is_waited_for(folder: Path) -> None:
    watched = Watched(folder)
    (folder / "empty.xml").touch()
    (folder / ".part.xml").write_text("one")
    assert [*watched.whole(), *watched.whole()] == []


def test_a_file_comes_in_and_a_copy_of_it_does_not(
    place: tuple[Container, str], folder: Path
) -> None:
    path, copy = folder / "a.xml", folder / "copy of a.xml"
    path.write_text(export("2026-01-02"))
    copy.write_bytes(path.read_bytes())
    assert take(*place, path) == f"{path}: apple_health, 1 of 1 records are new."
    assert take(*place, copy) == f"{copy}: known, nothing new."
    assert count(place) == 1


def test_a_file_that_is_not_understood_is_named_once_also_after_a_restart(
    place: tuple[Container, str], folder: Path
) -> None:
    path = folder / "notes.txt"
    path.write_text("eggs, milk\n")
    assert "left alone. Nothing in this file" in take(*place, path)
    assert take(*place, path) == ""
    assert count(place) == 1
    assert path.exists()


def test_a_file_that_went_away_stops_nothing(place: tuple[Container, str], folder: Path) -> None:
    assert "left alone." in take(*place, folder / "gone.xml")


def test_what_is_no_folder_is_refused_in_one_line(spotter: Spotter, folder: Path) -> None:
    ran = spotter("watch", folder / "nowhere")
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
