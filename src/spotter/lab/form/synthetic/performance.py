"""Repetitions performed: from people and quality to noiseless joints and their true scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from spotter.form.exercises import Exercise
from spotter.form.posture import Posture
from spotter.form.scores import STEPS, faulty, scores_of
from spotter.lab.form.synthetic.movements import MOVEMENTS
from spotter.lab.form.synthetic.people import People
from spotter.lab.form.synthetic.quality import Quality
from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import mirrored
from spotter.lab.form.synthetic.space import Array
from spotter.lab.form.synthetic.timing import progress, tremors

# Twice as many moments as scores are read from: what a camera at 60 frames a second sees lies
# between them.
MOMENTS = 2 * STEPS - 1


@dataclass(frozen=True, eq=False)
class Performance:
    """B repetitions: joints (B, 179, 19, 3) in metres, seconds (B,), true scores (B, 6)."""

    xyz: Array
    seconds: Array
    scores: Array
    quality: Quality


def perform(exercise: Exercise, athletes: People, quality: Quality, rng: Generator) -> Performance:
    """Let each athlete do one repetition; half of them with the other side leading."""
    phase = np.tile(np.linspace(0, 1, MOMENTS), (len(athletes.number), 1))
    rep = Rep(
        body=athletes.body,
        phase=phase,
        progress=progress(phase, rng),
        depth=quality.depth,
        faults=quality.faults,
        shaking=tremors(phase, quality.seconds, quality.shaking_deg, exercise.cycles, rng),
        style=athletes.style,
    )
    xyz = mirrored(MOVEMENTS[exercise.id](rep), rng.random(len(phase)) < 0.5)
    seconds = quality.seconds[:, 0]
    return Performance(xyz, seconds, truth(exercise, xyz, seconds), quality)


def truth(exercise: Exercise, xyz: Array, seconds: Array) -> Array:
    """Return the six scores (B, 6) of noiseless joints (B, 179, 19, 3)."""
    body = Posture.of(xyz[:, ::2].astype(np.float32))
    return scores_of(body.angles, faulty(body, exercise), seconds, exercise)
