"""Variations of repetitions as a network reads them, drawn anew for every batch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spotter.form.angles import MIRRORED_ANGLES
from spotter.lab.form.reps import Reps

MIRRORED_SHARE = 0.5
JITTER = 0.006
"""Standard deviation of the noise, in the input's own units: about 1° and 2° a second."""

_MIRROR = [*MIRRORED_ANGLES, *(9 + number for number in MIRRORED_ANGLES)]


def vary(reps: Reps, chance: np.random.Generator) -> Reps:
    """Return `reps` with half of them mirrored and a little noise on all.

    Neither changes a score: left and right count alike in all six, and they are the noiseless
    motion's. Times, ranges and views are varied where the repetitions are made, since they do.
    """
    mirrored = chance.random(len(reps)) < MIRRORED_SHARE
    seen = np.where(mirrored[:, None, None], reps.input[:, :, _MIRROR], reps.input)
    noise = chance.normal(0, JITTER, seen.shape).astype(np.float32)
    return replace(reps, input=seen + noise)
