"""UI-PRMD (Kinect): is a repetition right or wrong, of people who were not in the training set?

The protocol is that of EGCN (Yu et al., IJCAI 2022): one model for each movement, five folds by
person, the published folds. Its figures below are counted again from the predictions the authors
published with their code. Two floors are trained on the same folds: extra trees, and a small
ST-GCN, whose forty trainings take a core a quarter of an hour and most of the command's time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.lab.benchmarks.result import Anchor, Judgement, Result, Row, Tell
from spotter.lab.form.benchmarks.judge.interval import by_person, by_person_of_each
from spotter.lab.form.benchmarks.rehab import floor, st_gcn
from spotter.lab.form.benchmarks.rehab.judge import Movement, Trials, chosen, losses, trials
from spotter.lab.form.benchmarks.rehab.views import seen
from spotter.lab.form.datasets.ui_prmd import Recording, folds, movements, read

GOAL_PERCENT = 88.4
SEED = 0
_SOURCE = "Yu et al., IJCAI 2022, from the authors' stored predictions"
_MOVEMENTS = tuple(f"m{number:02d}" for number in range(1, 11))
# Accuracy in percent of each movement, m01 to m10, cross-subject.
_EGCN = dict(
    zip(_MOVEMENTS, (83.3, 91.8, 80.4, 79.3, 89.9, 89.0, 92.1, 81.7, 95.8, 85.2), strict=True)
)
_ST_GCN = dict(
    zip(_MOVEMENTS, (71.1, 84.5, 63.7, 70.0, 86.3, 83.6, 80.2, 65.1, 86.7, 74.1), strict=True)
)
_OURS, _ALL = "ours", "ours, all recordings"
_TREES, _GRAPH = "extra trees", "ST-GCN trained here"
# Rows to learn from, which of them are right, rows to judge, a seed → how surely each is right.
_Judge = Callable[[NDArray[Any], NDArray[np.bool_], NDArray[Any], int], NDArray[np.float64]]
_NOTE = (
    f"*{_OURS}*: kernel ridge regression over four views of a repetition, trained on the published "
    "training repetitions alone. Views, kernel width and ridge are chosen for each test fold by "
    "people left out among the other folds, over all movements together; the test fold is never "
    f"looked at. *{_ALL}*: the same with every recording of the training people, also those the "
    "published folds leave out (left-handed people and inconsistent repetitions, mirrored to one "
    "side); the tested repetitions are the same. Intervals: 95 %, bootstrap over people. "
    f"*{_GRAPH}*: three blocks of 16 to 64 channels, positions alone, 48 steps, 30 epochs, one "
    "seed; the published one has nine blocks of 64 to 256 channels."
)


@dataclass(frozen=True)
class _Work:
    """One movement: its recordings, and what was tried on it with either training set."""

    name: str
    recordings: Sequence[Recording]
    movement: Movement
    floors: Mapping[str, NDArray[np.float64]]
    tried: Mapping[str, Trials]


def run(data: Path, *, seeds: int, tell: Tell) -> Result:
    """Return the accuracy on each movement that lies in the folder, and their mean.

    Nothing rests on chance but the floors, which take the first seed; `seeds` is not used.
    """
    published = folds(data)
    works = []
    for name, path in movements(data).items():
        works.append(_work(name, read(path), published.get(name)))
        tell(f"{name}: {len(works[-1].recordings)} recordings judged with every choice")
    judgements = {column: _judgements(works, column) for column in (_OURS, _ALL)}
    judgements |= {name: [work.floors[name] for work in works] for name in (_TREES, _GRAPH)}
    return _report(works, judgements)


def fold(recording: Recording) -> int:
    """Return the fold of EGCN in which the person is tested: subject % 5 + 1."""
    return recording.subject % 5 + 1


def _work(
    name: str, recordings: list[Recording], published: Mapping[int, frozenset[str]] | None
) -> _Work:
    names = frozenset[str]().union(*(published or {}).values())
    movement = Movement(
        seen(recordings, SEED),
        np.array([each.correct for each in recordings]),
        np.array([fold(each) for each in recordings]),
        np.array([published is None or each.name in names for each in recordings]),
    )
    tried = {
        _OURS: trials(movement, movement.tested),
        _ALL: trials(movement, np.ones(len(recordings), bool)),
    }
    floors = {
        _TREES: _floor(floor.features(recordings), movement, floor.judged),
        _GRAPH: _floor(st_gcn.rows(recordings), movement, st_gcn.judged),
    }
    return _Work(name, recordings, movement, floors, tried)


def _floor(rows: NDArray[Any], movement: Movement, judged: _Judge) -> NDArray[np.float64]:
    """Return judgements, above 0 right, of models that have not seen the fold."""
    score = np.full(len(rows), np.nan)
    for left_out in np.unique(movement.fold[movement.tested]):
        out = movement.fold == left_out
        known, asked = movement.tested & ~out, movement.tested & out
        share = judged(rows[known], movement.right[known], rows[asked], SEED)
        score[asked] = 2 * share - 1
    return score


def _judgements(works: Sequence[_Work], column: str) -> list[NDArray[np.float64]]:
    """Return the judgements of each movement by the choice each fold's other folds make."""
    by_movement = [losses(work.movement, work.tried[column]) for work in works]
    choice = {}
    for outer in sorted({each for by_fold in by_movement for each in by_fold}):
        heard = [by_fold[outer] for by_fold in by_movement if outer in by_fold]
        choice[outer] = int(np.argmin(np.mean(heard, axis=0)))
    return [chosen(work.tried[column], choice) for work in works]


def _report(
    works: Sequence[_Work], judgements: Mapping[str, Sequence[NDArray[np.float64]]]
) -> Result:
    hits = {
        column: [_hits(*pair) for pair in zip(works, all_, strict=True)]
        for column, all_ in judgements.items()
    }
    people = [_people(work) for work in works]
    rows = tuple(
        _row(work, {c: hits[c][i] for c in hits}, people[i]) for i, work in enumerate(works)
    )
    columns = (_OURS, "low", "high", _ALL, _TREES, _GRAPH, "EGCN", "ST-GCN")
    mean = {c: float(np.mean([r.values[c] for r in rows if c in r.values])) for c in columns}
    low, high = by_person_of_each(hits[_OURS], people, SEED)
    mean |= {"low": 100 * low, "high": 100 * high}
    return Result(
        benchmark="ui-prmd",
        protocol="EGCN cross-subject: one model a movement, fold = subject % 5 + 1",
        metric="right or wrong, accuracy in %",
        goal=f"mean accuracy above {GOAL_PERCENT} % (EGCN on the same movements)",
        reached=mean[_OURS] > GOAL_PERCENT,
        columns=columns,
        rows=rows,
        mean=mean,
        anchors=(
            Anchor("EGCN, all ten movements", 86.9, _SOURCE),
            Anchor("ST-GCN on positions, all ten movements", 76.5, _SOURCE),
        ),
        notes=(_NOTE,),
        predictions=tuple(_predictions(works, judgements)),
    )


def _hits(work: _Work, judgement: NDArray[np.float64]) -> NDArray[np.float64]:
    tested = work.movement.tested
    hits: NDArray[np.float64] = ((judgement > 0) == work.movement.right)[tested].astype(float)
    return hits


def _people(work: _Work) -> list[int]:
    pairs = zip(work.recordings, work.movement.tested, strict=True)
    return [each.subject for each, tested in pairs if tested]


def _row(work: _Work, hits: Mapping[str, NDArray[np.float64]], people: list[int]) -> Row:
    low, high = by_person(hits[_OURS], people, SEED)
    values = {column: 100 * float(each.mean()) for column, each in hits.items()}
    values |= {"low": 100 * low, "high": 100 * high}
    if work.name in _EGCN:
        values |= {"EGCN": _EGCN[work.name], "ST-GCN": _ST_GCN[work.name]}
    return Row(work.name, len(people), values)


def _predictions(
    works: Sequence[_Work], judgements: Mapping[str, Sequence[NDArray[np.float64]]]
) -> list[Judgement]:
    return [
        {
            "sample": each.name,
            "right": int(each.correct),
            **{column: round(float(all_[i][n]), 4) for column, all_ in judgements.items()},
        }
        for i, work in enumerate(works)
        for n, each in enumerate(work.recordings)
        if work.movement.tested[n]
    ]
