"""Push-up clips: one repetition each, right or wrong, with MediaPipe landmarks of 30 frames.

The clips are cut from videos of others and serve evaluation alone. `clips.csv` says of each clip
its frame rate, length, size and performer; `keypoints_30f.npz` holds x and y (shares of the
picture's width and height), z and visibility of 33 landmarks on 30 even frames, zeros where nobody
was found.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotter.kit.errors import BadInput
from spotter.lab.form.datasets.ui_prmd import found

_LANDMARKS, _TABLE = "keypoints_30f.npz", "clips.csv"


@dataclass(frozen=True)
class PushUp:
    """One clip: landmarks (30, 33, 2) in pixels, y up, NaN where nobody was found."""

    name: str
    performer: str
    right: bool
    xy_px: NDArray[np.float32]
    visibility: NDArray[np.float32]
    frames_per_s: float


def read_push_ups(data: Path) -> list[PushUp]:
    """Return the clips in the folder or below it, by name; raises `BadInput` where there are none.

    A clip in which nobody was found in two frames or more is left out.
    """
    files = found(data, _LANDMARKS)
    if not files or not files[0].with_name(_TABLE).is_file():
        raise BadInput(f"{data} holds no {_LANDMARKS} with {_TABLE} beside it.", field="data")
    with files[0].with_name(_TABLE).open(encoding="utf-8", newline="") as table:
        about = {row["clip"]: row for row in csv.DictReader(table)}
    try:
        with np.load(files[0]) as arrays:
            names = [str(each) for each in arrays["clip"]]
            clips = list(_clips(names, arrays["kp"], arrays["label"], about))
    except (KeyError, ValueError) as problem:
        raise BadInput(f"{files[0]} does not match {_TABLE}: {problem}.", field="data") from None
    return sorted(clips, key=lambda clip: clip.name)


def _clips(
    names: list[str],
    landmarks: NDArray[np.float32],
    labels: NDArray[np.int8],
    about: dict[str, dict[str, str]],
) -> Iterator[PushUp]:
    for name, points, label in zip(names, landmarks, labels, strict=True):
        row = about[name]
        seen = points[:, :, 3].any(axis=1)
        if seen.sum() < 2:
            continue
        size = np.array([float(row["width"]), -float(row["height"])], np.float32)
        xy = np.where(seen[:, None, None], points[:, :, :2] * size, np.nan)
        # The 30 frames are spread evenly over the clip.
        rate = float(row["fps"]) * (len(points) - 1) / (int(row["frames"]) - 1)
        yield PushUp(
            name, row["performer_group"], bool(label), xy.astype(np.float32), points[:, :, 3], rate
        )
