"""A block of made-up athletes, filmed: the repetitions of one shard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from spotter.form.exercises import EXERCISES, FAULTS, Exercise
from spotter.form.motion import Motion
from spotter.form.rep_input import rep_input
from spotter.form.scores import scores
from spotter.lab.form.reps import Reps, joined
from spotter.lab.form.synthetic.camera import Camera, filmed, placed
from spotter.lab.form.synthetic.people import BLOCK, People, people
from spotter.lab.form.synthetic.performance import perform
from spotter.lab.form.synthetic.quality import drawn

REPS_EACH = 5
# Who lies, hangs on the hands or stands on them is filmed from the side.
SIDEWAYS = frozenset({"push_up", "plank", "mountain_climber", "sit_up", "bench_press", "burpee"})


def block_size(exercises: Sequence[str]) -> int:
    """Return how many repetitions a block has: each athlete does five of each exercise."""
    return BLOCK * REPS_EACH * len(exercises)


def made(seed: int, block: int, exercises: Sequence[str], camera: Camera) -> Reps:
    """Return the repetitions of a block; the same for the same arguments, wherever it is made."""
    return joined(reps for reps, _ in _each(seed, block, exercises, camera))


def ruled(
    seed: int, block: int, exercises: Sequence[str], camera: Camera
) -> tuple[Reps, NDArray[np.float32]]:
    """Return what `made` does, and what the rules say of the same films: (N, 6)."""
    parts = list(_each(seed, block, exercises, camera))
    rules = [
        [scores(film, EXERCISES[name]) for film in films]
        for name, (_, films) in zip(exercises, parts, strict=True)
    ]
    return joined(reps for reps, _ in parts), np.concatenate([np.stack(one) for one in rules])


def _each(
    seed: int, block: int, exercises: Sequence[str], camera: Camera
) -> Iterator[tuple[Reps, list[Motion]]]:
    """Yield the repetitions of each exercise, and their films."""
    athletes = people(seed, block)
    rows = np.repeat(np.arange(BLOCK), REPS_EACH)
    for name in exercises:
        yield _done(EXERCISES[name], athletes.of(rows), seed, block, camera)


def _done(
    exercise: Exercise, athletes: People, seed: int, block: int, camera: Camera
) -> tuple[Reps, list[Motion]]:
    rng = np.random.default_rng([seed, 1 + exercise.number, block])
    quality = drawn(exercise, athletes.pace, rng)
    done = perform(exercise, athletes, quality, rng)
    count = len(athletes.number)
    named = [quality.named.get(name, np.zeros(count, dtype=bool)) for name in FAULTS]
    films = [
        filmed(placed(camera, exercise.id in SIDEWAYS, rng), xyz, float(seconds), rng)
        for xyz, seconds in zip(done.xyz, done.seconds, strict=True)
    ]
    reps = Reps(
        input=np.stack([rep_input(film) for film in films]),
        scores=done.scores.astype(np.float32),
        exercise=np.full(count, exercise.number, dtype=np.int64),
        person=athletes.number.astype(np.int64),
        fault=np.stack(named, axis=1),
    )
    return reps, films
