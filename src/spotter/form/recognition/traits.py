"""What tells one exercise from another, whoever does it and wherever the camera stands.

How the trunk and each limb lie, how far each pair of joints moves and between which ends, where
hands and feet are to the body, and what of it all travels up and down in the picture: hands that
stay while the shoulders rise tell a pull-up from an overhead press, which are the same movement
seen from the pelvis. A joint tells something only in the frames in which it is seen: what a network
places beyond the edge of the picture is a guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from spotter.form.angles import angles_of
from spotter.form.motion import Bools, Doubles, Motion
from spotter.form.recognition.heights import PARTS, SEEN, trusted
from spotter.form.skeleton import Joint

# A signal known in fewer frames, or in less than a third of them, says nothing: legs that a network
# sees for a moment where none are would speak for the whole window.
_FEWEST, _LEAST_SHARE = 4, 1 / 3
# Now and then a network misreads a body for some frames: ends lie inside of these.
_ENDS, _LOW_HIGH = (15, 50, 85), (10, 90)
# A trunk length is told as so many degrees, an hour hand's turn, so that all traits are alike.
_PER_TRUNK = 60.0
_PER_LOG = 30.0
_STILL = 0.05
# Who goes along with the shoulders is told once these travel so far, in trunk lengths.
_FOLLOWS_FROM, _PER_SLOPE = 0.15, 40.0
# Trunk against both bones of an arm: (0.818 - 0.530) / (0.186 + 0.146) of the height (Drillis and
# Contini 1966, in Winter 2009, fig. 4.1).
_TRUNK_OF_ARM = 0.288 / 0.332

# Angle → its column (left; right is the next) and the parts that it needs.
_LIMBS = {
    "knee": (0, ("hip", "knee", "ankle")),
    "hip": (2, ("shoulder", "hip", "knee")),
    "elbow": (4, ("shoulder", "elbow", "wrist")),
    "shoulder": (6, ("elbow", "shoulder", "hip")),
}
_SPINE = 8
# Bones whose tilt is told: from where to where.
_BONES = {
    "upper arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "thigh": ("hip", "knee"),
    "shin": ("knee", "ankle"),
}
_Signal = tuple[str, Doubles]


def traits(motion: Motion, heights_m: Doubles | None = None) -> Doubles:
    """Return the traits (K,) of a movement of some seconds, in the order of `NAMES`; NaN: unknown.

    `heights_m` (T, 4, 2): how high `heights.PARTS`, left and right, are in the picture, in metres,
    NaN where not seen; without it nothing is known of travel. Left and right are taken together by
    how well each is seen, or as the stiller and the other, so that a mirrored movement has the same
    traits.
    """
    body = _Body(motion)
    found: list[float] = []
    for _, values in _signals(body):
        found += _ends(values)
    told = np.full((len(motion), len(PARTS), 2), np.nan) if heights_m is None else heights_m
    heights = np.asarray(told, dtype=np.float64) / body.trunk_m
    for column in range(len(PARTS)):
        found += _both(*(_travel(heights[:, column, side]) for side in (0, 1)))
    shoulder = _middle(heights[:, PARTS.index("shoulder")])
    for part in _FOLLOWERS:
        own = heights[:, PARTS.index(part)]
        found += _both(*(_follows(own[:, side], shoulder) for side in (0, 1)))
    return np.array(found)


class _Body:
    """A motion in trunk lengths, and how well the left and the right joint of each part is seen."""

    def __init__(self, motion: Motion) -> None:
        seen = trusted(np.where(np.isfinite(motion.xyz_m[..., 0]), motion.visibility, 0.0))
        self.angles = angles_of(motion.xyz_m).astype(np.float64)
        self.seen = {part: seen[:, list(pair(part))] for part in _PAIRS}
        self.nose = seen[:, Joint.NOSE]
        self.trunk_m = self._usual_trunk(motion.xyz_m.astype(np.float64))
        self.xyz = motion.xyz_m.astype(np.float64) / self.trunk_m

    def sides(self, *parts: str) -> Doubles:
        """Return how well the left and right side are seen (T, 2), by the worst of the parts."""
        worst = np.min([self.seen[part] for part in parts], axis=0)
        return np.asarray(worst, dtype=np.float64)

    def known(self, *parts: str) -> Bools:
        """Return where (T,) at least one side of each part is seen."""
        found = np.all([self.seen[part].max(axis=1) > SEEN for part in parts], axis=0)
        return np.asarray(found, dtype=np.bool_)

    def middle(self, part: str) -> Doubles:
        """Return the middle (T, 3) of both sides, or rather of the one that is seen better."""
        left, right = pair(part)
        return _together(self.xyz[:, left], self.xyz[:, right], self.seen[part][..., None])

    def _usual_trunk(self, xyz: Doubles) -> float:
        """Return the length of the trunk in metres; of hips that nobody sees it is a guess."""
        trunk = np.linalg.norm(xyz[:, Joint.NECK] - xyz[:, Joint.PELVIS], axis=1)
        known = trunk[self.known("shoulder", "hip")]
        if np.isfinite(known).sum() >= _FEWEST:
            return max(float(np.nanmedian(known)), 1e-3)
        arms = [self._arm(xyz, side) for side in (0, 1)]
        told = np.concatenate(arms)
        if len(told) >= _FEWEST:
            return max(float(np.median(told)) * _TRUNK_OF_ARM, 1e-3)
        some = trunk[np.isfinite(trunk)]
        return max(float(np.median(some)), 1e-3) if len(some) else 1.0

    def _arm(self, xyz: Doubles, side: int) -> Doubles:
        shoulder, elbow, wrist = (
            xyz[:, pair(each)[side]] for each in ("shoulder", "elbow", "wrist")
        )
        long = np.linalg.norm(elbow - shoulder, axis=1) + np.linalg.norm(wrist - elbow, axis=1)
        seen = self.sides("shoulder", "elbow", "wrist")[:, side] > SEEN
        return np.asarray(long[seen], dtype=np.float64)


_PAIRS: Final = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
_FOLLOWERS: Final = tuple(part for part in PARTS if part != "shoulder")


def pair(part: str) -> tuple[Joint, Joint]:
    """Return the left and the right joint of a part of the body."""
    return Joint[f"LEFT_{part.upper()}"], Joint[f"RIGHT_{part.upper()}"]


def _signals(body: _Body) -> Iterator[_Signal]:
    """Yield each signal's name and its values (T,) in degrees, NaN where it is not seen."""
    for name, (column, needs) in _LIMBS.items():
        left, right = body.angles[:, column], body.angles[:, column + 1]
        sides = body.sides(*needs)
        yield name, _where(sides.max(axis=1) > SEEN, _together(left, right, sides))
        yield f"{name} apart", _where(sides.min(axis=1) > SEEN, np.abs(left - right))
    yield "spine", _where(body.known("shoulder", "hip"), body.angles[:, _SPINE])
    for name, (above, below) in _BONES.items():
        sides, (left, right) = body.sides(above, below), _bones(body, above, below)
        yield f"{name} tilt", _where(sides.max(axis=1) > SEEN, _together(left, right, sides))
    yield from _places(body)


def _bones(body: _Body, above: str, below: str) -> tuple[Doubles, Doubles]:
    """Return the tilts (T,) of a left and a right bone."""
    rays = body.xyz[:, list(pair(below))] - body.xyz[:, list(pair(above))]
    return _tilt(rays[:, 0]), _tilt(rays[:, 1])


def _places(body: _Body) -> Iterator[_Signal]:
    neck = body.xyz[:, Joint.NECK]
    at = {part: body.middle(part) for part in ("wrist", "elbow", "knee", "ankle", "hip")}
    up = {
        "wrist over neck": (at["wrist"] - neck, ("wrist", "shoulder")),
        "elbow over neck": (at["elbow"] - neck, ("elbow", "shoulder")),
        "ankle over hip": (at["ankle"] - at["hip"], ("ankle", "hip")),
        "knee over hip": (at["knee"] - at["hip"], ("knee", "hip")),
        "wrist over ankle": (at["wrist"] - at["ankle"], ("wrist", "ankle")),
    }
    for name, (ray, needs) in up.items():
        yield name, _where(body.known(*needs), ray[:, 1] * _PER_TRUNK)
    face = body.known("wrist") & (body.nose > SEEN)
    yield (
        "wrist over nose",
        _where(face, (at["wrist"] - body.xyz[:, Joint.NOSE])[:, 1] * _PER_TRUNK),
    )
    for name, part in (("feet", "ankle"), ("hands", "wrist")):
        left, right = pair(part)
        apart = np.linalg.norm(body.xyz[:, left] - body.xyz[:, right], axis=1)
        both = body.seen[part].min(axis=1) > SEEN
        yield f"{name} apart", _where(both, apart * _PER_TRUNK)
    yield "wrist to neck", _where(body.known("wrist", "shoulder"), _length(at["wrist"] - neck))
    yield "wrist to hip", _where(body.known("wrist", "hip"), _length(at["wrist"] - at["hip"]))
    yield "chest up", _where(body.known("shoulder", "hip"), _chest_up(body.xyz))


def _chest_up(xyz: Doubles) -> Doubles:
    """Return -90 for a body that lies on its front, 90 on its back, 0 for one that stands (T,)."""
    across = xyz[:, Joint.LEFT_SHOULDER] - xyz[:, Joint.RIGHT_SHOULDER]
    out = np.cross(across, xyz[:, Joint.NECK] - xyz[:, Joint.PELVIS])
    length = np.maximum(np.linalg.norm(out, axis=1), 1e-9)
    return np.asarray(out[:, 1] / length * 90.0, dtype=np.float64)


def _tilt(bone: Doubles) -> Doubles:
    """Return how far above the level a bone (T, 3) points, -90 to 90 degrees."""
    length = np.maximum(np.linalg.norm(bone, axis=1), 1e-9)
    return np.asarray(np.degrees(np.arcsin(np.clip(bone[:, 1] / length, -1, 1))), dtype=np.float64)


def _together(left: Doubles, right: Doubles, seen: Doubles) -> Doubles:
    """Return left and right as one, by how well (T, 2) each is seen; one alone where one is NaN."""
    share = np.where(np.isfinite(np.stack([left, right], axis=1)), (seen + 1e-3) ** 2, 0.0)
    both = np.nan_to_num(np.stack([left, right], axis=1)) * share
    total = share.sum(axis=1)
    found = both.sum(axis=1) / np.where(total > 0, total, np.nan)
    return np.asarray(found, dtype=np.float64)


def _where(known: Bools, values: Doubles) -> Doubles:
    return np.asarray(np.where(known, values, np.nan), dtype=np.float64)


def _length(rays: Doubles) -> Doubles:
    return np.asarray(np.linalg.norm(rays, axis=1) * _PER_TRUNK, dtype=np.float64)


def _enough(known: Bools) -> bool:
    return bool(known.sum() >= max(_FEWEST, _LEAST_SHARE * len(known)))


def _ends(values: Doubles) -> list[float]:
    known = np.isfinite(values)
    if not _enough(known):
        return [np.nan] * 4
    low, middle, high = (float(each) for each in np.percentile(values[known], _ENDS))
    return [low, middle, high, high - low]


def _travel(height: Doubles) -> float:
    known = np.isfinite(height)
    if not _enough(known):
        return np.nan
    low, high = np.percentile(height[known], _LOW_HIGH)
    return float(np.log(_STILL + high - low) * _PER_LOG)


def _follows(own: Doubles, shoulder: Doubles) -> float:
    """Return how far a part goes along when the shoulders rise: 0 it stays, 1 the same way."""
    known = np.isfinite(own) & np.isfinite(shoulder)
    if not _enough(known) or np.ptp(np.percentile(shoulder[known], _LOW_HIGH)) < _FOLLOWS_FROM:
        return np.nan
    risen = shoulder[known] - shoulder[known].mean()
    slope = float(risen @ own[known] / (risen @ risen))
    return float(np.clip(slope, -1, 2)) * _PER_SLOPE


def _both(one: float, other: float) -> list[float]:
    """Return the lesser and the greater of two sides; what is known of one only, for both."""
    known = [each for each in (one, other) if np.isfinite(each)]
    return [min(known), max(known)] if known else [np.nan, np.nan]


def _middle(sides: Doubles) -> Doubles:
    known = np.isfinite(sides)
    total = np.where(known.any(axis=1), known.sum(axis=1), np.nan)
    return np.asarray(np.nan_to_num(sides).sum(axis=1) / total, dtype=np.float64)


def _names() -> tuple[str, ...]:
    nobody = Motion(np.zeros(0), np.zeros((0, 19, 3), np.float32), np.zeros((0, 19), np.float32))
    ends = ("low", "middle", "high", "range")
    signals = [f"{name}, {end}" for name, _ in _signals(_Body(nobody)) for end in ends]
    told = [f"{part} travels" for part in PARTS] + [f"{part} follows" for part in _FOLLOWERS]
    return (*signals, *(f"{name}, {side}" for name in told for side in ("least", "most")))


NAMES = _names()
"""What each trait says, in the order of `traits`."""
