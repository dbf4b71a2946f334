"""How high parts of a body are in the picture, and which joints lie in it at all."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotter.form.motion import Bools, Doubles, Floats, Motion
from spotter.form.skeleton import LANDMARKS, Joint

# The parts of which a height in the picture is told.
PARTS: Final = ("hip", "wrist", "ankle", "shoulder")
# A joint less visible than this is a guess.
SEEN: Final = 0.5
_FEWEST = 4
_SIDES: Final = ("LEFT", "RIGHT")
# What lies so near the edge, in shares of the picture, is drawn towards it.
_MARGIN = 0.03
_JOINTS: Final = tuple(
    LANDMARKS.index(joint.name.lower().replace("_toe", "_foot_index"))
    for joint in Joint
    if joint not in {Joint.NECK, Joint.PELVIS}
)
_OWN: Final[list[int]] = [joint for joint in Joint if joint not in {Joint.NECK, Joint.PELVIS}]


def in_picture(motion: Motion, image: NDArray[np.float32]) -> Motion:
    """Return `motion` in which nothing beyond the picture's edge counts as seen.

    `image` (T, 33, 3): shares of width and height, y down. What lies outside is a guess of the
    networks, however visible they say it is.
    """
    inside = _inside(image)
    seen = motion.visibility.copy()
    seen[:, _OWN] = np.where(inside, seen[:, _OWN], 0.0)
    for middle, part in ((Joint.NECK, "SHOULDER"), (Joint.PELVIS, "HIP")):
        seen[:, middle] = seen[:, [Joint[f"LEFT_{part}"], Joint[f"RIGHT_{part}"]]].min(axis=1)
    return Motion(motion.times_s, motion.xyz_m, seen)


def picture_heights(motion: Motion, image: NDArray[np.float32], aspect: float) -> Doubles:
    """Return the heights (T, 4, 2) of `PARTS`, left and right, in metres, NaN where not seen.

    `image` as of `in_picture`, of which `motion` should be; `aspect`: width over height. How large
    a metre is in the picture is read from all joints that are seen, so that it is known of people
    whose hips are not.
    """
    flat = image[:, _JOINTS, :2].astype(np.float64) * np.array([aspect, -1.0])
    seen = trusted(motion.visibility)[:, _OWN] > SEEN
    metre = _metre(flat, motion.xyz_m[:, _OWN, :2].astype(np.float64), seen)
    return _heights(flat[..., 1], seen) / metre


def body_heights(y_m: Doubles | Floats, visibility: Doubles | Floats) -> Doubles:
    """Return the same of joints' heights (T, 19) in metres over a floor, and their visibility."""
    return _heights(y_m[:, _OWN].astype(np.float64), trusted(visibility)[:, _OWN] > SEEN)


def trusted(visibility: Doubles | Floats) -> Doubles:
    """Return how far joints (T, 19) can be believed to be where they are said to be.

    Hips of which neither knee is seen lie at the edge of what is seen: the networks call them
    visible and put them anywhere, the whole trunk with them.
    """
    found = visibility.astype(np.float64)
    legs = found[:, [Joint.LEFT_KNEE, Joint.RIGHT_KNEE]].max(axis=1) > SEEN
    hips = [Joint.LEFT_HIP, Joint.RIGHT_HIP, Joint.PELVIS]
    found[:, hips] = np.where(legs[:, None], found[:, hips], 0.0)
    return found


def _inside(image: NDArray[np.float32]) -> Bools:
    at = image[:, _JOINTS, :2]
    with np.errstate(invalid="ignore"):
        return np.asarray(((at >= _MARGIN) & (at <= 1 - _MARGIN)).all(axis=2), dtype=np.bool_)


def _metre(flat: Doubles, body: Doubles, seen: Bools) -> float:
    """Return how long a metre is in the picture, NaN where too little of the body is seen."""
    sizes = []
    for picture, metres, visible in zip(flat, body, seen, strict=True):
        known = visible & np.isfinite(picture).all(axis=1) & np.isfinite(metres).all(axis=1)
        if known.sum() >= _FEWEST:
            sizes.append(_spread(picture[known]) / max(_spread(metres[known]), 1e-6))
    return float(np.median(sizes)) if len(sizes) >= _FEWEST else np.nan


def _spread(points: Doubles) -> float:
    return float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum()))


def _heights(y: Doubles, seen: Bools) -> Doubles:
    known = np.where(seen, y, np.nan)
    sides = [[_OWN.index(Joint[f"{side}_{part.upper()}"]) for side in _SIDES] for part in PARTS]
    return np.stack([known[:, pair] for pair in sides], axis=1)
