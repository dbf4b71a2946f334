"""Scores of a repetition from a network in a LiteRT file: what serving needs of the workshop."""

from __future__ import annotations

import threading
from importlib import resources
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from spotter.form.exercises import Exercise
from spotter.form.rep_input import FRAMES
from spotter.form.scores import DIMENSIONS
from spotter.kit.errors import BadInput, NotFound

CHANNELS = 18
SHIPPED = "rep_scorer"
_POINTS = 100.0


class NoModel(NotFound):
    """The file of a network is not there."""

    code = "no_model"


class NotAScorer(BadInput):
    """A file is no network that scores repetitions."""

    code = "not_a_scorer"


def shipped(name: str = SHIPPED) -> Path:
    """Return the file of a network that comes with the package; raises `NoModel`."""
    path = Path(str(resources.files("spotter.form"))) / "models" / f"{name}.tflite"
    if not path.exists():
        raise NoModel(f"The package holds no network '{name}'. Make it with: make train")
    return path


class RepScorer:
    """A network that gives the six scores of a repetition; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open the LiteRT file at `path`; raises `NoModel` or `NotAScorer`."""
        if not path.exists():
            raise NoModel(f"There is no network at {path}. Make one with: spotter lab form export")
        try:
            self._network = Interpreter(model_path=str(path), num_threads=1)
            self._network.allocate_tensors()
        except (ValueError, RuntimeError) as problem:
            raise NotAScorer(f"{path.name} is no LiteRT network: {problem}") from problem
        # Converted names may carry a prefix and a number: "serving_default_angles:0".
        inputs = self._network.get_input_details()
        self._at = {
            name: one["index"]
            for name in ("angles", "exercise")
            for one in inputs
            if name in one["name"]
        }
        out = self._network.get_output_details()[0]
        if set(self._at) != {"angles", "exercise"} or out["shape"][-1] != len(DIMENSIONS):
            raise NotAScorer(f"{path.name} is a LiteRT network, but none that scores repetitions.")
        self._out = out["index"]
        self._one_at_a_time = threading.Lock()

    def score(self, rep: NDArray[np.float32], exercise: Exercise) -> NDArray[np.float32]:
        """Return six scores (6,), 0..100 in the order of `DIMENSIONS`.

        `rep` is (90, 18) as `form.rep_input` makes it. Raises `BadInput` for another shape or
        values that are no numbers.
        """
        if rep.shape != (FRAMES, CHANNELS) or not np.isfinite(rep).all():
            raise BadInput(
                f"A repetition is {FRAMES} x {CHANNELS} finite numbers, made by form.rep_input; "
                f"this is {rep.shape}."
            )
        with self._one_at_a_time:
            self._network.set_tensor(self._at["angles"], rep[None].astype(np.float32))
            which = np.array([exercise.number], dtype=np.int32)
            self._network.set_tensor(self._at["exercise"], which)
            self._network.invoke()
            found = self._network.get_tensor(self._out)[0]
        return np.asarray(found * _POINTS, dtype=np.float32)
