"""Repetitions on disk, as training reads them: shards of arrays, and the split by person as data.

A data set is a folder with `reps-00000.npz` and so on, and `dataset.json`:

* `input` (N, 90, 18) float32, as `spotter.form.rep_input` makes it
* `scores` (N, 6) float32 0 to 100 in the order of `DIMENSIONS`, NaN where nobody labelled
* `exercise` (N,) int64 the exercise's number, `person` (N,) int64
* `fault` (N, F) bool in the order of `FAULTS`

`dataset.json` tells `version`, `seed`, `reps`, how many of each exercise, the names of the columns
and `split`: the persons of `train`, `validation` and `test`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.form.exercises import EXERCISES, FAULTS
from spotter.form.scores import DIMENSIONS
from spotter.kit.errors import BadInput

VERSION = 1
ABOUT = "dataset.json"
SPLITS = ("train", "validation", "test")
_SHARES = (0.8, 0.1, 0.1)


@dataclass(frozen=True, eq=False)
class Reps:
    """N repetitions; the arrays that the module describes."""

    input: NDArray[np.float32]
    scores: NDArray[np.float32]
    exercise: NDArray[np.int64]
    person: NDArray[np.int64]
    fault: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.person)

    def of(self, rows: NDArray[Any]) -> Reps:
        """Return the repetitions `rows` (numbers or booleans)."""
        return Reps(**{name: getattr(self, name)[rows] for name in ARRAYS})

    def save(self, path: Path) -> None:
        """Write all arrays to `path`, whole or not at all; the same arrays give the same bytes."""
        whole = path.with_suffix(".part")
        with whole.open("wb") as file:
            np.savez(file, **{name: getattr(self, name) for name in ARRAYS})
            file.flush()
            os.fsync(file.fileno())
        whole.replace(path)


ARRAYS = tuple(Reps.__dataclass_fields__)


def joined(parts: Iterable[Reps]) -> Reps:
    """Return the repetitions of all parts, in their order."""
    held = list(parts)
    return Reps(**{name: np.concatenate([getattr(part, name) for part in held]) for name in ARRAYS})


def shard(folder: Path, number: int) -> Path:
    """Return where shard `number` of a data set lies."""
    return folder / f"reps-{number:05d}.npz"


def read_shard(path: Path) -> Reps:
    """Return the repetitions of one shard; raises `BadInput` when it is none."""
    try:
        with np.load(path) as held:
            return Reps(**{name: held[name] for name in ARRAYS})
    except (OSError, ValueError, KeyError) as problem:
        raise BadInput(f"{path} is no shard of repetitions; generate it again.") from problem


def read(folder: Path) -> tuple[Reps, dict[str, Any]]:
    """Return all repetitions of a data set and what `dataset.json` says; raises `BadInput`."""
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BadInput(
            f"{folder} holds no finished data set ({ABOUT}); run `spotter lab form generate`.",
            field="data",
        ) from problem
    paths = sorted(folder.glob("reps-*.npz"))
    if about.get("version") != VERSION or not paths:
        raise BadInput(
            f"{folder} is a data set of another version; generate it again.", field="data"
        )
    return joined(map(read_shard, paths)), about


def chosen(reps: Reps, about: dict[str, Any], split: str) -> Reps:
    """Return the repetitions of the persons of `split`."""
    return reps.of(np.isin(reps.person, about["split"][split]))


def split(persons: Sequence[int], seed: int) -> dict[str, list[int]]:
    """Return 80, 10 and 10 % of the persons as `SPLITS`; with three or more none is empty."""
    unique = np.unique(np.asarray(persons, dtype=np.int64))
    shuffled = np.random.default_rng([seed, 99]).permutation(unique)
    held = [max(round(len(unique) * share), 1) for share in _SHARES[1:]]
    test, validation = shuffled[: held[1]], shuffled[held[1] : sum(held)]
    parts = (shuffled[sum(held) :], validation, test)
    return {name: sorted(map(int, part)) for name, part in zip(SPLITS, parts, strict=True)}


def write_about(folder: Path, reps: Reps, seed: int, **more: Any) -> None:
    """Write `dataset.json`: the sign that the data set is finished."""
    names = {one.number: one.id for one in EXERCISES.values()}
    numbers, counts = np.unique(reps.exercise, return_counts=True)
    about = {
        "version": VERSION,
        "seed": seed,
        "reps": len(reps),
        "exercises": {names[int(n)]: int(c) for n, c in zip(numbers, counts, strict=True)},
        "dimensions": list(DIMENSIONS),
        "faults": list(FAULTS),
        "split": split(reps.person.tolist(), seed),
        **more,
    }
    part = folder / f"{ABOUT}.part"
    part.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    part.replace(folder / ABOUT)
