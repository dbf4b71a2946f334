"""A Kinect recording made comparable between people: steadied, placed, turned, scaled, one-handed.

Everything is found from the one recording alone; no label and no other recording is looked at.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from spotter.lab.form.datasets.ui_prmd import PARENTS

Frames = NDArray[np.float32]

# Each joint's counterpart on the other side of the body.
OTHER_SIDE = (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 6, 7, 8, 9, 18, 19, 20, 21, 14, 15, 16, 17)
LEFT_SHOULDER, LEFT_HIP = 7, 14
RIGHT_SHOULDER, RIGHT_HIP = 11, 18
_LEFT_ARM, _LEFT_LEG = (7, 8, 9), (15, 16)
_RIGHT_ARM, _RIGHT_LEG = (11, 12, 13), (19, 20)
_TRUNK, _LEGS = (1, 2, 3), (15, 16, 17, 19, 20, 21)
# A glitch of the tracker lasts a frame or two; a median over five frames drops it.
_GLITCH = 5
_SOFT = np.array([1, 4, 6, 4, 1], np.float32) / 16
_START = 8
# A limb moves when its joints stray by this share of the body's size, and moves alone when the
# other side strays less than half as far.
_MOVES, _ALONE = 0.12, 2.5


def steadied(frames: Frames) -> Frames:
    """Return the frames (F, …) without single glitches: a median of five, then a binomial mean."""
    return _soft(np.median(_windows(frames), axis=-1).astype(np.float32))


def _soft(frames: Frames) -> Frames:
    smooth: Frames = np.asarray(_windows(frames) @ _SOFT)
    return smooth


def _windows(frames: Frames) -> Frames:
    reach = _GLITCH // 2
    padded = np.pad(frames, [(reach, reach), *[(0, 0)] * (frames.ndim - 1)], mode="edge")
    return sliding_window_view(padded, _GLITCH, axis=0)


def placed(xyz_m: Frames) -> Frames:
    """Return positions (F, 22, 3) with the starting waist as origin, facing front, in body sizes.

    The size of a body is its trunk and the mean of its legs, by the median length of the bones.
    """
    steady = steadied(xyz_m)
    start = np.median(steady[:_START], axis=0)
    across = start[RIGHT_SHOULDER] - start[LEFT_SHOULDER] + start[RIGHT_HIP] - start[LEFT_HIP]
    turn = np.arctan2(across[2], across[0])
    cos, sin = np.cos(turn), np.sin(turn)
    front = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]], np.float32)
    facing = (steady - start[0]) @ front.T / _size(steady)
    return np.asarray(facing, np.float32)


def _size(xyz: Frames) -> float:
    bones = np.linalg.norm(xyz[:, 1:] - xyz[:, list(PARENTS[1:])], axis=2)
    lengths = np.concatenate([[0.0], np.median(bones, axis=0)])
    size = float(lengths[list(_TRUNK)].sum() + lengths[list(_LEGS)].sum() / 2)
    return max(size, 0.1)


def mirrored(xyz: Frames) -> Frames:
    """Return the movement as a mirror shows it: left and right exchanged."""
    other: Frames = xyz[:, list(OTHER_SIDE)] * np.array([-1, 1, 1], np.float32)
    return other


def one_handed(xyz: Frames) -> tuple[Frames, bool]:
    """Return the movement, mirrored if the left side alone moves, and whether one side does."""
    stray = xyz.std(axis=0).sum(axis=1)
    for left, right in ((_LEFT_ARM, _RIGHT_ARM), (_LEFT_LEG, _RIGHT_LEG)):
        on_left, on_right = stray[list(left)].sum(), stray[list(right)].sum()
        if on_left > max(_MOVES, _ALONE * on_right):
            return mirrored(xyz), True
        if on_right > max(_MOVES, _ALONE * on_left):
            return xyz, True
    return xyz, False
