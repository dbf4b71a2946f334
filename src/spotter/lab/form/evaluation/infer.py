"""Scores of many repetitions by a network, whichever file it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.form import served
from spotter.form.exercises import EXERCISES
from spotter.form.scores import DIMENSIONS
from spotter.kit.errors import BadInput, NotFound
from spotter.lab.form.evaluation.predictions import Predictions
from spotter.lab.form.reps import Reps
from spotter.lab.form.training.batches import OVERALL
from spotter.lab.form.training.losses import POINTS
from spotter.lab.form.training.splits import paced

AT_ONCE = 512
_KINDS = list(EXERCISES.values())


@dataclass(frozen=True, slots=True)
class Told:
    """What a network says: scores (N, 6) 0..100, NaN where it tells none; clip scorers a type.

    `weights` is how many numbers it has learned; a LiteRT file does not tell.
    """

    scores: NDArray[np.float64]
    exercise: NDArray[np.int64] | None = None
    confidence: NDArray[np.float64] | None = None
    weights: int | None = None

    def beside(self, reps: Reps) -> Predictions:
        """Return the scores beside the true ones of `reps`."""
        return Predictions(reps.scores.astype(float), self.scores, reps.exercise, reps.person)


def told(network: Path, reps: Reps) -> Told:
    """Return what the network in the file (.keras or .tflite) says of `reps`."""
    if not network.exists():
        raise NotFound(f"There is no network at {network}. Train one: spotter lab form train")
    if network.suffix == ".tflite":
        return _served(network, reps)
    if network.suffix == ".keras":
        return _trained(network, reps)
    raise BadInput(f"{network.name} is neither a .keras nor a .tflite file.", field="model")


def _served(network: Path, reps: Reps) -> Told:
    scorer = served.RepScorer(network)
    rows = [
        scorer.score(one, _KINDS[which])
        for one, which in zip(reps.input, reps.exercise, strict=True)
    ]
    return Told(np.asarray(rows, dtype=float).reshape(-1, len(DIMENSIONS)))


def _trained(network: Path, reps: Reps) -> Told:
    from spotter.lab.form.models import opened

    model = opened(network)
    seen = paced(reps, int(model.inputs[0].shape[1]))
    names = [one.name for one in model.inputs]
    columns = {"angles": seen.input, "exercise": seen.exercise.astype(np.int32)}
    inputs: Any = [columns[name] for name in names]
    found = model.predict(inputs if len(names) > 1 else inputs[0], batch_size=AT_ONCE, verbose=0)
    if not isinstance(found, dict):
        return Told(np.asarray(found, dtype=float) * POINTS, weights=model.count_params())
    scores = np.full((len(reps), len(DIMENSIONS)), np.nan)
    scores[:, OVERALL] = found["quality"][:, 0] * POINTS
    kinds = np.asarray(found["exercise"], dtype=float)
    return Told(scores, kinds.argmax(axis=1), kinds.max(axis=1), model.count_params())
