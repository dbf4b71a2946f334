"""One repetition as models read it: the only way to their input, in training and in serving."""

from __future__ import annotations

import numpy as np

from spotter.form.angles import MIRRORED_ANGLES, angles_deg
from spotter.form.errors import BadMotion
from spotter.form.motion import Bools, Doubles, Floats, Motion

FRAMES = 90
# Angles are told in shares of a straight limb, their speed in turns a second: tempo is judged, so
# the same movement done twice as fast has twice the speed.
ANGLE_SCALE_DEG = 180.0
SPEED_SCALE_DEG_S = 360.0
# Width (standard deviation) of the window a value is read from, in seconds. Wider, it would smooth
# the jitter of the estimator, and with it the tremors of quick exercises (a jumping jack's swing up
# to 12 times a second), by which stability is judged: telling jitter from tremor is left to who
# reads. At few frames a second it grows, so that some frames lie in it.
WIDTH_S = 0.025
_WIDTH_FRAMES = 0.75
# Below this weight of frames within the window there was a gap.
_LEAST_WEIGHT = 0.3


def rep_input(motion: Motion, frames: int = FRAMES) -> Floats:
    """Return a rep's nine angles / 180 and nine angular speeds / (360 °/s): (`frames`, 18).

    `motion` holds the frames of the one rep, raw: values and speeds are read at `frames` moments
    from its first to its last frame by local linear regression over time (Cleveland 1979, with a
    Gaussian window), which smooths without lag and is exact for a steady movement. What is
    missing: a gap is bridged by a straight line; an angle seen less than twice is the other
    side's; if that was not seen either, both its columns are 0. Raises `BadMotion` for fewer than
    two frames.
    """
    if len(motion) < 2:
        raise BadMotion("A rep needs at least two frames; film at 10 frames a second or more.")
    angles = angles_deg(motion).astype(np.float64)
    seen = ~np.isnan(angles)
    times = motion.times_s - motion.times_s[0]
    moments = np.linspace(0.0, times[-1], frames)
    values, speeds = _read(times, np.where(seen, angles, 0.0), seen, moments)
    enough = seen.sum(axis=0) >= 2
    for number, other in enumerate(MIRRORED_ANGLES):
        if not enough[number]:
            use = other if enough[other] else None
            values[:, number] = 0.0 if use is None else values[:, use]
            speeds[:, number] = 0.0 if use is None else speeds[:, use]
    return np.concatenate([values / ANGLE_SCALE_DEG, speeds / SPEED_SCALE_DEG_S], axis=1).astype(
        np.float32
    )


def _read(
    times: Doubles, angles: Doubles, seen: Bools, moments: Doubles
) -> tuple[Doubles, Doubles]:
    """Return values and slopes (per second) at `moments` of angles (T, 9), unseen ones 0."""
    width = max(WIDTH_S, _WIDTH_FRAMES * float(np.median(np.diff(times))))
    apart = times[None, :] - moments[:, None]
    weight = np.exp(-0.5 * (apart / width) ** 2)
    known = seen.astype(np.float64)
    s0, s1, s2 = weight @ known, (weight * apart) @ known, (weight * apart**2) @ known
    t0, t1 = weight @ angles, (weight * apart) @ angles
    spread = s0 * s2 - s1 * s1
    # A single frame in the window has no slope.
    good = (s0 >= _LEAST_WEIGHT) & (spread > 1e-6 * s0 * s0 * width * width)
    safe = np.where(good, spread, 1.0)
    values, slopes = (s2 * t0 - s1 * t1) / safe, (s0 * t1 - s1 * t0) / safe
    if not good.all():
        _bridge(times, angles, seen, moments, (values, slopes, good))
    return np.clip(values, 0.0, 180.0), slopes


def _bridge(
    times: Doubles,
    angles: Doubles,
    seen: Bools,
    moments: Doubles,
    into: tuple[Doubles, Doubles, Bools],
) -> None:
    """Fill what is not good with straight lines between the sights on either side."""
    values, slopes, good = into
    for number in np.flatnonzero(~good.all(axis=0)):
        gap, known = ~good[:, number], seen[:, number]
        if known.sum() < 2:
            continue
        line = np.interp(moments, times[known], angles[known, number])
        values[gap, number] = line[gap]
        slopes[gap, number] = np.gradient(line, moments)[gap]
