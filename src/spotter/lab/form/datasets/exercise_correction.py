"""Exercise-Correction: labelled MediaPipe frames of curls, planks, squats and lunges.

Ngo Hong Quoc Bao, github.com/NgoQuocBao1010/Exercise-Correction (MIT). A table has a row for each
frame, `label` and `<landmark>_x|y|z|v` in shares of the picture; several films follow one another
without a name. Neighbours of one film differ by less than a hundredth of the picture and pairs
taken by chance by a tenth: where the jump is large another film begins. Rows are never to be split
by chance, since neighbours are nearly the same.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from spotter.form.motion import Floats
from spotter.form.skeleton import LANDMARKS
from spotter.kit.errors import BadInput

# In shares of the picture, the mean over all landmarks that the table has.
JUMP = 0.04
_AXES = "xyzv"


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """Frames of one film: `label` of each, `image` (T, 33, 4) x, y, z, visibility; NaN: no column.

    The table tells no times.
    """

    labels: tuple[str, ...]
    image: Floats


def sequences(path: Path, jump: float = JUMP) -> Iterator[Sequence]:
    """Yield the films of one table (`.csv` or `.csv.gz`), cut where landmarks move by `jump`.

    Raises `BadInput` for a table that has no landmarks.
    """
    table = pl.read_csv(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path)
    columns = {
        (landmark, axis): table.columns.index(f"{name}_{letter}")
        for landmark, name in enumerate(LANDMARKS)
        for axis, letter in enumerate(_AXES)
        if f"{name}_{letter}" in table.columns
    }
    if "label" not in table.columns or not columns:
        raise BadInput(f"{path.name} has no labelled landmarks; it needs label, nose_x, …")
    values = table.drop("label").cast(pl.Float32).to_numpy()
    image = np.full((table.height, len(LANDMARKS), len(_AXES)), np.nan, np.float32)
    before = table.columns.index("label")
    for (landmark, axis), column in columns.items():
        image[:, landmark, axis] = values[:, column - (column > before)]
    labels = [str(each) for each in table["label"]]
    edges = [0, *cuts(image, jump), table.height]
    for start, end in pairwise(edges):
        yield Sequence(tuple(labels[start:end]), image[start:end])


def cuts(image: Floats, jump: float = JUMP) -> list[int]:
    """Return the numbers of the frames (T, 33, 4) with which another film begins."""
    with np.errstate(invalid="ignore"):
        step = np.linalg.norm(np.diff(image[..., :2], axis=0), axis=-1)
    known = np.isfinite(step)
    mean = np.where(known, step, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return [int(each) + 1 for each in np.flatnonzero(mean > jump)]
