"""What training asks of a data set: the repetitions of a split, never of one person in two."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np

from spotter.kit.errors import BadInput
from spotter.lab.form.reps import SPLITS, Reps, chosen, read

ALL = "all"


def load(folder: Path, split: str) -> Reps:
    """Return the repetitions of the people of one split (or `ALL`) of the data set in `folder`.

    Raises `BadInput` where there is no data set, no such split, or a person is in two splits.
    """
    reps, about = read(folder)
    for one, other in combinations(SPLITS, 2):
        both = set(about["split"][one]) & set(about["split"][other])
        if both:
            raise BadInput(
                f"{folder}: {len(both)} people are in {one} and in {other}. Mend the split in "
                "dataset.json: what is judged must not have been learned from.",
                field="data",
            )
    if split == ALL:
        return reps
    if split not in SPLITS:
        raise BadInput(f"'{split}' is no split; there are {', '.join(SPLITS)}.", field="split")
    return chosen(reps, about, split)


def only(reps: Reps, exercise: int | None) -> Reps:
    """Return the repetitions of one exercise (its number), or all of them for None."""
    return reps if exercise is None else reps.of(reps.exercise == exercise)


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
