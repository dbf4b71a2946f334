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
# Names in the tables that are no name of ours, and what they are counted as: what is done, not
# what it is called. A name that is neither is an exercise nobody knows.
_CALLED = {
    "curl": "bicep_curl",
    "wallpushup": "push_up",
    "goodmorning": "deadlift",
}


@dataclass(frozen=True, slots=True)
class CountedFilm:
    """A film, the kind of exercise it is counted as, its repetitions, and where it is from."""

    path: Path
    called: str
    exercise: str
    reps: int
    source: str


def counted_films(data: Path) -> list[CountedFilm]:
    """Return the films in the folder (or one of the two in it) of which somebody counted the reps.

    Raises `BadInput` where there is none.
    """
    found = [
        *_exercise_videos(_inside(data, EXERCISE_VIDEOS)),
        *_clips(_inside(data, PUSHUP_CLIPS)),
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
    plain = called.lower().replace("_", "").replace("-", "").removesuffix("s")
    ours = {name.replace("_", ""): name for name in EXERCISES}
    return _CALLED.get(plain, ours.get(plain, "other"))


def _inside(data: Path, name: str) -> Path:
    return data / name if (data / name).is_dir() else data


def _exercise_videos(folder: Path) -> Iterator[CountedFilm]:
    for row in _rows(folder / "manifest.csv"):
        film, reps = folder / row["file"], row["full_reps_audited"].strip()
        if reps.isdecimal() and film.is_file():
            source = row["origin_repo"].partition("@")[0]
            yield CountedFilm(film, row["exercise"], kind(row["exercise"]), int(reps), source)


def _clips(folder: Path) -> Iterator[CountedFilm]:
    for row in _rows(folder / "clips.csv"):
        film, reps = (
            folder / "videos" / f"{Path(row['clip']).stem}.mp4",
            row["reps_audited"].strip(),
        )
        if reps.isdecimal() and film.is_file():
            yield CountedFilm(film, "pushup", "push_up", int(reps), PUSHUP_CLIPS)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)
