"""Own films with own scores: a folder of films and `exercise_scores.csv`, made into repetitions.

The table has a row for each film: `relative_path,exercise_type,score`, the score 0 to 100 for the
film as a whole; a column `person` may say who is who, so that the split is by person. Without it
every film counts as another person's.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spotter.form.clip import Clip
from spotter.form.exercises import EXERCISES, FAULTS
from spotter.form.rep_input import rep_input
from spotter.form.reps import segment
from spotter.form.scores import DIMENSIONS
from spotter.kit.errors import BadInput
from spotter.lab.form.extraction import FILMS, clips
from spotter.lab.form.reps import Reps, joined, shard, write_about

TABLE = "exercise_scores.csv"
COLUMNS = ("relative_path", "exercise_type", "score")
_PERSON = "person"
_OVERALL = DIMENSIONS.index("overall")
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class ScoredFilm:
    """A film of one exercise by one person, scored 0 to 100 as a whole."""

    path: Path
    exercise: str
    score: float
    person: int


def scored(folder: Path) -> list[ScoredFilm]:
    """Return the films of the table in `folder`.

    Raises `BadInput`: naming the template that was written where there was no table, or each row
    that is wrong and how.
    """
    table = folder / TABLE
    if not table.exists():
        count = _template(folder)
        raise BadInput(
            f"{folder} had no {TABLE}. One was written with a row for each of {count} films: fill "
            f"in exercise_type ({', '.join(EXERCISES)}) and score (0 to 100), then start again.",
            field="data",
        )
    found, problems, people = [], [], dict[str, int]()
    with table.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            raise BadInput(f"{TABLE} lacks the column {', '.join(missing)}.", field="data")
        for number, row in enumerate(reader, start=2):
            try:
                found.append(_film(folder, row, people))
            except ValueError as problem:
                problems.append(f"row {number}: {problem}")
    if problems:
        more = len(problems) - _MOST_TOLD
        shown = [*problems[:_MOST_TOLD], *([f"and {more} more rows"] if more > 0 else [])]
        raise BadInput(f"{TABLE}: " + "; ".join(shown) + ". Nothing was read.", field="data")
    return found


def make(folder: Path, out: Path, landmarks: Path, tell: Callable[[str], None]) -> int:
    """Write the repetitions of the scored films in `folder` to `out`, as training reads them.

    Each repetition has its film's score as the overall one; the other dimensions are not labelled.
    Returns how many there are. Raises `BadInput` where there are none, and what is wrong with a
    film.
    """
    films = scored(folder)
    watched = clips((film.path for film in films), landmarks, tell)
    parts = []
    for film, clip in zip(films, watched, strict=True):
        reps = _reps(film, clip)
        tell(f"{film.path.name}: {len(reps)} repetitions of {film.exercise}")
        parts.append(reps)
    whole = joined(parts) if parts else None
    if whole is None or not len(whole):
        raise BadInput(f"No repetition was found in the films of {folder}.", field="data")
    out.mkdir(parents=True, exist_ok=True)
    whole.save(shard(out, 0))
    write_about(out, whole, seed=0, source=TABLE)
    return len(whole)


def _reps(film: ScoredFilm, clip: Clip) -> Reps:
    exercise, motion = EXERCISES[film.exercise], clip.motion()
    parts = [motion.between(each.start_s, each.end_s) for each in segment(motion, exercise)]
    inputs = [rep_input(part) for part in parts if len(part) >= 2]
    scores = np.full((len(inputs), len(DIMENSIONS)), np.nan, np.float32)
    scores[:, _OVERALL] = film.score
    return Reps(
        input=np.array(inputs, np.float32).reshape(len(inputs), 90, 18),
        scores=scores,
        exercise=np.full(len(inputs), exercise.number, np.int64),
        person=np.full(len(inputs), film.person, np.int64),
        fault=np.zeros((len(inputs), len(FAULTS)), dtype=np.bool_),
    )


def _film(folder: Path, row: dict[str, str], people: dict[str, int]) -> ScoredFilm:
    """Return the film of a row; raises `ValueError` saying what is wrong with it."""
    given = {name: (row.get(name) or "").strip() for name in (*COLUMNS, _PERSON)}
    path = (folder / given["relative_path"]).resolve()
    if not given["relative_path"] or not path.is_relative_to(folder.resolve()):
        raise ValueError(f"'{given['relative_path']}' is no path inside the folder")
    if not path.is_file():
        raise ValueError(f"there is no film {given['relative_path']}")
    if given["exercise_type"] not in EXERCISES:
        raise ValueError(f"'{given['exercise_type']}' is no exercise")
    try:
        score = float(given["score"])
    except ValueError:
        score = math.nan
    if not 0 <= score <= 100:
        raise ValueError(f"the score '{given['score']}' is no number from 0 to 100")
    person = people.setdefault(given[_PERSON] or f"film {path}", len(people))
    return ScoredFilm(path, given["exercise_type"], score, person)


def _template(folder: Path) -> int:
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}.", field="data")
    films = sorted(each for each in folder.rglob("*") if each.suffix.lower() in FILMS)
    draft = folder / f"{TABLE}.part"
    with draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows([film.relative_to(folder).as_posix(), "", ""] for film in films)
    draft.replace(folder / TABLE)
    return len(films)
