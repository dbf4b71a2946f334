"""One repetition of a kind, chosen to be looked at."""

from __future__ import annotations

import numpy as np

from spotter.form.angles import ANGLES, SPINE, angles_of
from spotter.form.exercises import Exercise
from spotter.lab.form.drawing import Scene
from spotter.lab.form.synthetic.block import SIDEWAYS
from spotter.lab.form.synthetic.people import people
from spotter.lab.form.synthetic.performance import Performance, perform
from spotter.lab.form.synthetic.quality import of

# Plain enough to be seen, short of grotesque.
_MAGNITUDE = 0.85
_FROM_THE_FRONT = frozenset({"knees_in", "asymmetric", "elbows_flared"})
_WITH_BAR = frozenset({"pull_up", "deadlift", "bench_press", "overhead_press"})
_AT_THE_TURN = frozenset({"shallow", "asymmetric"})
# A still does not show them.
IN_MOTION_ONLY = frozenset({"rushed", "unsteady"})


def shown(exercise: Exercise, fault: str, seed: int) -> Performance:
    """Return one repetition, excellent but for `fault` ('' for none), of one made-up athlete."""
    rng = np.random.default_rng([seed, exercise.number])
    athlete = people(seed, 0).of(np.array([seed % 40]))
    sizes = {one: np.full((1, 1), _MAGNITUDE * (one == fault)) for one in exercise.faults}
    return perform(exercise, athlete, of(exercise, np.array([0]), sizes, athlete.pace, rng), rng)


def scene(exercise: Exercise, fault: str, size: int) -> Scene:
    """Return from where the repetition is best seen."""
    lies = exercise.id in SIDEWAYS
    front = fault in _FROM_THE_FRONT
    yaw = (40.0 if front else 78.0) if lies else (8.0 if front else 55.0)
    title = exercise.name if not fault else f"{exercise.name}: {fault.replace('_', ' ')}"
    return Scene(yaw, size, title, exercise.id in _WITH_BAR)


def telling(exercise: Exercise, fault: str, done: Performance, well: Performance) -> int:
    """Return the number of the moment of `done` that a still is made of.

    Done well, too shallow or unevenly: in which its drivers are furthest from the start. With
    another fault: whose posture is furthest from every posture of the repetition done `well`, which
    has a timing of its own.
    """
    angles = angles_of(done.xyz[0].astype(np.float32))
    if fault in {"", *_AT_THE_TURN}:
        drivers = [ANGLES.index(name) for name in exercise.drivers] or list(range(SPINE))
        return int(np.abs(angles - angles[0])[:, drivers].sum(axis=1).argmax())
    others = angles_of(well.xyz[0].astype(np.float32))
    apart = np.abs(angles[:, None] - others[None]).sum(axis=2)
    return int(apart.min(axis=1).argmax())
