"""Synthetic people who were held out: how well the shipped network scores them, seen ever worse.

The people are made with a seed that no training set has. Seen perfectly, every dimension has its
goal; then one thing at a time is made worse (the estimator's errors, frames a second, the camera's
place), and at last all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from spotter.form.exercises import EXERCISES
from spotter.form.scores import DIMENSIONS
from spotter.form.served import shipped
from spotter.lab.benchmarks.result import Judgement, Result, Row, Tell
from spotter.lab.form.evaluation.agreement import agreement
from spotter.lab.form.evaluation.infer import told
from spotter.lab.form.evaluation.predictions import Predictions
from spotter.lab.form.synthetic.block import block_size, made
from spotter.lab.form.synthetic.camera import IDEAL, Camera

HELD_OUT = 90_001
"""Seed of the people; training sets are made with small seeds."""
GOALS = {"MAE": 4.0, "Pearson": 0.95, "ICC(2,1)": 0.90}
"""Of every dimension, seen perfectly: below the first, above the others."""
HARD = Camera(noise=1.0, fps=15.0, yaw_deg=45.0)
HARD_MAE = 8.0
WORSE: dict[str, Camera] = {
    "as at home, mixed": Camera(),
    **{f"errors x {size:g}": Camera(size, 30.0, 0.0) for size in (0.5, 1.0, 2.0)},
    **{f"{rate:g} frames a second": Camera(0.0, rate, 0.0) for rate in (10.0, 15.0)},
    **{f"camera {angle:g}° off": Camera(0.0, 30.0, angle) for angle in (20.0, 45.0)},
    "errors x 1, 15 frames a second, 45° off": HARD,
}
FIRST_FIVE = ("squat", "push_up", "plank", "bicep_curl", "lunge")
"""The exercises that are seen ever worse; all fourteen are seen perfectly."""
COLUMNS = ("MAE", "RMSE", "Pearson", "ICC(2,1)")


def run(data: Path, *, seeds: int, tell: Tell) -> Result:
    """Return agreement per dimension seen perfectly, then of the overall score seen worse.

    `data` may be a LiteRT file to judge instead of the shipped one; any other path is not read.
    """
    network = data if data.suffix == ".tflite" else shipped()
    ideal = _judged(network, tuple(EXERCISES), IDEAL, seeds)
    rows = [_row(name, ideal, column) for column, name in enumerate(DIMENSIONS)]
    first = ideal.take(np.arange(block_size(tuple(EXERCISES))))
    predictions = list(_told(first))
    for name, camera in WORSE.items():
        rows.append(
            _row(
                f"overall, {name}",
                _judged(network, FIRST_FIVE, camera, 1),
                DIMENSIONS.index("overall"),
            )
        )
        tell(f"{name}: overall MAE {rows[-1].values['MAE']:.2f}")
    return _report(rows, tuple(predictions))


def good(values: Mapping[str, float]) -> bool:
    """Return whether the agreement of one dimension keeps to `GOALS`."""
    return values["MAE"] < GOALS["MAE"] and all(
        values[name] > GOALS[name] for name in ("Pearson", "ICC(2,1)")
    )


def _judged(network: Path, exercises: tuple[str, ...], camera: Camera, seeds: int) -> Predictions:
    parts = []
    for block in range(seeds):
        reps = made(HELD_OUT, block, exercises, camera)
        parts.append(told(network, reps).beside(reps))
    return Predictions(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("truth", "predicted", "exercise", "person")
        )
    )


def _row(name: str, found: Predictions, column: int) -> Row:
    one = agreement(found.truth[:, column], found.predicted[:, column], found.person)
    return Row(name, one.count, dict(zip(COLUMNS, one.values, strict=True)))


def _told(found: Predictions) -> Iterator[Judgement]:
    names = list(EXERCISES)
    for row in range(len(found.truth)):
        yield {
            "person": str(found.person[row]),
            "exercise": names[found.exercise[row]],
            **{
                f"true {name}": round(float(found.truth[row, at]), 2)
                for at, name in enumerate(DIMENSIONS)
            },
            **{
                name: round(float(found.predicted[row, at]), 2)
                for at, name in enumerate(DIMENSIONS)
            },
        }


def _report(rows: Sequence[Row], predictions: tuple[Judgement, ...]) -> Result:
    six = rows[: len(DIMENSIONS)]
    reached = all(good(row.values) for row in six) and rows[-1].values["MAE"] < HARD_MAE
    return Result(
        benchmark="synthetic",
        protocol="the shipped network on made-up people whose seed no training set has: all "
        "fourteen exercises seen perfectly, then squat, push-up, plank, curl and lunge seen ever "
        "worse; the truth is counted on the noiseless motion",
        metric="agreement",
        goal="seen perfectly, in each dimension MAE < 4, Pearson > 0.95, ICC(2,1) > 0.90; with "
        "errors, 15 frames a second and the camera 45° off, overall MAE < 8",
        reached=reached,
        columns=COLUMNS,
        rows=tuple(rows),
        mean={name: float(np.mean([row.values[name] for row in six])) for name in COLUMNS},
        notes=(
            "The mean is that of the six dimensions seen perfectly; the judgements kept are those "
            "of the first block of people.",
            "Angles between joints do not change with the place of the camera, so that with no "
            "errors the rows of the camera alone say little; what a camera at the side costs shows "
            "in the last row, where errors grow in depth and on the far side.",
        ),
        predictions=predictions,
    )
