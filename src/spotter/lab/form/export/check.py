"""A LiteRT file held against the Keras network it was made from: parity, size, time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from spotter.lab.form.export.convert import Kind, operators
from spotter.lab.form.reps import Reps

TIMED = 200
SLOWER = 10
"""Keras takes so many times longer, so it has so many fewer turns."""
POINTS = 100.0
MOST_APART = {Kind.FLOAT32: 0.01, Kind.FLOAT16: 0.5, Kind.DYNAMIC: 5.0, Kind.INT8: 8.0}
"""Largest mean difference from Keras, in points, at which a file of the kind is let through."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One file beside the Keras network: size in bytes, processor time of one repetition in ms."""

    kind: Kind
    size: int
    mean_apart: float
    most_apart: float
    ms: float
    keras_ms: float
    operators: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Return whether the scores agree as well as the kind allows."""
        return self.mean_apart <= MOST_APART[self.kind]


class Network:
    """A LiteRT network with named inputs."""

    def __init__(self, data: bytes) -> None:
        """Open the file's content."""
        self._network = Interpreter(model_content=data, num_threads=1)
        self._network.allocate_tensors()
        self._in = {one["name"]: one for one in self._network.get_input_details()}
        # Of several outputs the first by number is the first of the Keras network.
        self._out = [one["index"] for one in self._network.get_output_details()]

    def run(self, **inputs: NDArray[Any]) -> list[NDArray[np.float32]]:
        """Return the outputs of one repetition."""
        for name, one in self._in.items():
            key = next(key for key in inputs if key in name)
            self._network.set_tensor(one["index"], inputs[key].astype(one["dtype"]))
        self._network.invoke()
        return [np.asarray(self._network.get_tensor(index)) for index in self._out]


def check(
    model: keras.Model, data: bytes, kind: Kind, reps: Reps, *, turns: int = TIMED
) -> Checked:
    """Compare a file with its Keras network on `reps`, and time both in turns."""
    network = Network(data)
    names = [one.name.split(":")[0] for one in model.inputs]
    columns = {"angles": reps.input, "exercise": reps.exercise.astype(np.int32)}

    def ours(row: int) -> list[Any]:
        return network.run(**{name: columns[name][row : row + 1] for name in names})

    def theirs(rows: slice) -> list[Any]:
        values = [columns[name][rows] for name in names]
        found = model(values[0] if len(values) == 1 else values, training=False)
        return list(found.values()) if isinstance(found, dict) else [found]

    told = [ours(row) for row in range(len(reps))]
    by_file = _by_width([np.concatenate(column) for column in zip(*told, strict=True)])
    apart = np.abs(by_file - _by_width(theirs(slice(None)))) * POINTS
    few = max(1, turns // SLOWER)
    return Checked(
        kind,
        len(data),
        float(apart.mean()),
        float(apart.max()),
        _ms(lambda turn: ours(turn % len(reps)), turns),
        _ms(lambda turn: theirs(slice(turn % len(reps), turn % len(reps) + 1)), few),
        tuple(sorted(operators(data))),
    )


def _ms(run: Callable[[int], object], turns: int) -> float:
    """Return the milliseconds of processor time that one turn takes, the median of all."""
    times = []
    for turn in range(turns):
        began = time.process_time()
        run(turn)
        times.append(time.process_time() - began)
    return 1000 * float(np.median(times))


def _by_width(outputs: list[Any]) -> NDArray[np.float64]:
    """Return all outputs beside each other, in an order that does not depend on their names."""
    columns = sorted((np.asarray(one, dtype=np.float64) for one in outputs), key=_width)
    return np.concatenate(columns, axis=1)


def _width(output: NDArray[np.float64]) -> int:
    return int(output.shape[1])
