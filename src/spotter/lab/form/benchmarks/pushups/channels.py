"""A push-up filmed from the side as six angles of the near side of the body."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spotter.form.angles import between_deg
from spotter.lab.form.datasets.push_ups import PushUp

Rows = NDArray[np.float32]

# MediaPipe's number of each joint on the left side; the right side's is one more.
_EAR, _SHOULDER, _ELBOW, _WRIST, _HIP, _KNEE, _ANKLE = 7, 11, 13, 15, 23, 25, 27
_JOINTS = (_EAR, _SHOULDER, _ELBOW, _WRIST, _HIP, _KNEE, _ANKLE)


def angles(clip: PushUp) -> Rows:
    """Return (F, 6) angles in the picture, degrees, of the side that is seen better.

    Elbow, hip towards the ankle, hip towards the knee, knee, shoulder, neck; 180 is straight.
    """
    left = clip.visibility[:, list(_JOINTS)].mean()
    right = clip.visibility[:, [joint + 1 for joint in _JOINTS]].mean()
    near = _filled(clip.xy_px[:, [joint + (right > left) for joint in _JOINTS]])
    ear, shoulder, elbow, wrist, hip, knee, ankle = np.moveaxis(near, 1, 0)
    every = (
        _bend(shoulder, elbow, wrist),
        _bend(shoulder, hip, ankle),
        _bend(shoulder, hip, knee),
        _bend(hip, knee, ankle),
        _bend(hip, shoulder, elbow),
        _bend(ear, shoulder, hip),
    )
    return np.stack(every, axis=1).astype(np.float32)


def _filled(xy: Rows) -> Rows:
    """Return the frames with gaps bridged in a straight line, and single glitches dropped."""
    flat = xy.reshape(len(xy), -1).copy()
    at = np.arange(len(flat))
    known = ~np.isnan(flat).any(axis=1)
    bridged = np.stack([np.interp(at, at[known], column[known]) for column in flat.T], axis=1)
    padded = np.pad(bridged, ((1, 1), (0, 0)), mode="edge")
    steady = np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0)
    return steady.reshape(xy.shape).astype(np.float32)


def _bend(a: Rows, b: Rows, c: Rows) -> Rows:
    return np.asarray(np.nan_to_num(between_deg(a - b, c - b), nan=180.0), np.float32)
