"""A small dataset of made-up repetitions whose scores can be learned."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from spotter.lab.form.training.reps import Reps


def reps(people: range, each: int = 4, seed: int = 5) -> Reps:
    """Return cosine repetitions whose depth shows in their amplitude."""
    chance = np.random.default_rng((seed, people.start))
    count = len(people) * each
    depth = chance.uniform(0.2, 1, count)
    wave = 1 - depth[:, None, None] * (1 - np.cos(np.linspace(0, 2 * np.pi, 90)))[None, :, None] / 2
    exercise = chance.integers(0, 3, count)
    signal = np.repeat(wave, 9, axis=2) + 0.1 * exercise[:, None, None]
    speed = np.gradient(signal, axis=1)
    scores = np.repeat(100 * depth[:, None], 6, axis=1)
    return Reps(
        np.concatenate([signal, speed], axis=2).astype(np.float32),
        scores.astype(np.float32),
        exercise.astype(np.int32),
        np.repeat(np.array(people), each),
    )


def write(folder: Path, people: int = 20, each: int = 4) -> Path:
    """Write a dataset of `people` to `folder`: 60 % learned from, 20 % validation, 20 % test."""
    folder.mkdir(parents=True, exist_ok=True)
    found = reps(range(people), each)
    half = len(found) // 2
    for number, part in enumerate((slice(0, half), slice(half, None))):
        np.savez(
            folder / f"reps-{number:03d}.npz",
            input=found.input[part],
            scores=found.scores[part],
            exercise=found.exercise[part],
            person=found.person[part],
        )
    ids = list(range(people))
    first, second = people * 6 // 10, people * 8 // 10
    split = {"train": ids[:first], "validation": ids[first:second], "test": ids[second:]}
    (folder / "dataset.json").write_text(json.dumps({"seed": 5, "split": split}), encoding="utf-8")
    return folder
