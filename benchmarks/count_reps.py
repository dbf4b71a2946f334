"""Counting repetitions frame by frame: processor time against what a live frame leaves for it.

A live set at 30 frames a second gives its server 33 ms a frame; ten sets at once share them. The
landmarks are those of a made-up body, so no film is needed; the work does not depend on who moves.

    python benchmarks/count_reps.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from spotter.form.exercises import EXERCISES
from spotter.form.motion import Motion
from spotter.form.rep_input import rep_input
from spotter.form.reps import segment
from spotter.form.skeleton import Joint

FRAMES, FPS, SETS = 900, 30.0, 10
SHARE_GOAL = 1.0


def moving() -> Motion:
    """Return half a minute of a body of which every joint swings by 30 cm, with jitter."""
    rng = np.random.default_rng(0)
    times = np.arange(FRAMES) / FPS
    swing = 0.3 * np.sin(np.pi * times)[:, None, None] * rng.normal(size=(1, len(Joint), 3))
    body = rng.normal(0, 0.5, (1, len(Joint), 3)) + swing
    return Motion.of(times, body + rng.normal(0, 0.005, body.shape))


def spent_ms(work: Callable[[], object], times: int) -> float:
    """Return the processor milliseconds of one of `times` pieces of `work`, the best of three."""
    found = []
    for _ in range(3):
        began = time.process_time()
        work()
        found.append(1000 * (time.process_time() - began) / times)
    return min(found)


def main() -> int:
    """Print a line for a known and for an unknown exercise; 1 when ten sets do not fit a core."""
    motion, budget_ms = moving(), 1000 / FPS / SETS
    worst = 0.0
    for name in ("squat", "plank", "other"):
        each = spent_ms(lambda n=name: segment(motion, EXERCISES[n]), FRAMES)
        worst = max(worst, each / budget_ms)
        print(f"{name}: {each:.3f} ms a frame, {each / budget_ms:.0%} of {SETS} sets' share")
    rep = motion.between(0, 2)
    each = spent_ms(lambda: [rep_input(rep) for _ in range(100)], 100)
    print(f"what a model reads of a rep: {each:.3f} ms, once a rep")
    return int(worst > SHARE_GOAL)


if __name__ == "__main__":
    sys.exit(main())
