"""When a repetition is how far along, and how it trembles on the way."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from spotter.lab.form.synthetic.space import Array

TREMORS = 8
# Wobbles swing faster than the movement and its parts (shares of the exercise's own cycles), yet
# no faster than a body under load trembles visibly.
_CYCLES = (1.2, 2.3)
_FASTEST_HZ = 6.0
# Physiological tremor peaks between 6 and 12 Hz (Lakie et al., J Physiol 593, 2015): what a hurried
# repetition would have to show above that, no body does.
_LAST_HZ = 12.0
_WAVES = 3


def smooth(share: Array) -> Array:
    """Return the way of least jerk from 0 to 1 at `share` of its time (Flash and Hogan 1985)."""
    s = np.clip(share, 0, 1)
    return np.asarray(s**3 * (10 - 15 * s + 6 * s**2))


def progress(phase: Array, rng: Generator) -> Array:
    """Return how far along (B, T) repetitions are: from 0 over 1 at the turn back to 0.

    The ways there and back differ in length, with rests at the start, the turn and the end.
    """
    rows = (len(phase), 1)
    start, turn, end = rng.uniform([0.0, 0.0, 0.0], [0.06, 0.12, 0.06], (len(phase), 3)).T
    there = rng.uniform(0.42, 0.58, rows) * (1 - (start + turn + end)[:, None])
    first, last = start[:, None] + there, start[:, None] + there + turn[:, None]
    going = smooth((phase - start[:, None]) / there)
    coming = smooth((phase - last) / (1 - end[:, None] - last))
    return np.asarray(np.where(phase < first, going, 1 - coming))


def tremors(
    phase: Array, seconds: Array, size_deg: Array, own_cycles: int, rng: Generator
) -> Array:
    """Return independent tremors (B, T, 8) of `size_deg` (B, 1), their deviation.

    They swing faster than the `own_cycles` of the movement; in a repetition so quick that no body
    trembles faster, there are none."""
    shape = (len(phase), 1, TREMORS, _WAVES)
    cycles = own_cycles * rng.uniform(*_CYCLES, shape)
    cycles = np.minimum(
        cycles, np.maximum(_FASTEST_HZ * seconds, 1.15 * own_cycles)[..., None, None]
    )
    wave = np.sin(2 * np.pi * (cycles * phase[..., None, None] + rng.random(shape)))
    loud = rng.dirichlet(np.ones(_WAVES), (len(phase), 1, TREMORS))
    loud = np.where(cycles <= _LAST_HZ * seconds[..., None, None], loud, 0.0)
    return np.asarray(np.sqrt(2) * size_deg[..., None] * (np.sqrt(loud) * wave).sum(axis=-1))
