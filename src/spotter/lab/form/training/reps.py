"""Repetitions of a dataset on disk, as arrays, split by person as the dataset itself says."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.kit.errors import BadInput
from spotter.lab.form.models.configs import CHANNELS, FRAMES

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True, slots=True)
class Reps:
    """Repetitions: `input` (N, frames, 18), `scores` (N, 6) 0..100, `exercise` and `person` (N,).

    A score that nobody gave is NaN.
    """

    input: NDArray[np.float32]
    scores: NDArray[np.float32]
    exercise: NDArray[np.int32]
    person: NDArray[Any]

    def __len__(self) -> int:
        return len(self.input)

    def take(self, which: NDArray[Any] | slice) -> Reps:
        """Return the repetitions that an index or a mask names."""
        return Reps(self.input[which], self.scores[which], self.exercise[which], self.person[which])

    def of(self, exercise: int | None) -> Reps:
        """Return those of one exercise, or all of them for None."""
        return self if exercise is None else self.take(self.exercise == exercise)


def load(folder: Path, split: str) -> Reps:
    """Return the repetitions of the people of one split of the dataset in `folder`.

    Raises `BadInput` where there is no dataset, or where a person is in two splits.
    """
    document = _document(folder)
    people = document["split"]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        both = set(people[SPLITS[one]]) & set(people[SPLITS[other]])
        if both:
            raise BadInput(
                f"{folder}: {len(both)} people are in {SPLITS[one]} and in {SPLITS[other]}. Mend "
                "the split in dataset.json: what is judged must not have been learned from.",
                field="data",
            )
    found = _shards(folder)
    return found.take(np.isin(found.person, np.asarray(people[split])))


def together(parts: list[Reps]) -> Reps:
    """Return all repetitions of `parts` in one."""
    return Reps(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("input", "scores", "exercise", "person")
        )
    )


def paced(reps: Reps, frames: int) -> Reps:
    """Return `reps` at `frames` frames each, linear in time between those there are."""
    had = reps.input.shape[1]
    if had == frames:
        return reps
    at = np.linspace(0, had - 1, frames)
    before = np.minimum(at.astype(int), had - 2)
    share = (at - before)[None, :, None].astype(np.float32)
    low, high = reps.input[:, before], reps.input[:, before + 1]
    return replace(reps, input=low + (high - low) * share)


def _document(folder: Path) -> dict[str, Any]:
    path = folder / "dataset.json"
    if not path.exists():
        raise BadInput(
            f"{folder} holds no dataset (no dataset.json). Make one with: "
            f"spotter lab form generate --out {folder}",
            field="data",
        )
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def _shards(folder: Path) -> Reps:
    paths = sorted(folder.glob("*.npz"))
    if not paths:
        raise BadInput(f"{folder} holds no shard of repetitions (*.npz).", field="data")
    parts = []
    for path in paths:
        with np.load(path) as shard:
            parts.append(
                Reps(
                    shard["input"].astype(np.float32, copy=False),
                    shard["scores"].astype(np.float32, copy=False),
                    shard["exercise"].astype(np.int32),
                    shard["person"],
                )
            )
    shape = parts[0].input.shape[1:]
    if shape != (FRAMES, CHANNELS):
        raise BadInput(f"{folder}: inputs are {shape}, not {(FRAMES, CHANNELS)}.", field="data")
    return together(parts)
