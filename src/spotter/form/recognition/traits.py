"""What tells one exercise from another, whoever does it and wherever the camera stands.

How the trunk lies, how far each pair of joints moves and between which ends, where hands and feet
are to the body, and what of it all travels up and down in the picture: hands that stay while the
hips rise tell a pull-up from an overhead press, which are the same movement seen from the pelvis.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from spotter.form.angles import angles_of
from spotter.form.motion import Doubles, Motion
from spotter.form.skeleton import LANDMARKS, Joint

# The parts of which a height in the picture is told, and the joints of each.
PARTS = ("hip", "wrist", "ankle", "shoulder")
# A pair of joints of which neither side is this visible in most frames tells nothing.
_VISIBLE = 0.5
_ENDS = (10, 50, 90)
# A trunk length is told as so many degrees, an hour hand's turn, so that all traits are alike.
_PER_TRUNK = 60.0
_PER_LOG = 30.0
_STILL = 0.05

# Angle → its column (left; right is the next) and the outermost joint that it needs.
_LIMBS = {
    "knee": (0, "ankle"),
    "hip": (2, "knee"),
    "elbow": (4, "wrist"),
    "shoulder": (6, "elbow"),
}
_SPINE = 8
_Signal = tuple[str, Doubles, bool]


def traits(motion: Motion, heights: Doubles | None = None) -> Doubles:
    """Return the traits (K,) of a movement of some seconds, in the order of `NAMES`; NaN: unknown.

    `heights` (T, 4): how high `PARTS` are in the picture, in trunk lengths, NaN where not seen;
    without it nothing is known of travel. Left and right are taken together by how well each is
    seen, so that a mirrored movement has the same traits.
    """
    found: list[float] = []
    for _, values, known in _signals(motion):
        found += _ends(values if known else values[:0])
    seen = _seen(motion)
    for column, part in enumerate(PARTS):
        known = heights is not None and seen[part].max() > _VISIBLE
        found.append(_travel(heights[:, column]) if heights is not None and known else np.nan)
    return np.array(found)


def picture_heights(image: NDArray[np.float32], aspect: float) -> Doubles:
    """Return the heights (T, 4) of `PARTS` in trunk lengths, of MediaPipe's image landmarks.

    `image` (T, 33, 3): shares of width and height, y down; `aspect`: width over height.
    """
    flat = image[:, :, :2].astype(np.float64) * np.array([aspect, -1.0])
    middles = {part: _middle(flat, part) for part in PARTS}
    trunk = np.linalg.norm(middles["shoulder"] - middles["hip"], axis=1)
    known = trunk[np.isfinite(trunk)]
    usual = float(np.median(known)) if len(known) else np.nan
    return np.stack([middles[part][:, 1] for part in PARTS], axis=1) / max(usual, 1e-6)


def body_heights(xyz_m: Doubles) -> Doubles:
    """Return the heights (T, 4) of `PARTS` in trunk lengths, of joints (T, 19, 3) over a floor."""
    trunk = np.median(np.linalg.norm(xyz_m[:, Joint.NECK] - xyz_m[:, Joint.PELVIS], axis=1))
    columns = [xyz_m[:, list(_pair(part)), 1].mean(axis=1) for part in PARTS]
    return np.asarray(np.stack(columns, axis=1) / trunk, dtype=np.float64)


def _signals(motion: Motion) -> Iterator[_Signal]:
    """Yield each signal's name, its values (T,) in degrees, and whether its joints are seen."""
    trunk = np.linalg.norm(motion.xyz_m[:, Joint.NECK] - motion.xyz_m[:, Joint.PELVIS], axis=1)
    known = trunk[np.isfinite(trunk)]
    usual = float(np.median(known)) if len(known) else 1.0
    xyz = motion.xyz_m.astype(np.float64) / max(usual, 1e-6)
    seen, angles = _seen(motion), angles_of(motion.xyz_m).astype(np.float64)
    for name, (column, needs) in _LIMBS.items():
        left, right = angles[:, column], angles[:, column + 1]
        share = seen[needs] ** 2 + 1e-6
        either = (share[0] * left + share[1] * right) / share.sum()
        yield name, either, bool(seen[needs].max() > _VISIBLE)
        yield f"{name} apart", np.abs(left - right), bool(seen[needs].min() > _VISIBLE)
    yield "spine", angles[:, _SPINE], bool(seen["hip"].max() > _VISIBLE)
    yield from _places(xyz, seen)


def _places(xyz: Doubles, seen: dict[str, Doubles]) -> Iterator[_Signal]:
    neck = xyz[:, Joint.NECK]
    at = {part: _weighed(xyz, part, seen[part]) for part in ("wrist", "elbow", "knee", "ankle")}
    either = {part: bool(seen[part].max() > _VISIBLE) for part in seen}
    up = {
        "wrist over neck": (at["wrist"] - neck, either["wrist"]),
        "elbow over neck": (at["elbow"] - neck, either["elbow"]),
        "ankle over hip": (at["ankle"], either["ankle"]),
        "knee over hip": (at["knee"], either["knee"]),
        "wrist over ankle": (at["wrist"] - at["ankle"], either["wrist"] and either["ankle"]),
    }
    for name, (ray, known) in up.items():
        yield name, ray[:, 1] * _PER_TRUNK, known
    for name, part in (("feet", "ankle"), ("hands", "wrist")):
        left, right = _pair(part)
        apart = np.linalg.norm(xyz[:, left] - xyz[:, right], axis=1)
        yield f"{name} apart", apart * _PER_TRUNK, bool(seen[part].min() > _VISIBLE)
    yield "wrist to neck", _length(at["wrist"] - neck), either["wrist"]
    yield "wrist to hip", _length(at["wrist"]), either["wrist"] and either["hip"]
    yield "chest up", _chest_up(xyz), True


def _chest_up(xyz: Doubles) -> Doubles:
    """Return -90 for a body that lies on its front, 90 on its back, 0 for one that stands (T,)."""
    across = xyz[:, Joint.LEFT_SHOULDER] - xyz[:, Joint.RIGHT_SHOULDER]
    out = np.cross(across, xyz[:, Joint.NECK] - xyz[:, Joint.PELVIS])
    length = np.maximum(np.linalg.norm(out, axis=1), 1e-9)
    return np.asarray(out[:, 1] / length * 90.0, dtype=np.float64)


def _seen(motion: Motion) -> dict[str, Doubles]:
    """Return how visible the left and the right joint of each part are in most frames (2,)."""
    if not len(motion):
        return {part: np.zeros(2) for part in (*PARTS, "knee", "elbow")}
    usual = np.median(motion.visibility, axis=0).astype(np.float64)
    return {part: usual[list(_pair(part))] for part in (*PARTS, "knee", "elbow")}


def _pair(part: str) -> tuple[Joint, Joint]:
    return Joint[f"LEFT_{part.upper()}"], Joint[f"RIGHT_{part.upper()}"]


def _weighed(xyz: Doubles, part: str, seen: Doubles) -> Doubles:
    left, right = _pair(part)
    share = (seen + 1e-3) ** 2
    found = (share[0] * xyz[:, left] + share[1] * xyz[:, right]) / share.sum()
    return np.asarray(found, dtype=np.float64)


def _middle(flat: Doubles, part: str) -> Doubles:
    sides = [LANDMARKS.index(f"{side}_{part}") for side in ("left", "right")]
    return np.asarray(flat[:, sides].mean(axis=1), dtype=np.float64)


def _length(rays: Doubles) -> Doubles:
    return np.asarray(np.linalg.norm(rays, axis=1) * _PER_TRUNK, dtype=np.float64)


def _ends(values: Doubles) -> list[float]:
    known = values[np.isfinite(values)]
    if len(known) < 4:
        return [np.nan] * 4
    low, middle, high = (float(each) for each in np.percentile(known, _ENDS))
    return [low, middle, high, high - low]


def _travel(height: Doubles) -> float:
    known = height[np.isfinite(height)]
    if len(known) < 4:
        return np.nan
    low, high = np.percentile(known, (5, 95))
    return float(np.log(_STILL + high - low) * _PER_LOG)


def _names() -> tuple[str, ...]:
    nobody = Motion(np.zeros(0), np.zeros((0, 19, 3), np.float32), np.zeros((0, 19), np.float32))
    ends = ("low", "middle", "high", "range")
    signals = [f"{name}, {end}" for name, _, _ in _signals(nobody) for end in ends]
    return (*signals, *(f"{part} travels" for part in PARTS))


NAMES = _names()
"""What each trait says, in the order of `traits`."""
