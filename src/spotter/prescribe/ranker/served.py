"""The network that foresees, from a LiteRT file that comes with the package."""

from __future__ import annotations

import json
import threading
from importlib import resources
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from spotter.kit.errors import BadInput, NotFound
from spotter.prescribe.ranker.features import FEATURES, Rows
from spotter.prescribe.ranker.foreseen import Foreseen

OUTCOMES = (
    "done",
    "effort_off",
    "effort_sd",
    "soreness",
    "soreness_sd",
    "progress",
    "progress_sd",
    "worth",
)
# Numbers in the last layer, which a bandit takes as its context.
WIDTH = 24
# The file takes so many candidates at a time; fewer are filled up.
AT_A_TIME = 32
SHIPPED = "plan_ranker"


class NoRanker(NotFound):
    """The file of the plan ranker is not there."""

    code = "no_ranker"


class NotARanker(BadInput):
    """A file is no plan ranker, or one of other features."""

    code = "not_a_ranker"


def shipped() -> Path:
    """Return the plan ranker that comes with the package; raises `NoRanker`."""
    path = Path(str(resources.files("spotter.prescribe"))) / "models" / f"{SHIPPED}.tflite"
    if not path.exists():
        raise NoRanker("The package holds no plan ranker. Make it with: make train")
    return path


class PlanRanker:
    """Foresees what becomes of candidates; safe to share between threads, and deterministic.

    `version` tells one network from another: the beginning of the file's SHA-256.
    """

    def __init__(self, path: Path) -> None:
        """Open the LiteRT file at `path` and what lies beside it as .json.

        Raises `NoRanker` where one is missing, `NotARanker` for anything else than a plan ranker
        of the features of today.
        """
        about = path.with_suffix(".json")
        if not path.exists() or not about.exists():
            raise NoRanker(f"There is no plan ranker at {path}. Make it with: make train")
        try:
            made = json.loads(about.read_text(encoding="utf-8"))
            named, self.version = tuple(made["features"]), str(made["sha256"])[:8]
            self._network = Interpreter(model_path=str(path), num_threads=1)
            self._network.allocate_tensors()
        except (ValueError, KeyError, TypeError, RuntimeError) as problem:
            raise NotARanker(f"{path.name} is no plan ranker: {problem}") from problem
        given = self._network.get_input_details()[0]
        told = self._network.get_output_details()[0]
        shapes = (tuple(given["shape"]), tuple(told["shape"]))
        wanted = ((AT_A_TIME, len(FEATURES)), (AT_A_TIME, len(OUTCOMES) + WIDTH))
        if named != FEATURES or shapes != wanted:
            raise NotARanker(
                f"{path.name} was made for other features than the service has now. "
                "Make it again with: make train"
            )
        self._given, self._told = given["index"], told["index"]
        self._one_at_a_time = threading.Lock()

    def foresee(self, rows: Rows) -> Foreseen:
        """Return what is foreseen of each row of `features.rows` (n, features).

        Raises `BadInput` for another width or values that are no numbers.
        """
        if rows.ndim != 2 or rows.shape[1] != len(FEATURES) or not np.isfinite(rows).all():
            raise BadInput(f"Candidates are rows of {len(FEATURES)} finite numbers.")
        parts = [
            self._batch(rows[first : first + AT_A_TIME]) for first in range(0, len(rows), AT_A_TIME)
        ]
        told = np.concatenate(parts) if parts else np.empty((0, len(OUTCOMES) + WIDTH), np.float32)
        outcomes = told[:, : len(OUTCOMES)].astype(np.float64).T
        named = dict(zip(OUTCOMES, outcomes, strict=True))
        return Foreseen(**named, vector=told[:, len(OUTCOMES) :])

    def _batch(self, rows: Rows) -> NDArray[np.float32]:
        filled = np.zeros((AT_A_TIME, len(FEATURES)), dtype=np.float32)
        filled[: len(rows)] = rows
        with self._one_at_a_time:
            self._network.set_tensor(self._given, filled)
            self._network.invoke()
            told = self._network.get_tensor(self._told)
        return np.asarray(told[: len(rows)], dtype=np.float32)
