"""A small data set of made-up repetitions whose scores can be learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from spotter.form.exercises import FAULTS
from spotter.lab.form.reps import Reps, shard, write_about


def reps(people: range, each: int = 4, seed: int = 5) -> Reps:
    """Return cosine repetitions whose depth shows in their amplitude."""
    chance = np.random.default_rng((seed, people.start))
    count = len(people) * each
    depth = chance.uniform(0.2, 1, count)
    wave = 1 - depth[:, None, None] * (1 - np.cos(np.linspace(0, 2 * np.pi, 90)))[None, :, None] / 2
    exercise = chance.integers(0, 3, count)
    signal = np.repeat(wave, 9, axis=2) + 0.1 * exercise[:, None, None]
    speed = np.gradient(signal, axis=1)
    return Reps(
        np.concatenate([signal, speed], axis=2).astype(np.float32),
        np.repeat(100 * depth[:, None], 6, axis=1).astype(np.float32),
        exercise.astype(np.int64),
        np.repeat(np.array(people), each),
        np.zeros((count, len(FAULTS)), dtype=bool),
    )


def write(folder: Path, people: int = 20, each: int = 4) -> Path:
    """Write a data set of `people` to `folder`, in two shards."""
    folder.mkdir(parents=True, exist_ok=True)
    found = reps(range(people), each)
    rows = np.arange(len(found))
    for number in range(2):
        found.of(rows % 2 == number).save(shard(folder, number))
    write_about(folder, found, seed=5)
    return folder
