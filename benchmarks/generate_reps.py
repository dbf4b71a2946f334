"""Synthetic reps against the limit of 25,000 in two minutes on two cores.

A block of a thousand reps of five exercises is made in this process; its processor time is set
against the share of the limit that a thousand reps have, and against the time that the same reps
take to do. Run: `python benchmarks/generate_reps.py`. Fails above the limit.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from spotter.lab.form.synthetic.block import made
from spotter.lab.form.synthetic.camera import AT_HOME

EXERCISES = ("squat", "push_up", "plank", "bicep_curl", "lunge")
LIMIT_S, CORES, REPS = 120.0, 2, 25_000


def seconds_moved(inputs: np.ndarray) -> float:
    """Return how long the movements of `inputs` take to do: ways over speeds, by least squares."""
    angles, speeds = inputs[:, :, :9] * 180.0, inputs[:, :, 9:] * 360.0
    ways = np.gradient(angles, axis=1)
    steps = (ways * speeds).sum(axis=(1, 2)) / (speeds**2).sum(axis=(1, 2))
    return float(steps.sum() * inputs.shape[1])


def main() -> int:
    """Print the ratio to the limit and to the movements themselves."""
    made(1, 0, EXERCISES[:1], AT_HOME)
    began = time.process_time()
    reps = made(1, 1, EXERCISES, AT_HOME)
    spent = time.process_time() - began
    allowed = LIMIT_S * CORES * len(reps) / REPS
    print(f"{len(reps):,} reps: {spent:.2f} s of one core, limit {allowed:.1f} s")
    print(
        f"  {spent / allowed:.2f} of the limit; "
        f"{seconds_moved(reps.input) / spent:.0f} x as quick as the movements themselves"
    )
    return int(spent > allowed)


if __name__ == "__main__":
    sys.exit(main())
