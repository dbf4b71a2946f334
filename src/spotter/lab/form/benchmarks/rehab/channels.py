"""What of a movement is looked at: angles of limbs and trunk, and where the extremities are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from spotter.form.angles import between_deg

Frames = NDArray[np.float32]

_NECK, _HEAD = 3, 4
_LEGS = ((14, 15, 16, 17), (18, 19, 20, 21))
_ARMS = ((7, 8, 9, 14), (11, 12, 13, 18))


def channels(xyz: Frames) -> Frames:
    """Return (F, 58) channels of a placed movement (F, 22, 3).

    Angles are degrees, places and directions hundredths of the body's size or of the limb's length.
    """
    at = np.moveaxis(xyz, 1, 0)
    every = [*_of_legs(at), *_of_arms(at), *_of_trunk(at)]
    return np.stack(every, axis=1).astype(np.float32)


def _bend_deg(a: Frames, b: Frames, c: Frames) -> Frames:
    """Return the angle at b between a and c, degrees; 180 where straight or without length."""
    angle: Frames = np.nan_to_num(between_deg(a - b, c - b), nan=180.0).astype(np.float32)
    return angle


def _of_legs(at: Frames) -> Iterator[Frames]:
    for hip, knee, ankle, toes in _LEGS:
        yield _bend_deg(at[hip], at[knee], at[ankle])
        yield _bend_deg(at[_NECK], at[hip], at[knee])
        yield _bend_deg(at[knee], at[ankle], at[toes])
        yield from _leans(at[hip] - at[knee])
        yield from _leans(at[knee] - at[ankle])
        yield 100 * at[ankle][:, 1]
        yield 100 * (at[ankle] - at[hip])[:, 0]
        yield 100 * (at[ankle] - at[hip])[:, 2]
        yield 100 * (at[knee] - at[ankle])[:, 0]
    (_, left_knee, left_ankle, _), (_, right_knee, right_ankle, _) = _LEGS
    yield 100 * np.linalg.norm(at[left_knee] - at[right_knee], axis=1)
    yield 100 * np.linalg.norm(at[left_ankle] - at[right_ankle], axis=1)


def _of_arms(at: Frames) -> Iterator[Frames]:
    for shoulder, elbow, wrist, hip in _ARMS:
        yield _bend_deg(at[shoulder], at[elbow], at[wrist])
        yield _bend_deg(at[hip], at[shoulder], at[elbow])
        yield from _direction(at[elbow] - at[shoulder])
        yield from _direction(at[wrist] - at[elbow])
        yield 100 * (at[wrist] - at[shoulder])[:, 1]


def _of_trunk(at: Frames) -> Iterator[Frames]:
    yield from _leans(at[_NECK] - at[0])
    yield from _leans(at[_HEAD] - at[_NECK])
    for (left, *_), (right, *_) in (_ARMS, _LEGS):
        across = at[right] - at[left]
        level = np.hypot(across[:, 0], across[:, 2])
        yield np.degrees(np.arctan2(across[:, 1], level))
        yield np.degrees(np.arctan2(across[:, 2], across[:, 0]))
    yield from 100 * at[0].T


def _leans(up: Frames) -> Iterator[Frames]:
    """Yield how far a segment leans forward and sideways from upright, degrees."""
    yield np.degrees(np.arctan2(up[:, 2], up[:, 1]))
    yield np.degrees(np.arctan2(up[:, 0], up[:, 1]))


def _direction(limb: Frames) -> Iterator[Frames]:
    """Yield the direction of a limb along each axis, hundredths."""
    yield from 100 * limb.T / np.maximum(np.linalg.norm(limb, axis=1), 1e-6)
