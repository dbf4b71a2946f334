"""How far each angle can be believed: was it seen, and did its bones keep their length?

Visibility alone is not enough: estimators report 0.99 for joints that nobody can see. A limb that
grows or shrinks from one frame to the next was guessed, whatever its visibility says.
"""

from __future__ import annotations

import numpy as np

from spotter.form.angles import RAYS
from spotter.form.motion import Doubles, Floats, Motion
from spotter.form.skeleton import Joint

# A line of the body may differ from its usual length by the first share and is fully believed,
# by the second and is not believed at all. MediaPipe's limbs breathe by a tenth when all is well.
_STEADY = 0.15
_BROKEN = 0.50

_LINES = tuple({*(ray[:2] for ray in RAYS), *(ray[1:] for ray in RAYS), (Joint.PELVIS, Joint.NECK)})
_LINES_OF = (
    *((_LINES.index(ray[:2]), _LINES.index(ray[1:])) for ray in RAYS),
    (_LINES.index((Joint.PELVIS, Joint.NECK)),) * 2,
)
# The joints that each angle rests on, in the order of `ANGLES`.
JOINTS_OF = (*RAYS, (Joint.PELVIS, Joint.NECK, Joint.NECK))


def confidence(motion: Motion, usual_m: Floats | None = None) -> Floats:
    """Return the confidence (T, 9) of each angle, 0..1: the least of its joints and its lines.

    `usual_m` are this person's lengths as `lengths_m` tells them; without, those of the motion.
    0 where a joint of the angle was not seen.
    """
    usual = lengths_m(motion) if usual_m is None else usual_m
    with np.errstate(invalid="ignore", divide="ignore"):
        off = np.abs(_lengths(motion) / usual - 1)
    kept = np.nan_to_num(np.clip((_BROKEN - off) / (_BROKEN - _STEADY), 0, 1))
    seen = motion.visibility
    found = [
        np.minimum(seen[:, list(joints)].min(axis=1), kept[:, list(lines)].min(axis=1))
        for joints, lines in zip(JOINTS_OF, _LINES_OF, strict=True)
    ]
    return np.stack(found, axis=1).astype(np.float32)


def lengths_m(motion: Motion) -> Floats:
    """Return the usual length (L,) of every line that an angle rests on: the median in metres.

    Frames count by the visibility of the line's ends; NaN for a line that was never seen.
    """
    weights = np.stack([motion.visibility[:, list(line)].min(axis=1) for line in _LINES], axis=1)
    lengths = _lengths(motion)
    usual = [_median(lengths[:, n], weights[:, n]) for n in range(len(_LINES))]
    return np.array(usual, dtype=np.float32)


def _lengths(motion: Motion) -> Doubles:
    first, last = (list(ends) for ends in zip(*_LINES, strict=True))
    found: Doubles = np.linalg.norm(
        motion.xyz_m[:, first].astype(np.float64) - motion.xyz_m[:, last], axis=-1
    )
    return found


def _median(values: Doubles, weights: Floats) -> float:
    """Return the value at which half of the weight is reached."""
    known = np.isfinite(values) & (weights > 0)
    if not known.any():
        return float("nan")
    order = np.argsort(values[known])
    reached = np.cumsum(weights[known][order])
    return float(values[known][order][np.searchsorted(reached, reached[-1] / 2)])
