"""UI-PRMD (Kinect): is a repetition right or wrong, of people who were not in the training set?

The protocol is that of EGCN (Yu et al., IJCAI 2022): one model for each movement, five folds by
person, the published folds. Its figures below are counted again from the predictions the authors
published with their code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotter.lab.form.benchmarks.rehab import floor
from spotter.lab.form.benchmarks.result import Anchor, Judgement, Result, Row, Tell
from spotter.lab.form.datasets.ui_prmd import Recording, folds, movements, read

GOAL_PERCENT = 88.4
_SOURCE = "Yu et al., IJCAI 2022, from the authors' stored predictions"
_MOVEMENTS = tuple(f"m{number:02d}" for number in range(1, 11))
# Accuracy in percent of each movement, m01 to m10, cross-subject.
_EGCN = dict(
    zip(_MOVEMENTS, (83.3, 91.8, 80.4, 79.3, 89.9, 89.0, 92.1, 81.7, 95.8, 85.2), strict=True)
)
_ST_GCN = dict(
    zip(_MOVEMENTS, (71.1, 84.5, 63.7, 70.0, 86.3, 83.6, 80.2, 65.1, 86.7, 74.1), strict=True)
)
_FLOOR = "extra trees"


def run(data: Path, *, seeds: int, tell: Tell) -> Result:
    """Return the accuracy on each movement that lies in the folder, and their mean."""
    published = folds(data)
    rows: list[Row] = []
    predictions: list[Judgement] = []
    for movement, path in movements(data).items():
        kept = _tested(read(path), published.get(movement))
        judged = _floor(kept)
        right = np.array([each.correct for each in kept])
        share = 100 * float(np.mean((judged > 0.5) == right))
        tell(f"{movement}: {_FLOOR} {share:.1f} %")
        rows.append(Row(movement, len(kept), {_FLOOR: share, **_published(movement)}))
        predictions += [
            {"sample": each.name, "right": int(each.correct), _FLOOR: round(float(p), 4)}
            for each, p in zip(kept, judged, strict=True)
        ]
    return _report(tuple(rows), tuple(predictions))


def fold(recording: Recording) -> int:
    """Return the fold of EGCN in which the person is tested: subject % 5 + 1."""
    return recording.subject % 5 + 1


def _tested(
    recordings: Sequence[Recording], published: Mapping[int, frozenset[str]] | None
) -> list[Recording]:
    """Return those the protocol tests: the published names, or all of a movement it lacks."""
    if published is None:
        return list(recordings)
    names = frozenset[str]().union(*published.values())
    return [each for each in recordings if each.name in names]


def _floor(recordings: Sequence[Recording]) -> NDArray[np.float64]:
    """Return how probably each is right, judged by trees that have not seen its fold."""
    rows = floor.features(recordings)
    right = np.array([each.correct for each in recordings])
    of = np.array([fold(each) for each in recordings])
    judged = np.full(len(rows), np.nan)
    for left_out in np.unique(of):
        test = of == left_out
        judged[test] = floor.judged(rows[~test], right[~test], rows[test], seed=0)
    return judged


def _published(movement: str) -> dict[str, float]:
    if movement not in _EGCN:
        return {}
    return {"EGCN": _EGCN[movement], "ST-GCN": _ST_GCN[movement]}


def _report(rows: tuple[Row, ...], predictions: tuple[Judgement, ...]) -> Result:
    columns = (_FLOOR, "EGCN", "ST-GCN")
    mean = {c: float(np.mean([r.values[c] for r in rows if c in r.values])) for c in columns}
    return Result(
        benchmark="ui-prmd",
        protocol="EGCN cross-subject: one model a movement, fold = subject % 5 + 1",
        metric="right or wrong, accuracy in %",
        goal=f"mean accuracy above {GOAL_PERCENT} % (EGCN on the same movements)",
        reached=mean[_FLOOR] > GOAL_PERCENT,
        columns=columns,
        rows=rows,
        mean=mean,
        anchors=(
            Anchor("EGCN, all ten movements", 86.9, _SOURCE),
            Anchor("ST-GCN on positions, all ten movements", 76.5, _SOURCE),
        ),
        predictions=predictions,
    )
