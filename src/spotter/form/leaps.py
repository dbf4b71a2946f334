"""Where a body in the picture is not the body of the picture before: a cut, or somebody else."""

from __future__ import annotations

from typing import Final

import numpy as np

from spotter.form.motion import Bools, Doubles, Floats
from spotter.form.skeleton import LANDMARKS

# A body moves on by at most this much of its own size from one picture to the next, and by this
# much more in each second between them: a burpee's hips reach 2 m/s, a body has 1.7 m.
_STEP = 0.25
_SPEED_PER_S = 2.0
# Nor does it grow or shrink by more than this within half a second.
_GROWTH = 1.7
_SOON_S = 0.5
_HIPS: Final = (LANDMARKS.index("left_hip"), LANDMARKS.index("right_hip"))


def leaps(times_s: Doubles, image: Floats, aspect: float) -> Bools:
    """Return (T - 1,) whether the body leapt between one picture and the next.

    `image` (T, 33, 2 or 3): shares of width and height, a body in each; `aspect` is width over
    height.
    """
    flat = image[:, :, :2] * np.array([aspect, 1.0])
    size = np.linalg.norm(flat.max(axis=1) - flat.min(axis=1), axis=1)
    moved = np.linalg.norm(np.diff(flat[:, _HIPS].mean(axis=1), axis=0), axis=1)
    gap_s = np.diff(times_s)
    larger, smaller = np.maximum(size[1:], size[:-1]), np.minimum(size[1:], size[:-1])
    far = moved > larger * (_STEP + _SPEED_PER_S * gap_s)
    grown = (larger > smaller * _GROWTH) & (gap_s < _SOON_S)
    return np.asarray(far | grown, dtype=np.bool_)
