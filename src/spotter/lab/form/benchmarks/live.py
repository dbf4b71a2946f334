"""Films as the camera of a real browser: counted live, and which exercise it was found out to be.

Chromium plays each film as its camera, the page watches it with the lite networks as it plays, and
the server counts. Of films of our exercises the page has to find out which it is; of others it is
told that it is another.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from spotter.kit.errors import BadInput
from spotter.lab.benchmarks.result import Anchor, Judgement, Result, Row, Tell
from spotter.lab.form.camera.chromium import Taken
from spotter.lab.form.camera.sets import sets
from spotter.lab.form.datasets.counted_films import EXERCISE_VIDEOS, NamedFilm, named, named_films
from spotter.lab.form.extraction import LANDMARKS

GOAL_PERCENT = 90.0
_OTHER, _AUTO = "other", "auto"
Seen = tuple[NamedFilm, Taken]


def run(data: Path, *, seeds: int, tell: Tell, landmarks: Path = LANDMARKS) -> Result:
    """Return what each film of `exercise_videos` was counted and taken for, live.

    What was run is kept beside `landmarks`, for as long as the code of the camera stays as it is;
    `seeds` is not needed.
    """
    films = [film for film in _films(data) if film.reps is not None or _ours(film)]
    if not films:
        raise BadInput(
            f"No film whose exercise is known lies in {data}. It needs {EXERCISE_VIDEOS} with "
            "manifest.csv.",
            field="data",
        )
    asked = [(film.path, _AUTO if _ours(film) else film.exercise) for film in films]
    return report(list(zip(films, sets(asked, landmarks / "live", tell), strict=True)))


def report(seen: Sequence[Seen]) -> Result:
    """Return the report on films and the sets they became."""
    counted = [one for one in seen if one[0].reps is not None]
    ours = [one for one in seen if _ours(one[0])]
    off = np.array([_off(*one) for one in counted])
    classes = sorted({film.exercise for film, _ in ours})
    right = {name: _right([one for one in ours if one[0].exercise == name]) for name in classes}
    within, told = 100 * float(np.mean(off <= 1)), 100 * _right(ours)
    fps = float(np.median([taken.fps for _, taken in seen]))
    return Result(
        benchmark="live",
        protocol="each film as the camera of headless Chromium, in real time, lite networks",
        metric="error in repetitions, live",
        goal=f"within one on {GOAL_PERCENT:g} % of the counted films, the exercise right on "
        f"{GOAL_PERCENT:g} % of those of our classes",
        reached=within >= GOAL_PERCENT and told >= GOAL_PERCENT,
        columns=("error", "counted", "audited", "pictures a second"),
        rows=tuple(_row(*one) for one in counted),
        mean={
            "error": float(np.mean(off)),
            "counted": float(np.mean([taken.count for _, taken in counted])),
            "audited": float(np.mean([film.reps or 0 for film, _ in counted])),
            "pictures a second": fps,
            "within one %": within,
            "exercise right %": told,
            "exercise right, mean of classes %": 100 * float(np.mean(list(right.values()))),
        },
        anchors=(
            Anchor("PoseRAC, share within one, from files", 0.560, "RepCount-A test, its README"),
            Anchor("recall of reps on the films' origin set, %", 38, "WorkoutTracker README"),
        ),
        notes=(
            f"Within one on {within:.4g} % of {len(counted)} counted films, exact on "
            f"{100 * float(np.mean(off == 0)):.4g} %.",
            f"The exercise was found out in {told:.4g} % of {len(ours)} films of our classes "
            f"({', '.join(f'{name} {100 * share:.4g} %' for name, share in right.items())}).",
            "Not told: " + "; ".join(_missed(*one) for one in ours if not _right([one])) + ".",
            f"Median {fps:.0f} pictures a second, without a graphics card; what is counted in real "
            "time depends on the machine.",
        ),
        predictions=tuple(_judgement(*one) for one in seen),
    )


def _films(data: Path) -> list[NamedFilm]:
    return [film for film in named_films(data) if film.path.parent.name == EXERCISE_VIDEOS]


def _ours(film: NamedFilm) -> bool:
    return named(film.called) != _OTHER


def _off(film: NamedFilm, taken: Taken) -> int:
    return abs(taken.count - (film.reps or 0))


def _right(seen: Sequence[Seen]) -> float:
    return float(np.mean([film.exercise == taken.report["exercise"] for film, taken in seen]))


def _missed(film: NamedFilm, taken: Taken) -> str:
    return f"{film.path.stem} → {taken.report['exercise']}"


def _row(film: NamedFilm, taken: Taken) -> Row:
    values = {
        "error": float(_off(film, taken)),
        "counted": float(taken.count),
        "audited": float(film.reps or 0),
        "pictures a second": taken.fps,
    }
    return Row(film.path.stem, 1, values)


def _judgement(film: NamedFilm, taken: Taken) -> Judgement:
    return {
        "film": film.path.name,
        "called": film.called,
        "exercise": film.exercise,
        "told": str(taken.report["exercise"]),
        "confidence": round(float(taken.report["confidence"]), 3),
        "audited": "" if film.reps is None else film.reps,
        "counted": taken.count,
        "pictures a second": round(taken.fps, 1),
    }
