"""Score of one repetition: the shipped LiteRT file beside the Keras network of the same shape.

Prints milliseconds of processor time for both, measured in turns in one run, their ratio, and the
file's size beside what it may be. The Keras network is built anew: its weights do not change how
long it takes.

    python benchmarks/rep_score.py
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from spotter.form.exercises import EXERCISES
from spotter.form.served import CHANNELS, RepScorer, shipped
from spotter.lab.form.models import CONFIGS, build

LIMIT_MS = 1.0
LIMIT_BYTES = 500_000
ROUNDS = 40
A_ROUND = 25


def main() -> None:
    """Measure and print; end with an error where a limit is passed."""
    path = shipped()
    scorer, network = RepScorer(path), build(CONFIGS["rep-tcn"])
    chance = np.random.default_rng(1)
    reps = chance.uniform(0, 1, (A_ROUND, 90, CHANNELS)).astype(np.float32)
    squat = EXERCISES["squat"]
    which = np.array([squat.number], dtype=np.int32)

    def ours(row: int) -> Any:
        return scorer.score(reps[row], squat)

    def theirs(row: int) -> Any:
        return network([reps[row : row + 1], which], training=False)

    def predicted(row: int) -> Any:
        return network.predict_on_batch([reps[row : row + 1], which])

    spent: dict[str, list[float]] = {"litert": [], "keras call": [], "keras predict": []}
    runs = dict(zip(spent, (ours, theirs, predicted), strict=True))
    for turn in range(ROUNDS):
        for name, run in runs.items():
            few = A_ROUND if run is ours else 2
            spent[name].append(_ms(run, few) if turn else float("nan"))
    median = {name: float(np.nanmedian(values)) for name, values in spent.items()}
    for name, value in median.items():
        print(f"{name:<14} {value:8.3f} ms  {value / median['litert']:7.1f} x")
    size = path.stat().st_size
    print(f"limit          {LIMIT_MS:8.3f} ms  {LIMIT_MS / median['litert']:7.1f} x")
    print(f"size {size:,} of {LIMIT_BYTES:,} bytes: {size / LIMIT_BYTES:.2f}")
    if median["litert"] > LIMIT_MS or size > LIMIT_BYTES:
        raise SystemExit("a limit is passed")


def _ms(run: Callable[[int], Any], rows: int) -> float:
    began = time.process_time()
    for row in range(rows):
        run(row)
    return 1000 * (time.process_time() - began) / rows


if __name__ == "__main__":
    main()
