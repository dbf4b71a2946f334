"""A motion at other moments than its frames': by time, never by frame number."""

from __future__ import annotations

import numpy as np

from spotter.form.errors import BadMotion
from spotter.form.motion import Doubles, Floats, Motion
from spotter.form.skeleton import Joint

# Between two sights of a joint further apart than this nobody knows where it was.
LONGEST_GAP_S = 0.25


def resampled(motion: Motion, hz: float) -> Motion:
    """Return `motion` at `hz` frames a second from its first frame on; raises `BadMotion`."""
    if not (np.isfinite(hz) and hz > 0):
        raise BadMotion("Frames a second must be a positive number.")
    if len(motion) == 0:
        return motion
    first, last = motion.times_s[0], motion.times_s[-1]
    # A last frame that rounding put a hair behind the end still counts.
    count = int(np.floor((last - first) * hz + 1e-6)) + 1
    return at(motion, np.minimum(first + np.arange(count) / hz, last))


def at(motion: Motion, times_s: Doubles, *, longest_gap_s: float = LONGEST_GAP_S) -> Motion:
    """Return `motion` at `times_s` (strictly increasing seconds), on straight lines between frames.

    A joint is unseen (NaN) before its first and after its last sight, and between two sights
    that are further apart than `longest_gap_s`.
    """
    xyz = np.full((len(times_s), len(Joint), 3), np.nan, dtype=np.float32)
    visibility = np.zeros(xyz.shape[:2], dtype=np.float32)
    for joint in Joint:
        seen = ~np.isnan(motion.xyz_m[:, joint, 0])
        if not seen.any():
            continue
        known, when = motion.times_s[seen], times_s
        left = np.clip(np.searchsorted(known, when, side="right") - 1, 0, len(known) - 1)
        right = np.minimum(left + 1, len(known) - 1)
        gap = known[right] - known[left]
        share = np.divide(when - known[left], gap, out=np.zeros_like(when), where=gap > 0)
        inside = (when >= known[0]) & (when <= known[-1])
        inside &= (gap <= longest_gap_s) | (share == 0)
        xyz[:, joint] = np.where(
            inside[:, None], _mixed(motion.xyz_m[seen, joint], left, right, share[:, None]), np.nan
        )
        visibility[:, joint] = np.where(
            inside, _mixed(motion.visibility[seen, joint], left, right, share), 0.0
        )
    return Motion(np.asarray(times_s, dtype=np.float64), xyz, visibility)


def _mixed(values: Floats, left: np.ndarray, right: np.ndarray, share: Doubles) -> Doubles:
    mixed: Doubles = values[left] * (1 - share) + values[right] * share
    return mixed
