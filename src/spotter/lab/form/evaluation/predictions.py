"""Per-sample predictions, kept beside the metrics so that anybody can count them again."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.form.exercises import EXERCISES
from spotter.form.scores import DIMENSIONS
from spotter.kit.errors import BadInput

Scores = NDArray[np.float64]
_NAMES = tuple(EXERCISES)


@dataclass(frozen=True, slots=True)
class Predictions:
    """True and predicted scores (N, 6), 0..100, with exercise and person of each; NaN: no label."""

    truth: Scores
    predicted: Scores
    exercise: NDArray[np.int64]
    person: NDArray[Any]

    def take(self, which: NDArray[Any]) -> Predictions:
        """Return those that a mask or an index names."""
        return Predictions(
            self.truth[which], self.predicted[which], self.exercise[which], self.person[which]
        )


def write(found: Predictions, path: Path) -> None:
    """Write one row for each repetition; the file is complete or not there."""
    beside = path.with_name(f".part-{path.name}")
    with beside.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["person", "exercise", *_columns("true"), *_columns("predicted")])
        for row in range(len(found.truth)):
            table.writerow(
                [
                    found.person[row],
                    _NAMES[found.exercise[row]],
                    *(f"{value:.3f}" for value in found.truth[row]),
                    *(f"{value:.3f}" for value in found.predicted[row]),
                ]
            )
    os.replace(beside, path)


def read(path: Path) -> Predictions:
    """Return what `write` wrote; raises `BadInput` for another file."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    try:
        return Predictions(
            np.array([[float(row[name]) for name in _columns("true")] for row in rows]),
            np.array([[float(row[name]) for name in _columns("predicted")] for row in rows]),
            np.array([EXERCISES[row["exercise"]].number for row in rows]),
            np.array([row["person"] for row in rows]),
        )
    except KeyError as problem:
        raise BadInput(
            f"{path} is no table of predictions: {problem} is missing. Write one with: "
            "spotter lab form evaluate",
            field="predictions",
        ) from problem


def _columns(kind: str) -> list[str]:
    return [f"{kind}_{name}" for name in DIMENSIONS]
