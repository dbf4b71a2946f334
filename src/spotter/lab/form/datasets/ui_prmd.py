"""UI-PRMD: ten people, ten rehabilitation movements, each ten times right and ten times wrong.

Vakanski, Jun, Paul and Baker, "A data set of human body movements for physical rehabilitation
exercises", Data 3(1):2, 2018. Read here from one `kinect_mNN.npz` for each movement (Kinect v2, 22
joints, 30 frames a second, absolute positions in tenths of a centimetre, joint angles in hundredths
of a degree); whatever movements lie in the folder are read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotter.kit.errors import BadInput

FRAMES_PER_S = 30.0
JOINTS = 22
# The parent of each joint: waist, spine, chest, neck, head, head tip, then left and right collar,
# shoulder, elbow, wrist, then left and right hip, knee, ankle, toes; -1 for the root.
PARENTS = (-1, 0, 1, 2, 3, 4, 2, 6, 7, 8, 2, 10, 11, 12, 0, 14, 15, 16, 0, 18, 19, 20)


@dataclass(frozen=True)
class Recording:
    """One repetition: positions (F, 22, 3) in metres, joint angles (F, 22, 3) in degrees.

    Axes: x to the side, y up, z the depth. `subject` and `episode` count from 1.
    """

    movement: str
    subject: int
    episode: int
    correct: bool
    xyz_m: NDArray[np.float32]
    euler_deg: NDArray[np.float32]

    @property
    def name(self) -> str:
        """The name of the sample as EGCN writes it: action, subject, episode, class."""
        movement, kind = int(self.movement[1:]), 1 if self.correct else 2
        return f"A{movement:02d}S{self.subject:02d}E{self.episode:02d}C{kind:02d}"


def found(data: Path, pattern: str) -> list[Path]:
    """Return the files of that name in the folder or below it, sorted by name."""
    return sorted(data.rglob(pattern), key=lambda path: path.name)


def movements(data: Path) -> dict[str, Path]:
    """Return the file of each movement that lies in the folder; raises `BadInput` without any."""
    files = {path.stem.removeprefix("kinect_"): path for path in found(data, "kinect_m*.npz")}
    if not files:
        raise BadInput(f"{data} holds no movement of UI-PRMD (kinect_m01.npz …).", field="data")
    return files


def read(path: Path) -> list[Recording]:
    """Return the repetitions of one movement; raises `BadInput` for a file of another kind."""
    movement = path.stem.removeprefix("kinect_")
    try:
        with np.load(path) as arrays:
            xyz = arrays["xyz_x10"].astype(np.float32).reshape(-1, JOINTS, 3) / 1000
            euler = arrays["ang_x100"].astype(np.float32).reshape(-1, JOINTS, 3) / 100
            bounds = arrays["offsets"].astype(int)
            about = zip(arrays["subject"], arrays["episode"], arrays["correct"], strict=True)
            rows = [(int(s), int(e), bool(c)) for s, e, c in about]
    except (KeyError, ValueError, OSError) as problem:
        raise BadInput(f"{path} is not a movement of UI-PRMD: {problem}.", field="data") from None
    return [
        Recording(movement, *row, xyz[start:end], euler[start:end])
        for row, start, end in zip(rows, bounds[:-1], bounds[1:], strict=True)
    ]


def folds(data: Path) -> Mapping[str, Mapping[int, frozenset[str]]]:
    """Return the names of the test samples of each cross-subject fold of EGCN, by movement.

    Yu et al., "EGCN: An Ensemble-based Learning Framework for Exploring Effective Skeleton-based
    Rehabilitation Exercise Assessment", IJCAI 2022: fold = subject % 5 + 1, consistent repetitions
    alone. Raises `BadInput` without the file.
    """
    files = found(data, "egcn_folds.json")
    if not files:
        raise BadInput(f"{data} holds no egcn_folds.json, which says the folds.", field="data")
    published = json.loads(files[0].read_text(encoding="utf-8"))["cv_cs"]
    return {
        movement: {int(fold): frozenset(names) for fold, names in by_fold.items()}
        for movement, by_fold in published.items()
    }
