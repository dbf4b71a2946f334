"""Repetitions counted in films by the shipped counter, against counts made by eye.

Each film is watched once with the lite networks and its landmarks are kept. The counter has a few
limits; they were set with the films at hand in view. So the same films are counted a second time
by limits chosen without them: for each source of films, those that count the films of all other
sources best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from itertools import product
from pathlib import Path

import numpy as np

from spotter.form.exercises import EXERCISES
from spotter.form.motion import Motion
from spotter.form.reps import segment
from spotter.form.turning import SHIPPED, Limits
from spotter.lab.benchmarks.result import Anchor, Judgement, Result, Row, Tell
from spotter.lab.form.datasets.counted_films import PUSHUP_CLIPS, CountedFilm, counted_films
from spotter.lab.form.extraction import LANDMARKS, clips

WITHIN_ONE_PERCENT, EXACT_PERCENT, FOUND_PERCENT = 95.0, 85.0, 97.0
# What may be chosen of where others were to choose; the shipped limits are among them.
_TRIED = tuple(
    replace(SHIPPED, of_range=of_range, alike_first=alike)
    for of_range, alike in product((0.3, 0.4, 0.5), (0.5, 0.65, 0.8))
)
_REPCOUNT = "RepCount-A test, PoseRAC's README"
_RULES = "rule counter on saved landmarks, ikhwanwahid/pushup-tracker notebook 05"


def run(data: Path, *, seeds: int, tell: Tell, landmarks: Path = LANDMARKS) -> Result:
    """Return what was counted in each film; `seeds` is not needed, nothing is left to chance."""
    films = counted_films(data)
    watched = [clip.motion() for clip in clips((film.path for film in films), landmarks, tell)]
    counts = {
        limits: [_count(motion, film, limits) for film, motion in zip(films, watched, strict=True)]
        for limits in _TRIED
    }
    return report(films, counts[SHIPPED], _left_out(films, counts))


def report(films: Sequence[CountedFilm], counted: Sequence[int], others: Sequence[int]) -> Result:
    """Return the report on films: `counted` by the shipped limits, `others` by limits of others.

    Rows are the films of `exercise_videos`, and one for all clips of one push-up.
    """
    every = list(zip(films, counted, others, strict=True))
    audited = [one for one in every if one[0].source != PUSHUP_CLIPS]
    clips = [one for one in every if one[0].source == PUSHUP_CLIPS]
    mean = {**_shares(audited, 1, ""), **_shares(audited, 2, ", left out")}
    if clips:
        mean["push-up clips with a rep found %"] = 100 * float(np.mean([c[1] >= 1 for c in clips]))
    rows = [_row(film.path.stem, [(film, ours, other)]) for film, ours, other in audited]
    return Result(
        benchmark="rep-count",
        protocol="shipped counter on lite landmarks; 'left out': limits chosen on other sources",
        metric="mean error in repetitions",
        goal=f"within one on {WITHIN_ONE_PERCENT:g} %, exact on {EXACT_PERCENT:g} %, "
        f"a rep found in {FOUND_PERCENT:g} % of the push-up clips",
        reached=_reached(mean),
        columns=("error", "error, left out", "counted", "audited"),
        rows=(*rows, *([_row(PUSHUP_CLIPS, clips)] if clips else [])),
        mean={**_row("", audited or clips).values, **mean},
        anchors=(
            Anchor("PoseRAC, mean |error| / count", 0.236, _REPCOUNT),
            Anchor("PoseRAC, share within one", 0.560, _REPCOUNT),
            Anchor("push-up clips with a rep found at 90/160 degrees, %", 42, _RULES),
            Anchor("push-up clips with a rep found at 115/140 degrees, %", 94, _RULES),
        ),
        notes=_notes(films, mean),
        predictions=tuple(_judgement(*one) for one in every),
    )


def _count(motion: Motion, film: CountedFilm, limits: Limits) -> int:
    return len(segment(motion, EXERCISES[film.exercise], limits))


def _left_out(films: Sequence[CountedFilm], counts: dict[Limits, list[int]]) -> list[int]:
    """Return each film's count by the limits that are exact most often on all other sources.

    Of equals those next to the shipped ones: where others do not tell, nothing is changed.
    """
    sources = np.array([film.source for film in films])
    truth = np.array([film.reps for film in films])
    found = np.zeros(len(films), dtype=int)
    for source in np.unique(sources):
        others = sources != source
        chosen = max(
            counts,
            key=lambda limits: (
                int((np.array(counts[limits]) == truth)[others].sum()),
                -_apart(limits),
            ),
        )
        found[~others] = np.array(counts[chosen])[~others]
    return found.tolist()


def _apart(limits: Limits) -> float:
    return sum(
        abs(float(a) - float(b)) for a, b in zip(astuple(limits), astuple(SHIPPED), strict=True)
    )


def _shares(every: Sequence[tuple[CountedFilm, int, int]], which: int, by: str) -> dict[str, float]:
    """Return the field's figures over films whose count stands at `which`."""
    if not every:
        return {}
    truth = np.array([one[0].reps for one in every])
    off = np.abs(np.array([one[which] for one in every]) - truth)
    return {
        f"within one %{by}": 100 * float(np.mean(off <= 1)),
        f"exact %{by}": 100 * float(np.mean(off == 0)),
        # Of no repetition at all there is no share.
        f"mean |error| / count{by}": float(np.mean(off[truth > 0] / truth[truth > 0])),
    }


def _reached(mean: dict[str, float]) -> bool:
    goals = {
        "within one %": WITHIN_ONE_PERCENT,
        "exact %": EXACT_PERCENT,
        "push-up clips with a rep found %": FOUND_PERCENT,
    }
    return all(mean[name] >= goal for name, goal in goals.items() if name in mean)


def _row(name: str, every: Sequence[tuple[CountedFilm, int, int]]) -> Row:
    off = [(abs(ours - film.reps), abs(other - film.reps)) for film, ours, other in every]
    values = {
        "error": float(np.mean([one for one, _ in off])),
        "error, left out": float(np.mean([one for _, one in off])),
        "counted": float(sum(ours for _, ours, _ in every)),
        "audited": float(sum(film.reps for film, _, _ in every)),
    }
    return Row(name, len(every), values)


def _notes(films: Sequence[CountedFilm], mean: dict[str, float]) -> tuple[str, ...]:
    figures = [name for name in mean if name not in {"error", "counted", "audited"}]
    other = sorted({film.called for film in films if film.exercise == "other"})
    return (
        "; ".join(f"{name}: {mean[name]:.4g}" for name in figures) + ".",
        "All films with an audited count at hand were looked at while the counter was made; limits "
        "are the same for every film and exercise. Films without an audited count are not counted.",
        f"Counted without knowing the exercise: {', '.join(other) or 'none'}.",
    )


def _judgement(film: CountedFilm, counted: int, other: int) -> Judgement:
    return {
        "film": film.path.name,
        "source": film.source,
        "called": film.called,
        "counted as": film.exercise,
        "audited": film.reps,
        "counted": counted,
        "counted, left out": other,
    }
