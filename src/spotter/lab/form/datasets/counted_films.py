"""Films of exercises whose repetitions were counted by eye: which film, what, how many, from whom.

Two folders are known, each with its table: `exercise_videos` (`manifest.csv`) and `pushup_clips`
(`clips.csv`, films in `videos/`). A film of the table that does not lie there is left out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spotter.form.exercises import EXERCISES
from spotter.kit.errors import BadInput

EXERCISE_VIDEOS = "exercise_videos"
PUSHUP_CLIPS = "pushup_clips"
# Other names of exercises of ours; and exercises that are none of ours but move as one of them
# does, which is enough to count them.
_CALLED = {"curl": "bicep_curl"}
_COUNTED_AS = {"wallpushup": "push_up", "goodmorning": "deadlift"}


@dataclass(frozen=True, slots=True)
class NamedFilm:
    """A film, what its table calls it, the kind of exercise that is, and where it is from.

    `reps` is None where nobody counted them.
    """

    path: Path
    called: str
    exercise: str
    reps: int | None
    source: str


@dataclass(frozen=True, slots=True)
class CountedFilm(NamedFilm):
    """A film whose repetitions were counted."""

    reps: int


def named_films(data: Path) -> list[NamedFilm]:
    """Return the films in the folder, or in one of the two in it, in the order of their tables."""
    return [
        *_exercise_videos(_inside(data, EXERCISE_VIDEOS)),
        *_clips(_inside(data, PUSHUP_CLIPS)),
    ]


def counted_films(data: Path) -> list[CountedFilm]:
    """Return the films in the folder (or one of the two in it) of which somebody counted the reps.

    Raises `BadInput` where there is none.
    """
    found = [
        CountedFilm(each.path, each.called, each.exercise, each.reps, each.source)
        for each in named_films(data)
        if each.reps is not None
    ]
    if not found:
        raise BadInput(
            f"No film with counted repetitions lies in {data}. It needs the folder "
            f"{EXERCISE_VIDEOS} with manifest.csv, or {PUSHUP_CLIPS} with clips.csv.",
            field="data",
        )
    return found


def kind(called: str) -> str:
    """Return the exercise that a name of the tables is counted as; 'other' for one we lack."""
    return _COUNTED_AS.get(_plain(called), named(called))


def named(called: str) -> str:
    """Return the exercise of ours that a name of the tables means; 'other' where it means none."""
    ours = {name.replace("_", ""): name for name in EXERCISES}
    return _CALLED.get(_plain(called), ours.get(_plain(called), "other"))


def _plain(called: str) -> str:
    return called.lower().replace("_", "").replace("-", "").removesuffix("s")


def _inside(data: Path, name: str) -> Path:
    return data / name if (data / name).is_dir() else data


def _exercise_videos(folder: Path) -> Iterator[NamedFilm]:
    for row in _rows(folder / "manifest.csv"):
        film, called = folder / row["file"], row["exercise"]
        if film.is_file():
            source = row["origin_repo"].partition("@")[0]
            yield NamedFilm(film, called, kind(called), _count(row["full_reps_audited"]), source)


def _clips(folder: Path) -> Iterator[NamedFilm]:
    for row in _rows(folder / "clips.csv"):
        film = folder / "videos" / f"{Path(row['clip']).stem}.mp4"
        if film.is_file():
            yield NamedFilm(film, "pushup", "push_up", _count(row["reps_audited"]), PUSHUP_CLIPS)


def _count(cell: str) -> int | None:
    return int(cell) if cell.strip().isdecimal() else None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)
